"""A few rows and cells that show what a comparison found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from dpa_jupyter.displays import Cell, RowDifference
from dpa_jupyter.frames.differences.comparison import Comparison
from dpa_jupyter.frames.differences.sides import Side
from dpa_jupyter.frames.plain_values import short_values

if TYPE_CHECKING:
    import pyarrow as pa

CHANGED_ROWS = 8
OTHER_ROWS = 3
"""Of those added, and of those removed."""
COLUMNS = 8
EXAMPLES = 3
LOOKED_AT = 500
"""Changed cells among which the most frequent changes are looked for."""

ColumnPair: TypeAlias = tuple[str | None, str | None]
"""A column's names before and after; None where it is not there."""


class _Row(NamedTuple):
    change: Literal["added", "removed", "changed"]
    before: int | None
    after: int | None
    place: int | None
    """Among the pairs of the alignment."""


def examples(comparison: Comparison, before: str, after: str) -> tuple[tuple[Cell, Cell], ...]:
    """Return the changes of a column that come most often among its first ones."""
    places = comparison.changed[after][:LOOKED_AT] if after in comparison.changed else ()
    rows = [(int(comparison.alignment.before[place]), int(comparison.alignment.after[place])) for place in places]
    old = _values(comparison.before, before, [row for row, _ in rows])
    new = _values(comparison.after, after, [row for _, row in rows])
    counted = Counter(((type(left), left), (type(right), right)) for left, right in zip(old, new, strict=True))
    return tuple((left[1], right[1]) for (left, right), _ in counted.most_common(EXAMPLES))


def sample_columns(comparison: Comparison) -> tuple[ColumnPair, ...]:
    """Choose the columns that tell most: what names a row, what changes, then the others."""
    after = dict(comparison.pairs)
    before = {new: old for old, new in comparison.pairs}
    ordered: list[ColumnPair] = [
        *((name, after.get(name)) for name in comparison.alignment.labels),
        *((before[name], name) for name in comparison.changed),
        *((None, name) for name in comparison.after.table.column_names if name not in before),
        *((name, None) for name in comparison.before.table.column_names if name not in after),
        *comparison.pairs,
    ]
    return tuple(islice(dict.fromkeys(ordered), COLUMNS))


def sample_rows(comparison: Comparison, columns: Sequence[ColumnPair]) -> tuple[RowDifference, ...]:
    """Show some rows of each kind; of those that change, some for each column that does, if there is room."""
    rows = [*_changed_rows(comparison), *_other_rows(comparison)]
    old = _cells(comparison.before, [name for name, _ in columns], [row.before for row in rows])
    new = _cells(comparison.after, [name for _, name in columns], [row.after for row in rows])
    labels = _labels(comparison, rows)
    return tuple(
        RowDifference(
            row.change,
            label,
            () if row.before is None else left,
            () if row.after is None else right,
            tuple(_is_changed(comparison, name, row.place) for _, name in columns),
        )
        for row, label, left, right in zip(rows, labels, old, new, strict=True)
    )


def _changed_rows(comparison: Comparison) -> list[_Row]:
    """Choose the first row of each column that changes, then the first of all."""
    alignment = comparison.alignment
    firsts = [int(places[0]) for places in comparison.changed.values()]
    wanted = dict.fromkeys([*firsts, *comparison.rows_changed[:CHANGED_ROWS].tolist()])
    return [
        _Row("changed", int(alignment.before[place]), int(alignment.after[place]), place)
        for place in sorted(islice(wanted, CHANGED_ROWS))
    ]


def _other_rows(comparison: Comparison) -> list[_Row]:
    alignment = comparison.alignment
    return [
        *(_Row("removed", row, None, None) for row in alignment.removed[:OTHER_ROWS].tolist()),
        *(_Row("added", None, row, None) for row in alignment.added[:OTHER_ROWS].tolist()),
    ]


def _is_changed(comparison: Comparison, name: str | None, place: int | None) -> bool:
    import numpy as np

    if place is None or name is None or name not in comparison.changed:
        return False
    places = comparison.changed[name]
    found = int(np.searchsorted(places, place))
    return found < len(places) and int(places[found]) == place


def _cells(side: Side, names: Iterable[str | None], rows: Sequence[int | None]) -> list[tuple[Cell, ...]]:
    """Read cells row by row; what is not there on this side is None."""
    columns = [[None] * len(rows) if name is None else _values(side, name, rows) for name in names]
    return list(zip(*columns, strict=True)) if columns else [()] * len(rows)


def _values(side: Side, name: str, rows: Sequence[int | None]) -> list[Cell]:
    """Read the cells of a column in these rows, short and plain."""
    return _read(side.table.column(name), rows)


def _read(column: pa.ChunkedArray, rows: Sequence[int | None]) -> list[Cell]:
    import pyarrow as pa

    there = [row for row in rows if row is not None]
    cells = iter(short_values(column.take(pa.array(there, pa.int64()))))
    return [None if row is None else next(cells) for row in rows]


def _labels(comparison: Comparison, rows: Sequence[_Row]) -> list[str]:
    """Name each row by its index, and by its position where it has none or where a key is among the columns shown."""
    labels = []
    for row in rows:
        side, place = (comparison.before, row.before) if row.after is None else (comparison.after, row.after)
        if side.index is None or comparison.alignment.matched_by != "index":
            labels.append(str(place))
        else:
            levels = [_read(level, [place])[0] for level in side.index.columns]
            labels.append(", ".join("NA" if level is None else str(level) for level in levels))
    return labels
