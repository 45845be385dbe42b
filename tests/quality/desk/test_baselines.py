"""What a frame is offered to be compared with, and what the page of a comparison shows of many columns."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dpa_jupyter.errors import SessionError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.answers import Comparison
from dpa_jupyter.quality.desk.baselines import Baselines
from dpa_jupyter.quality.desk.comparison import MOST_COLUMNS, compare
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.desk.study import Snapshot
from dpa_jupyter.quality.desk.wrapped_study import WrappedStudy
from dpa_jupyter.quality.drift.baselines import ListedBaseline, MemoryBaselines, SavedBaselines
from dpa_jupyter.quality.drift.examine import MOST_OF_A_CHECK, drift
from dpa_jupyter.quality.drift.kept import SavedPortrait
from dpa_jupyter.quality.drift.portraying import portrait_of
from tests.quality.drift.portraits import portrait, quick_evidence
from tests.support.desks import compared, desk, frame_of

FRAMES = {f"frame{place}": frame_of(f"frame{place}", pd.DataFrame({"x": [place]})) for place in range(60)}


class DamagedBaselines(MemoryBaselines):
    """Baselines of which one is damaged."""

    def listed(self) -> Sequence[ListedBaseline]:
        return [*super().listed(), ListedBaseline("march", None, "march.json is not a baseline")]


def saved(*names: str, to: MemoryBaselines | None = None) -> SavedBaselines:
    known = to or MemoryBaselines()
    for name in names:
        known.save(SavedPortrait(name, 0.0, portrait(pa.table({"x": [1]}))))
    return known


def baselines(known: SavedBaselines) -> Baselines:
    return Baselines(lambda: FRAMES, FrameStudy(), lambda: known)


def unreadable() -> SavedBaselines:
    raise SessionError("the folder can't be read")


def compared_tables(then: pa.Table, now: pa.Table) -> Comparison:
    before, after = portrait_of(quick_evidence(then, "old")), portrait_of(evidence := quick_evidence(now))
    return compare("old", before, after, evidence, drift(before, after))


def moving(count: int, by: float, **others: object) -> pa.Table:
    generator = np.random.default_rng(0)
    columns = {f"c{place}": generator.normal(size=300) + by for place in range(count)}
    return pa.table({**columns, **others})


class SlowStudy(WrappedStudy):
    """Measures a frame called `old` only when it may."""

    def __init__(self) -> None:
        super().__init__(FrameStudy())
        self.may = threading.Event()

    def report(self, frame: Frame, target: str | None = None) -> Iterator[Snapshot]:
        for snapshot in self._study.report(frame, target):
            yield snapshot
            assert frame.name != "old" or self.may.wait(60)


def test_a_panel_answers_all_else_while_the_frame_that_it_is_compared_with_is_measured() -> None:
    study, old = SlowStudy(), pd.DataFrame({"x": [1, 2, 3] * 100})
    offered = Baselines(lambda: {"old": frame_of("old", old)}, study, MemoryBaselines)
    at = FrameDesk(frame_of("df", old.assign(x=old["x"] + 900)), study, lambda _value: None, offered)
    assert at.wait(60)

    assert at.compare("old")["progress"].startswith("Measuring old")
    rows = at.brush("x", 901, 902, [])["rows"]
    assert rows is not None
    assert rows["value"] == 100
    study.may.set()
    assert {card["columns"][0] for card in compared(at, "old")["drift"]} == {"x"}


def test_a_comparison_with_a_frame_that_was_written_into_since_is_made_anew() -> None:
    old, news = pd.DataFrame({"x": [1, 2, 3] * 100}), threading.Event()
    at = desk(old + 900, lambda _value: None, old=old)
    assert at.wait(60)
    assert compared(at, "old")["drift"] != []
    at.on_change(lambda _: news.set())
    old["x"] += 900

    at.compare("old")  # as it was: whether it still is so is looked at meanwhile

    assert news.wait(60)
    assert compared(at, "old")["drift"] == []


@pytest.mark.parametrize("asked", ["frame59", "frame3", "march", "saved:march", "saved:frame7", "frame0"])
def test_the_baseline_that_was_asked_for_is_listed_once_as_it_was_called(asked: str) -> None:
    offered = baselines(saved("march", "frame7", "frame0")).listed("frame0", asked)
    names = [each["name"] for each in offered.baselines]
    assert names.count(asked) == 1
    assert len(names) == len(set(names)) <= 54
    assert baselines(saved("march", "frame7", "frame0")).find(asked, "frame0").name == asked


def test_a_baseline_that_is_gone_is_not_silently_another_one() -> None:
    assert baselines(saved()).listed("frame0", "april").baselines[-1] == {"name": "april", "about": "not to be found"}


def test_what_can_not_be_read_is_a_note_and_nothing_to_choose() -> None:
    offered = baselines(saved("april", to=DamagedBaselines())).listed("df")
    assert [each["name"] for each in offered.baselines][50:] == ["april"]
    assert offered.note == "not read: march: march.json is not a baseline"
    no_folder = Baselines(dict, FrameStudy(), unreadable)
    desk = FrameDesk(FRAMES["frame0"], FrameStudy(), lambda _value: None, no_folder)
    assert desk.wait(60)
    assert desk.overview()["baselines"] == []
    assert desk.overview()["note"].endswith("; not read: the folder can't be read")


def test_columns_that_moved_are_never_counted_as_unchanged_however_many_there_are() -> None:
    same = np.random.default_rng(1).normal(size=300)
    told = compared_tables(moving(60, 0.0, same=same), moving(60, 2.0, same=same))
    assert len(told["drift"]) == MOST_OF_A_CHECK
    assert [column["status"] for column in told["columns"]] == ["changed"] * MOST_COLUMNS
    assert told["unchanged"] == 1
    assert told["note"] == "20 more columns that moved, came or went are not shown."


def test_changed_columns_stand_before_those_that_came_and_went() -> None:
    gone, new = ({f"{name}{place}": [1] * 300 for place in range(30)} for name in ("gone", "new"))
    told = compared_tables(moving(2, 0.0, **gone), moving(2, 2.0, **new))
    assert [column["status"] for column in told["columns"]] == ["changed"] * 2 + ["removed"] * 30 + ["added"] * 8
    assert all(column["after"] is not None for column in told["columns"] if column["status"] != "removed")
    assert told["note"] == "22 more columns that moved, came or went are not shown."
