"""The statistics of a card's columns, from the Arrow data that was read for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.findings import ColumnCard, ColumnType, Scalar, ValueCount
from dpa_jupyter.frames.arrow_types import analysable, column_type, note_of
from dpa_jupyter.frames.card_sample import CardRows
from dpa_jupyter.frames.column_range import column_range
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.halving import each_or_error
from dpa_jupyter.frames.scalars import short_scalar, short_text

if TYPE_CHECKING:
    import pyarrow as pa

EXACT_CELLS = 2_000_000
"""Up to here distinct values are counted exactly, which takes 0.1 to 0.4 s a million; an estimate takes 0.01 s."""
TOP = 5
FEW_VALUES: dict[ColumnType, int] = {"boolean": 2, "category": 1_000, "text": 1_000, "integer": 20}
"""Most frequent values are told of these types, where there are no more distinct ones than this."""


@dataclass(frozen=True, slots=True)
class _Measured:
    array: pa.ChunkedArray
    distinct: int | None
    ends: tuple[Scalar, Scalar] | None

    @property
    def present(self) -> int:
        return len(self.array) - int(self.array.null_count)


def is_approximate(rows: CardRows) -> bool:
    """Tell whether so much was read that distinct values are only estimated (within about 6 %)."""
    return rows.used * len(rows.fields) > EXACT_CELLS


def column_cards(columns: Sequence[Column], rows: CardRows) -> list[ColumnCard]:
    """Describe each column; one that can't be read says so and leaves the others alone."""
    readable = [field for field in rows.fields if not isinstance(field, Exception)]
    measured = iter(_measured([array for _, array in readable], exact=not is_approximate(rows)))
    cards = []
    for column, field in zip(columns, rows.fields, strict=True):
        result = field if isinstance(field, Exception) else next(measured)
        if isinstance(result, Exception) or isinstance(field, Exception):
            cards.append(ColumnCard(name=column.name, type=column.type, about=could_not_be_read(result)))
        else:
            cards.append(_card(column.name, field[0], result))
    return cards


def could_not_be_read(error: object) -> str:
    """Say in one bounded line that something could not be read, and why."""
    first_line = str(error).strip().partition("\n")[0] or type(error).__name__
    return f"could not be read: {short_text(first_line, 160)}"


def _measured(arrays: Sequence[pa.ChunkedArray], *, exact: bool) -> list[_Measured | Exception]:
    count = _count_distinct if exact else _estimate_distinct
    return each_or_error(arrays, lambda some: _measure(some, count))


def _measure(
    arrays: Sequence[pa.ChunkedArray], count: Callable[[Sequence[pa.ChunkedArray]], Sequence[int]]
) -> list[_Measured]:
    ready = [analysable(array) for array in arrays]
    countable = [column_type(array.type) != "other" for array in ready]
    counts = iter(count([array for array, counts in zip(ready, countable, strict=True) if counts]))
    return [
        _Measured(array, next(counts) if counts_too else None, column_range(array))
        for array, counts_too in zip(ready, countable, strict=True)
    ]


def _count_distinct(arrays: Sequence[pa.ChunkedArray]) -> list[int]:
    import pyarrow.compute as pc

    return [pc.count_distinct(array, mode="only_valid").as_py() for array in arrays]


def _estimate_distinct(arrays: Sequence[pa.ChunkedArray]) -> Sequence[int]:
    """Estimate for all columns in one query, on every core."""
    import duckdb
    import pyarrow as pa

    names = [f"c{index}" for index in range(len(arrays))]
    sql = ", ".join(f"approx_count_distinct({name})" for name in names)
    with duckdb.connect() as connection:
        connection.register("rows", pa.table(list(arrays), names=names))
        found = connection.execute(f"SELECT {sql or 1} FROM rows").fetchone()
    assert found is not None
    return found


def _card(name: str, field: pa.Field, measured: _Measured) -> ColumnCard:
    kind = column_type(field.type)
    rows = len(measured.array)
    told = ColumnCard(name=name, type=kind)
    if rows:
        told["missing"] = round(1 - measured.present / rows, 6)
    if measured.distinct is not None:
        told["distinct"] = measured.distinct
    if measured.ends is not None:
        told["range"] = measured.ends
    if 0 < (measured.distinct or 0) <= FEW_VALUES.get(kind, 0):
        told["top"], told["distinct"] = _top(measured)
    note = note_of(field)
    if note:
        told["about"] = note
    return told


def _top(measured: _Measured) -> tuple[list[ValueCount], int]:
    """List the most frequent values, equals in the order of their text, and count exactly how many there are.

    Shares are of the rows that have a value.
    """
    import pyarrow.compute as pc

    counts = pc.value_counts(measured.array.drop_null())
    pairs = zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True)
    ranked = sorted(pairs, key=lambda pair: (-pair[1], str(pair[0])))
    top = [
        ValueCount(value=short_scalar(value), count=count, share=round(count / measured.present, 6))
        for value, count in ranked[:TOP]
    ]
    return top, len(ranked)
