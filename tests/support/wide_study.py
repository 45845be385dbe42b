"""A report of thousands of columns that is there at once: for tests of what shows it, not of what measures."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from dpa_jupyter.frames.frame import Column, Frame
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.desk.study import Snapshot
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence, Histogram, Measure
from tests.support.desks import frame_of

ROWS = 1_000


class WideStudy(FrameStudy):
    """Knows what it has not measured."""

    def __init__(self, columns: int, gate: Path | None) -> None:
        super().__init__()
        self._columns, self._gate = columns, gate

    def report(self, frame: Frame, target: str | None = None) -> Iterator[Snapshot]:
        import pyarrow as pa

        columns = tuple(made_up(place) for place in range(self._columns))
        evidence = FrameEvidence(frame.name, ROWS, columns, pa.table({}), pa.array([], pa.int64()))
        yield Snapshot(evidence, "measuring", "not all of it")
        while self._gate is not None and not self._gate.exists():
            time.sleep(0.05)
        yield Snapshot(evidence, "done", "made up")


def made_up(place: int) -> ColumnEvidence:
    """Return what might be known of a column."""
    counts = tuple((place * step) % 97 + 1 for step in range(1, 13))
    return ColumnEvidence(
        Column(f"feature_{place:04d}", "number", "float64"), "number", ROWS,
        missing=Measure(place % 50), distinct=Measure(ROWS - place % 7, "approximate", low=0, high=ROWS),
        histogram=Histogram(tuple(float(edge) for edge in range(13)), counts),
    )  # fmt: skip


def wide_desk(columns: int, gate: Path | None = None) -> FrameDesk:
    """Return a desk whose report is done once there is a file at the gate."""
    import pandas as pd

    return FrameDesk(frame_of("wide", pd.DataFrame({"a": [1]})), WideStudy(columns, gate), lambda value: None)


class FailingStudy(FrameStudy):
    """Can't measure anything."""

    def report(self, frame: Frame, target: str | None = None) -> Iterator[Snapshot]:
        raise RuntimeError("the disk is on fire")
