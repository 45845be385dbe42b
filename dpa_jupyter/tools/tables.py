"""A bounded piece of a table, for the model and for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.findings import Scalar
from dpa_jupyter.frames.scalars import short_scalar

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN_ROWS = 20
SHOWN_COLUMNS = 40


def head(table: pa.Table, rows: int = SHOWN_ROWS) -> list[list[Scalar]]:
    """Return the first rows and columns, each value short and plain."""
    from dpa_jupyter.frames.arrow_types import analysable

    part = table.slice(0, rows)
    columns = [
        [short_scalar(value) for value in _values(analysable(column))] for column in part.columns[:SHOWN_COLUMNS]
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def table_display(title: str, table: pa.Table, total_rows: int | None = None) -> TableDisplay:
    """Show the head of a table; `total_rows` is how many the whole has, where that is not this table's number."""
    total = table.num_rows if total_rows is None else total_rows
    rows = tuple(tuple(row) for row in head(table))
    names = tuple(table.column_names[:SHOWN_COLUMNS])
    more = table.num_columns - len(names)
    whole = f"{title} ({more:,} more columns)" if more else title
    return TableDisplay(whole, names, rows, total_rows=total if total > len(rows) else None)


def _values(column: pa.ChunkedArray) -> list[object]:
    """Read a column into Python; a time is written by Arrow, which needs no rules of zones and loses nothing."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type) or pa.types.is_time(column.type):
        return [_without_zeros(text) for text in column.cast(pa.string()).to_pylist()]
    try:
        values: list[object] = column.to_pylist()
    except (ValueError, OverflowError):  # beyond what Python has a value for
        return [str(column.type)] * len(column)
    return values


def _without_zeros(text: str | None) -> str | None:
    return text.rstrip("0").rstrip(".") if text and "." in text else text
