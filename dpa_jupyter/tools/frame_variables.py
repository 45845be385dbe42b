"""Columns of a frame as the statistics want them, for the tools that compare columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import ColumnType, LeftOut, Precision, Scalar
from dpa_jupyter.frames.card_statistics import could_not_be_read
from dpa_jupyter.frames.columns import find_columns
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.halving import each_or_error
from dpa_jupyter.frames.table import read_columns
from dpa_jupyter.sentence import sentence, words_of
from dpa_jupyter.tools.tool import ToolContext

if TYPE_CHECKING:
    import pyarrow as pa

    from dpa_jupyter.statistics.arrow_column import ReadColumn
    from dpa_jupyter.statistics.target import Target
    from dpa_jupyter.statistics.variable import Variable

MOST_CELLS = 40_000_000
CELL_BYTES = 16
"""Of memory for a number: for itself, and for the variable that is made of it."""
FEWEST_ROWS, MOST_ROWS = 10_000, 2_000_000
"""Bounds of the rows that are read; between them, so many that the cells stay within `MOST_CELLS`."""
MOST_NOTES = 12
MOST_LEFT_OUT = 40


@dataclass(frozen=True)
class FrameVariables:
    """Some columns of a frame, read at once and turned into variables one at a time, which needs little memory."""

    frame: str
    types: dict[str, ColumnType]
    table: pa.Table
    rows_total: int
    precision: Precision
    unreadable: dict[str, str] = field(default_factory=dict)
    """Why a column could not be read, for those of which that is so."""

    @property
    def rows(self) -> int:
        """Return how many rows were read."""
        return int(self.table.num_rows)

    def read(self, column: str) -> ReadColumn:
        """Return a column as a variable, or why it can't be one."""
        from dpa_jupyter.statistics.arrow_column import ReadColumn, read_column

        if column in self.unreadable:
            return ReadColumn(None, f"it {self.unreadable[column]}")
        return read_column(self.table.column(column))

    def target(self, column: str, positive: Scalar) -> Target:
        """Return a column as the target.

        Raises:
            ToolError: it can't be one.
        """
        from dpa_jupyter.statistics.target import read_target

        return self._target(column, positive, read_target)

    def share_or_mean(self, column: str, positive: Scalar) -> Target:
        """Return a column as a target of which one number can be told.

        Raises:
            ToolError: it can't be one.
        """
        from dpa_jupyter.statistics.target import share_or_mean

        return self._target(column, positive, share_or_mean)

    def _target(self, column: str, positive: Scalar, make: Callable[[Variable, str, Scalar], Target]) -> Target:
        from dpa_jupyter.statistics.target import TargetError

        read = self.read(column)
        if read.variable is None:
            raise ToolError(sentence("{name!r} can't be a target: {any}", name=column, any=read.reason))
        try:
            target = make(read.variable, column, positive)
        except TargetError as error:
            raise ToolError(words_of(error)) from error
        notes = (*(f"{column} {note}" for note in read.notes), *(f"{column}: {note}" for note in target.notes))
        return replace(target, notes=notes)

    def sampling_notes(self) -> list[str]:
        """Say so where not all rows were read."""
        if self.precision == "exact":
            return []
        return [f"computed on {self.rows:,} evenly spread rows of {self.rows_total:,}"]


def column_types(context: ToolContext, frame: str) -> dict[str, ColumnType]:
    """Return the columns of a frame with their types."""
    found = context.frames[frame]
    return {column.name: column.type for column in found.adapter.columns(found.value)}


def frame_variables(context: ToolContext, frame: str, columns: Sequence[str] | None) -> FrameVariables:
    """Read these columns of a frame, all if None; a name may differ from the column's in case.

    One that can't be read says so when it is asked for, and leaves the others alone.

    Raises:
        UserError: the frame or a column is not there.
        ToolError: none of the columns can be read.
    """
    types = column_types(context, frame)
    names = list(types) if columns is None else find_columns(types, columns)
    cells = min(MOST_CELLS, context.memory_limit // CELL_BYTES)
    most = min(MOST_ROWS, max(FEWEST_ROWS, cells // max(len(names), 1)))
    try:
        read, unreadable = read_columns(context.frames[frame], names, most), {}
    except Exception as error:
        unreadable = _unreadable(context.frames[frame], names)
        readable = [name for name in names if name not in unreadable]
        if not unreadable or not readable:
            raise ToolError(sentence("{name} {any}", name=frame, any=could_not_be_read(error))) from error
        read = read_columns(context.frames[frame], readable, most)
    return FrameVariables(frame, types, read.table, read.rows_total, read.precision, unreadable)


def _unreadable(frame: Frame, names: Sequence[str]) -> dict[str, str]:
    """Find out which columns can't be read to the end, and why; nothing of them is kept."""

    def work(some: Sequence[str]) -> Sequence[None]:
        for _ in frame.adapter.batches(frame.value, some, None):
            pass
        return [None] * len(some)

    found = zip(names, each_or_error(names, work), strict=True)
    return {name: could_not_be_read(error) for name, error in found if error is not None}


def bounded(notes: Sequence[str]) -> list[str]:
    """Keep as many notes as anybody reads, each once."""
    once = list(dict.fromkeys(notes))
    rest = len(once) - MOST_NOTES
    return once if rest <= 0 else [*once[:MOST_NOTES], f"{rest:,} more notes of this kind are left out"]


def interval(low: float | None, high: float | None) -> str | None:
    """Write an interval for a person; None where it is unknown."""
    return None if low is None or high is None else f"{low:,.4g} to {high:,.4g}"


def p_value(value: float) -> str:
    """Write a p-value for a person."""
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"


def first_left_out(left_out: list[LeftOut]) -> list[LeftOut]:
    """Keep as many of the columns left out as anybody reads."""
    rest = len(left_out) - MOST_LEFT_OUT
    if rest <= 0:
        return left_out
    return [*left_out[:MOST_LEFT_OUT], LeftOut(column=f"… and {rest:,} more", reason="for reasons like these")]
