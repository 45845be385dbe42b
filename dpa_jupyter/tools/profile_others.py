"""What is wrong with the columns of a wide frame that are not told one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.frames.arrow_types import analysable
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.wording import percent

if TYPE_CHECKING:
    import pyarrow as pa

MOST_CELLS = 50_000_000
"""Above so many, reading all columns would take longer than what it tells is worth."""
MOST_NAMED = 5
HEAD = 50
"""So many rows show of most columns that they have more than one value."""


def notes_on_others(frame: Frame, columns: Sequence[str], rows: int) -> list[str]:
    """Say which of these columns have no value, one value only, or missing values, most first."""
    if not columns or not rows or rows * len(columns) > MOST_CELLS:
        return []
    try:
        table = frame.adapter.batches(frame.value, list(columns), None).read_all()
    except Exception:  # noqa: BLE001 - where one column can't be read, the others are looked at when they are asked for
        return []
    missing: dict[str, int] = {}
    constant: list[str] = []
    for name, column in zip(columns, map(analysable, table.columns), strict=True):
        if column.null_count:
            missing[name] = column.null_count
        if column.null_count < rows and _has_one_value(column):
            constant.append(name)
    return list(_notes(missing, constant, len(columns), rows))


def _has_one_value(column: pa.ChunkedArray) -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        return all(
            pc.count_distinct(part).as_py() == 1
            for part in (column.slice(0, HEAD), column)
            if part.null_count < len(part)
        )
    except pa.ArrowNotImplementedError:  # values of values can't be compared
        return False


def _notes(missing: dict[str, int], constant: list[str], columns: int, rows: int) -> Iterator[str]:
    others = f"of the {columns:,} columns that are not listed"
    empty = [name for name, count in missing.items() if count == rows]
    holes = sorted((name for name in missing if missing[name] < rows), key=lambda name: -missing[name])
    if empty:
        yield f"{len(empty):,} {others} have no value at all: {_named(empty)}."
    if constant:
        yield f"{len(constant):,} {others} have one value only: {_named(constant)}."
    if holes:
        shares = [f"{name} ({percent(missing[name] / rows)})" for name in holes]
        yield f"{len(holes):,} {others} have missing values: {_named(shares)}."


def _named(names: Sequence[str]) -> str:
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
