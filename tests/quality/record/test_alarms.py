"""Alarms over the record of a frame: few reports against the last one, many against what is usual."""

from __future__ import annotations

import numpy as np
import pytest

from dpa_jupyter.quality.record.alarms import alarm_findings, alarms
from dpa_jupyter.quality.record.entry import ColumnEntry, Entry


def entry(place: int, *, score: float | None = 90.0, rows: int = 1_000, missing: float | None = 0.02) -> Entry:
    return Entry(float(place), "df", f"content {place}", rows, score, columns={"city": ColumnEntry(missing, 5.0)})


def usual(reports: int, seed: int = 0) -> list[Entry]:
    generator = np.random.default_rng(seed)
    return [
        entry(
            place,
            score=float(np.clip(generator.normal(90, 1), 0, 100)),
            rows=round(generator.normal(1_000, 40)),
            missing=float(generator.binomial(1_000, 0.02)) / 1_000,
        )
        for place in range(reports)
    ]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ({"score": 79.0}, ["The score is 79, and 90 in the report before"]),
        ({"score": 81.0}, []),
        ({"rows": 2_000}, ["The frame has 2,000 rows, and 1,000 in the report before"]),
        ({"rows": 1_900}, []),
        ({"missing": 0.08}, ["`city` is missing in 8 % of the rows, and in 2 % in the report before"]),
        ({"missing": 0.06}, []),
        ({"score": None, "missing": None}, []),
    ],
)
def test_of_few_reports_the_last_ones_change_has_to_be_large(last: dict[str, float], said: list[str]) -> None:
    assert [alarm.title for alarm in alarms([entry(0), entry(1, **last)])] == said  # type: ignore[arg-type]  # by name


def test_one_report_and_the_same_content_again_are_no_news() -> None:
    assert alarms([]) == []
    assert alarms([entry(0)]) == []
    same = Entry(5.0, "df", "content 0", 1, 1.0)
    assert alarms([entry(0), same]) == []


def test_an_empty_frame_that_stays_empty_is_no_news() -> None:
    assert alarms([entry(0, rows=0), entry(1, rows=0)]) == []
    assert [each.severity for each in alarm_findings([entry(0, rows=5), entry(1, rows=0)])] == ["high"]
    assert [each.severity for each in alarm_findings([entry(0, rows=0), entry(1, rows=5)])] == ["low"]


def test_from_eight_reports_on_they_tell_what_is_usual() -> None:
    known = usual(30)
    assert [alarm.measure for alarm in alarms([*known, entry(99, score=75.0)])] == ["score"]
    assert [alarm.measure for alarm in alarms([*known, entry(99, rows=1_600)])] == ["rows"]
    assert [alarm.measure for alarm in alarms([*known, entry(99, missing=0.09)])] == ["missing"]
    restless = [entry(place, rows=1_000 * (1 + place % 5)) for place in range(12)]
    assert alarms([*restless, entry(99, rows=5_000)]) == []


def test_what_goes_up_and_down_by_chance_is_no_alarm() -> None:
    false = sum(bool(alarms(usual(reports, seed))) for reports in (9, 15, 40) for seed in range(200))
    assert false <= 6  # 1 % of them; below 2 in 1,000 are expected for each of three numbers


def test_frames_that_never_differed_may_differ_a_little() -> None:
    known = [entry(place) for place in range(20)]
    assert alarms([*known, entry(99, score=89.5, rows=1_050, missing=0.03)]) == []
    assert len(alarms([*known, entry(99, score=60.0, rows=3_000, missing=0.3)])) == 3


def test_alarms_are_findings_that_fail_no_row_and_what_got_better_is_a_note() -> None:
    worse, better = ([entry(0, score=first), entry(1, score=last)] for first, last in ((95.0, 60.0), (60.0, 95.0)))
    assert [(each.severity, each.predicate) for each in alarm_findings(worse)] == [("medium", None)]
    assert [each.severity for each in alarm_findings(better)] == ["note"]


def test_a_little_worse_than_usual_is_of_low_severity() -> None:
    known = [entry(place, score=98.0) for place in range(10)]
    assert [each.severity for each in alarm_findings([*known, entry(99, score=95.0)])] == ["low"]
