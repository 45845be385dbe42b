"""Which columns of a frame are sensitive, told from some of its rows."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.safety.sensitive_columns import Marks, SensitivityScan

if TYPE_CHECKING:
    import pyarrow as pa

LOOKED_AT = 20_000
"""Rows that a class is told from, evenly spread, as `classify` does where the name of a column is the main thing."""


def sensitive_classes(frame: str, rows: pa.Table, marks: Marks) -> Mapping[str, tuple[str, ...]]:
    """Return the class of each sensitive column by its name; what the user marks and unmarks counts first."""
    import numpy as np

    step = -(-rows.num_rows // LOOKED_AT)
    known = recognise(frame, rows.take(np.arange(0, rows.num_rows, step)) if step > 1 else rows)
    assert known is not None, "a table is a frame"
    return {column.column: (column.found.kind,) for column in SensitivityScan().look([known], marks).columns}


class LatestClasses:
    """The sensitive classes of rows, told once for a report and for what is kept of it: both ask about the same."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._latest: tuple[weakref.ref[pa.Table], str, Marks, Mapping[str, tuple[str, ...]]] | None = None

    def __call__(self, frame: str, rows: pa.Table) -> Mapping[str, tuple[str, ...]]:
        """Return the class of each sensitive column by its name."""
        latest, marks = self._latest, dict(self._marks)
        if latest is not None and latest[0]() is rows and latest[1:3] == (frame, marks):
            return latest[3]
        found = sensitive_classes(frame, rows, marks)
        self._latest = weakref.ref(rows), frame, marks, found
        return found
