"""Which columns tell rows apart on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import TYPE_CHECKING

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.frames.arrow_types import column_type
from dpa_jupyter.frames.differences.alignment import Alignment, by_key
from dpa_jupyter.frames.differences.sides import Side

if TYPE_CHECKING:
    import pyarrow as pa

KEY_TYPES: frozenset[ColumnType] = frozenset({"integer", "text", "category", "date", "datetime"})
"""Measurements may all differ as well, and name nothing."""
MOST_COLUMNS = 40
MOST_PAIRS = 15
HEAD = 5_000
"""So many rows tell most columns that are no key from one that may be."""


def find_alignment(before: Side, after: Side, common: Sequence[str]) -> Alignment | None:
    """Match by the first column that tells rows apart on both sides, or by the first two columns that do together.

    A key has to find at least half of the rows of the smaller side; one that finds all of them is taken at once.
    """
    best: Alignment | None = None
    smaller = min(before.rows, after.rows)
    for names in _candidates(before.table, after.table, common):
        found = by_key(before.table.select(names), after.table.select(names), f"key {', '.join(names)}", names)
        if found is None or 2 * len(found.before) < max(smaller, 1):
            continue
        if len(found.before) == smaller:
            return found
        if best is None or len(best.before) < len(found.before):
            best = found
    return best


def _candidates(before: pa.Table, after: pa.Table, common: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """List columns, then pairs of columns, whose first rows all differ."""
    fitting = [name for name in common if _may_name(before, name) and _may_name(after, name)][:MOST_COLUMNS]
    single = [name for name in fitting if _heads_differ(before, (name,)) and _heads_differ(after, (name,))]
    yield from ((name,) for name in single)
    pairs = combinations([name for name in fitting if name not in single], 2)
    yield from islice(
        (pair for pair in pairs if _heads_differ(before, pair) and _heads_differ(after, pair)), MOST_PAIRS
    )


def _may_name(table: pa.Table, name: str) -> bool:
    column = table.column(name)
    return column_type(column.type) in KEY_TYPES and not column.null_count


def _heads_differ(table: pa.Table, names: Sequence[str]) -> bool:
    import pyarrow as pa

    from dpa_jupyter.frames.arrow_types import analysable

    head = pa.table({name: analysable(table.column(name).slice(0, HEAD)) for name in names})
    return bool(head.group_by(head.column_names).aggregate([]).num_rows == head.num_rows)
