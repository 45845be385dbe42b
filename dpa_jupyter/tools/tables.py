"""A bounded piece of a table, for the model and for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.findings import Scalar
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import known_rows
from dpa_jupyter.frames.plain_values import short_values

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN_ROWS = 20
SHOWN_COLUMNS = 40


def head(table: pa.Table, rows: int = SHOWN_ROWS) -> list[list[Scalar]]:
    """Return the first rows and columns, each value short and plain."""
    columns = [short_values(column) for column in table.slice(0, rows).columns[:SHOWN_COLUMNS]]
    return [list(row) for row in zip(*columns, strict=True)]


def table_display(title: str, table: pa.Table, total_rows: int | None = None) -> TableDisplay:
    """Show the head of a table; `total_rows` is how many the whole has, where that is not this table's number."""
    total = table.num_rows if total_rows is None else total_rows
    rows = tuple(tuple(row) for row in head(table))
    names = tuple(table.column_names[:SHOWN_COLUMNS])
    more = table.num_columns - len(names)
    whole = f"{title} ({more:,} more columns)" if more else title
    return TableDisplay(whole, names, rows, total_rows=total if total > len(rows) else None)


def frame_display(frame: Frame) -> TableDisplay:
    """Show the head of a frame."""
    first = frame.adapter.batches(frame.value, None, SHOWN_ROWS).read_all()
    return table_display(frame.name, first, known_rows(frame))
