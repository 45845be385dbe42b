"""Checks of times: each where it speaks, where it does not, and at its edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.examine import examine
from dpa_jupyter.quality.finding import Finding
from tests.quality.checks.cases import Told, engine_and_evidence, told

START = datetime(2024, 1, 1)
HOURS = [START + timedelta(hours=place) for place in range(500)]
DAYS = [date(2024, 1, 1) + timedelta(days=place) for place in range(400)]
WEEKDAYS = [day for day in DAYS if day.weekday() < 5]
MONTHS = [date(2000 + month // 12, month % 12 + 1, 1) for month in range(120)]
NIGHTS_OFF = [hour for hour in HOURS if 6 <= hour.hour <= 22]
GENERATOR = np.random.default_rng(7)
ARRIVALS = [START + timedelta(seconds=second) for second in np.cumsum(GENERATOR.exponential(60, 500)).tolist()]
JITTER = [
    START + timedelta(seconds=60 * place + off) for place, off in enumerate(GENERATOR.uniform(-1, 1, 500).tolist())
]
WALK = GENERATOR.normal(20, 1, 500).round(3).tolist()


def without(values: Sequence[object], *places: int) -> list[object]:
    return [value for place, value in enumerate(values) if place not in places]


def swapped(values: Sequence[object], one: int, other: int) -> list[object]:
    changed = list(values)
    changed[one], changed[other] = changed[other], changed[one]
    return changed


def per_day(rows: dict[int, int], days: int = 100, usual: int = 40) -> list[date]:
    return [DAYS[day] for day in range(days) for _ in range(rows.get(day, usual))]


def moved(values: Sequence[datetime], seconds: int, *places: int) -> list[datetime]:
    return [value + timedelta(seconds=seconds) if place in places else value for place, value in enumerate(values)]


CASES = [
    Told("time_gap", "an hour is missing", {"t": without(HOURS, 100)}, ("t",), "low"),
    Told("time_gap", "none is", {"t": HOURS}),
    Told("time_gap", "an hour is missing, as text", {"t": [f"{hour:%Y-%m-%dT%H:%M}Z" for hour in HOURS if hour != HOURS[100]]}, ("t",), "low"),
    Told("time_gap", "an hour is missing, as text for people", {"t": [f"{hour:%d.%m.%Y %H:%M}" for hour in HOURS if hour != HOURS[100]]}),
    Told("time_gap", "every night is", {"t": NIGHTS_OFF}),
    Told("time_gap", "and once three days are", {"t": without(NIGHTS_OFF, *range(100, 151))}, ("t",), "low"),
    Told("time_gap", "weekends are", {"t": WEEKDAYS}),
    Told("time_gap", "months differ in length", {"t": MONTHS}),
    Told("time_gap", "a month is missing", {"t": without(MONTHS, 50)}, ("t",), "low"),
    Told("time_gap", "one in twenty is no exception", {"t": without(HOURS, *GENERATOR.permutation(499)[1:60].tolist())}),
    Told("time_gap", "events come when they come", {"t": ARRIVALS}),
    Told("time_gap", "a day without one of few rows", {"t": [day for day in DAYS[:120] for _ in range(2) if day != DAYS[60]]}),
    Told("time_gap", "a day without one of many", {"t": per_day({60: 0})}, ("t",), "low"),
    Told("time_gap", "rows in any order", {"t": swapped(without(HOURS, 100), 3, 400)}, ("t",), "low"),
    Told("irregular_interval", "a few are late", {"t": moved(HOURS, 1200, *range(10, 410, 20))}, ("t",)),
    Told("irregular_interval", "a clock that jitters", {"t": JITTER}),
    Told("irregular_interval", "gaps of whole steps", {"t": without(HOURS, *range(10, 410, 20))}),
    Told("irregular_interval", "a tenth late is still on time", {"t": moved(HOURS, 350, *range(10, 410, 20))}),
    Told("irregular_interval", "events come when they come", {"t": ARRIVALS}),
    Told("out_of_order", "one came late", {"t": swapped(HOURS, 100, 101)}, ("t",), "note", 1),
    Told("out_of_order", "in order", {"t": HOURS}),
    Told("out_of_order", "the latest first", {"t": HOURS[::-1]}),
    Told("out_of_order", "one of the latest first", {"t": swapped(HOURS[::-1], 100, 101)}, ("t",), "note", 1),
    Told("out_of_order", "one far ahead makes no others late", {"t": [*HOURS[:200], datetime(2030, 1, 1), *HOURS[200:]]}, ("t",), "note", 1),
    Told("out_of_order", "in no order", {"t": [HOURS[place] for place in GENERATOR.permutation(500)]}),
    Told("out_of_order", "one thing after another", {"t": HOURS[:100] * 5}),
    Told("duplicate_timestamp", "one twice", {"t": [*HOURS[:100], *HOURS[99:]]}, ("t",), "low", 1),
    Told("duplicate_timestamp", "one twice, as text", {"t": list(map(str, [*HOURS[:100], *HOURS[99:]]))}, ("t",), "low", 1),
    Told("duplicate_timestamp", "each once", {"t": HOURS}),
    Told("duplicate_timestamp", "two rows an hour", {"t": [hour for hour in HOURS for _ in range(2)]}),
    Told("duplicate_timestamp", "events may come together", {"t": [*ARRIVALS, ARRIVALS[3]]}),
    Told("duplicate_timestamp", "one in twenty-one is meant", {"t": [*HOURS, *HOURS[:30]]}),
    Told("volume_per_period", "a day of few rows", {"t": per_day({60: 4})}, ("t",)),
    Told("volume_per_period", "a day of many", {"t": per_day({60: 400})}, ("t",)),
    Told("volume_per_period", "as always", {"t": per_day({})}),
    Told("volume_per_period", "twice as many is a good day", {"t": per_day({60: 80})}),
    Told("volume_per_period", "Sundays are quiet", {"t": per_day(dict.fromkeys(range(6, 100, 7), 4))}),
    Told("volume_per_period", "few rows at all", {"t": per_day({60: 0}, usual=3)}),
    Told("stale_values", "a sensor stands still", {"t": HOURS, "x": [*WALK[:200], *[WALK[200]] * 30, *WALK[230:]]}, ("x",), "low", 30),
    Told("stale_values", "beside times as text", {"t": list(map(str, HOURS)), "x": [*WALK[:200], *[WALK[200]] * 30, *WALK[230:]]}, ("x",), "low", 30),
    Told("stale_values", "it does not", {"t": HOURS, "x": WALK}),
    Told("stale_values", "it changes slowly for a while", {"t": HOURS, "x": [value for at in range(100) for value in WALK[at:at + 1] * (1, 1, 3, 9, 11)[at // 20]]}),
    Told("stale_values", "a count that seldom changes", {"t": HOURS, "x": [place // 10 for place in range(500)]}),
    Told("stale_values", "rows are in no order of time", {"x": [*WALK[:200], *[WALK[200]] * 30, *WALK[230:]]}),
    Told("stale_values", "four alike may be chance", {"t": HOURS, "x": [*WALK[:200], *[WALK[200]] * 4, *WALK[204:]]}),
    Told("stale_values", "nights without rain", {"t": HOURS, "x": [0.0 if place % 24 < 10 else value for place, value in enumerate(WALK)]}),
    Told("stale_values", "beside long dry spells", {"t": HOURS, "x": [*[0.0] * 90, *WALK[90:120], *[1.234] * 40, *WALK[160:250], *[0.0] * 60, *WALK[310:400], *[0.0] * 60, *WALK[460:]]}, ("x",), "low", 40),
    Told("stale_values", "dry spells alone", {"t": HOURS, "x": [*[0.0] * 90, *WALK[90:250], *[0.0] * 60, *WALK[310:400], *[0.0] * 60, *WALK[460:]]}),
    Told("freshness", "eleven days after the last of daily rows", {"day": DAYS[:20]}, ("day",), now=datetime(2024, 1, 31, tzinfo=UTC)),
    Told("freshness", "the day after", {"day": DAYS[:20]}, now=datetime(2024, 1, 21, tzinfo=UTC)),
    Told("freshness", "not of when somebody was born", {"birth_date": DAYS[:20]}, now=datetime(2034, 1, 1, tzinfo=UTC)),
    Told("timezone_mix", "some with an offset", {"t": [*["2024-01-01T10:00:00"] * 9, "2024-01-01T10:00:00+02:00"]}, ("t",), "low", 1),
    Told("timezone_mix", "half of them", {"t": ["2024-01-01T10:00:00", "2024-01-01T10:00:00Z"] * 9}, ("t",), "note", 9),
    Told("timezone_mix", "several offsets", {"t": ["2024-01-01 10:00+02:00", "2024-01-01 10:00-05:00"] * 9}, ("t",)),
    Told("timezone_mix", "all with one, written in two ways", {"t": ["2024-01-01T10:00:00Z", "2024-01-01T10:00:00+00:00"] * 9}),
    Told("timezone_mix", "all without", {"t": ["2024-01-01T10:00:00", "2024-01-02T11:30"] * 9}),
    Told("timezone_mix", "columns of two zones", {"a": pa.array([0] * 9, pa.timestamp("us", "Europe/Rome")), "b": pa.array([0] * 9, pa.timestamp("us"))}, ("a", "b")),
    Told("timezone_mix", "columns of one", {"a": pa.array([0] * 9, pa.timestamp("us", "UTC")), "b": pa.array([0] * 9, pa.timestamp("s", "UTC"))}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_course_of_time(case: Told) -> None:
    case.holds()


def fresh(now: datetime, **columns: Sequence[object]) -> list[Finding]:
    engine, evidence = engine_and_evidence(columns)
    return examine(engine, replace(evidence, now=now), [each for each in catalogue() if each.id == "freshness"])


@pytest.mark.parametrize("rows", [100, 300_000])
@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "-10:00"])
def test_the_age_of_a_time_with_a_zone_is_counted_from_its_instant(zone: str, rows: int) -> None:
    instants = np.datetime64("2024-01-01", "us") + np.arange(rows) * np.timedelta64(60, "s")
    column = pa.array(instants).cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us", zone))
    last = instants[-1].item().replace(tzinfo=UTC)
    assert told("freshness", {"t": column}, now=last + timedelta(hours=20)) == []
    (found,) = told("freshness", {"t": column}, now=last + timedelta(hours=48))
    assert "2 days ago" in found.title


def test_a_number_that_could_not_be_measured_is_not_said_to_stand_still() -> None:
    _, evidence = engine_and_evidence({"t": HOURS, "x": [*WALK[:200], *[WALK[200]] * 30, *WALK[230:]]})
    failed = [replace(each, failure="out of memory") if each.column.name == "x" else each for each in evidence.columns]
    (check,) = (each for each in catalogue() if each.id == "stale_values")
    assert list(check.look(replace(evidence, columns=tuple(failed)))) == []


END = DAYS[-1]


@pytest.mark.parametrize(("days", "is_old"), [(0, False), (9, False), (12, True), (4_000, True)])
def test_a_frame_is_old_once_ten_usual_pauses_have_gone_by(days: int, is_old: bool) -> None:
    now = datetime(END.year, END.month, END.day, 12, tzinfo=UTC) + timedelta(days=days)
    assert [finding.columns for finding in fresh(now, day=DAYS, x=list(range(400)))] == [("day",)] * is_old


def test_the_age_is_that_of_the_newest_time_that_tells_when_a_row_was() -> None:
    now = datetime(END.year, END.month, END.day, tzinfo=UTC) + timedelta(days=1)
    early = [day - timedelta(days=9_000) for day in DAYS]
    assert fresh(now, birth_date=early) == []
    assert fresh(now, opened=early, closed=DAYS) == []
    assert [finding.columns for finding in fresh(now, birth_date=DAYS, opened=early)] == [("opened",)]


@pytest.mark.parametrize("check", ["time_gap", "irregular_interval", "out_of_order", "duplicate_timestamp"])
def test_clocks_that_are_put_forward_and_back_are_no_fault_of_times_with_a_zone(check: str) -> None:
    instants = np.datetime64("2024-01-01", "us") + np.arange(2 * 24 * 366) * np.timedelta64(30, "m")
    column = pa.array(instants).cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us", "Europe/Rome"))
    assert told(check, pa.table({"t": column})) == []
    assert [each.check for each in told("time_gap", pa.table({"t": column}).take(without(range(9_000), 77)))] == [
        "time_gap"
    ]


def test_in_a_large_frame_a_gap_is_seen_between_the_rows_that_were_drawn() -> None:
    whole = np.datetime64("2020-01-01", "us") + np.arange(400_000) * np.timedelta64(60, "s")
    gap = np.concatenate([whole[:123_456], whole[124_456:]])
    assert told("time_gap", pa.table({"t": whole})) == []
    (found,) = told("time_gap", pa.table({"t": gap}))
    assert "1,000 times are missing" in found.title


def test_in_a_large_frame_late_rows_are_estimated_and_said_to_be() -> None:
    times = np.datetime64("2020-01-01", "us") + np.arange(400_000) * np.timedelta64(60, "s")
    late = np.random.default_rng(0).choice(np.arange(1_000, 400_000), 8_000, replace=False)
    times[late] -= np.timedelta64(600, "m")
    (found,) = told("out_of_order", pa.table({"t": times}))
    assert found.failed is not None
    assert found.failed.precision == "sampled"
    assert found.failed.low is not None
    assert found.failed.high is not None
    assert found.failed.low <= 8_000 <= found.failed.high
