"""What a frame is offered to be compared with, and what the page of a comparison shows of many columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dpa_jupyter.errors import SessionError
from dpa_jupyter.quality.desk.answers import Comparison
from dpa_jupyter.quality.desk.baselines import Baselines
from dpa_jupyter.quality.desk.comparison import MOST_COLUMNS, compare
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.drift.baselines import ListedBaseline, MemoryBaselines, SavedBaselines
from dpa_jupyter.quality.drift.examine import MOST_OF_A_CHECK, drift
from dpa_jupyter.quality.drift.kept import SavedPortrait
from dpa_jupyter.quality.drift.portraying import portrait_of
from tests.quality.drift.portraits import portrait, quick_evidence
from tests.support.desks import frame_of

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


def compared(then: pa.Table, now: pa.Table) -> Comparison:
    before, after = portrait_of(quick_evidence(then, "old")), portrait_of(evidence := quick_evidence(now))
    return compare("old", before, after, evidence, drift(before, after))


def moving(count: int, by: float, **others: object) -> pa.Table:
    generator = np.random.default_rng(0)
    columns = {f"c{place}": generator.normal(size=300) + by for place in range(count)}
    return pa.table({**columns, **others})


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
    told = compared(moving(60, 0.0, same=same), moving(60, 2.0, same=same))
    assert len(told["drift"]) == MOST_OF_A_CHECK
    assert [column["status"] for column in told["columns"]] == ["changed"] * MOST_COLUMNS
    assert told["unchanged"] == 1
    assert told["note"] == "20 more columns that moved, came or went are not shown."


def test_changed_columns_stand_before_those_that_came_and_went() -> None:
    gone, new = ({f"{name}{place}": [1] * 300 for place in range(30)} for name in ("gone", "new"))
    told = compared(moving(2, 0.0, **gone), moving(2, 2.0, **new))
    assert [column["status"] for column in told["columns"]] == ["changed"] * 2 + ["removed"] * 30 + ["added"] * 8
    assert all(column["after"] is not None for column in told["columns"] if column["status"] != "removed")
    assert told["note"] == "22 more columns that moved, came or went are not shown."
