"""Two frames compared: which rows and cells differ under the matching of rows that explains most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ToolError
from dpa_jupyter.frames.columns import find_column
from dpa_jupyter.frames.differences.alignment import Alignment, by_key, by_position, by_whole_rows
from dpa_jupyter.frames.differences.cells import same_cells
from dpa_jupyter.frames.differences.keys import find_alignment
from dpa_jupyter.frames.differences.sides import Side
from dpa_jupyter.sentence import sentence

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from dpa_jupyter.frames.differences.cells import Mask

MANY = 0.1
"""Of the rows: where more than these change by position, rows may have moved, and another matching is tried."""
MOST_RENAMES = 400
"""So many pairs of columns are looked at for one that was only renamed."""
PEEK = 200
HEAD = 5_000
STABLE = 0.8
"""Of the first values after: if fewer were there before, a column was changed rather than its rows."""


@dataclass(frozen=True)
class Comparison:
    """What came of comparing; positions are places in the alignment's pairs."""

    before: Side
    after: Side
    alignment: Alignment
    pairs: Sequence[tuple[str, str]]
    """Names of a column before and after; they differ where it was only renamed."""
    changed: Mapping[str, NDArray[np.int64]]
    """By name after, in columns where any cell changes."""
    rows_changed: NDArray[np.int64]

    @property
    def rows_touched(self) -> int:
        """Count the rows that this says something of: the fewer, the better it explains."""
        return len(self.rows_changed) + len(self.alignment.removed) + len(self.alignment.added)


def compare(before: Side, after: Side, key: Sequence[str] | None = None) -> Comparison:
    """Compare two frames, row by row and cell by cell.

    Rows are matched by the key that was given; or by what pandas' index says; or by position; or by columns that tell
    rows apart; or as whole rows, each as often as it is there. Where more than one of these could serve, that is taken
    which leaves the fewest rows to be explained.

    Raises:
        ToolError: the key that was given does not tell rows apart on both sides.
        ColumnNotFoundError: it names a column that is not on both sides.
    """
    common = [name for name in before.table.column_names if name in set(after.table.column_names)]
    if key:
        return _compared(before, after, _given(before, after, common, key), common)
    if (index := _by_index(before, after)) is not None:
        return _compared(before, after, index, common)
    best: Comparison | None = None
    for alignment in _alignments(before, after, common):
        found = _compared(before, after, alignment, common)
        if best is None or found.rows_touched < best.rows_touched:
            best = found
        if best.rows_touched == 0 or (_is_same_length(before, after) and best.rows_touched <= MANY * before.rows):
            break
    assert best is not None
    return best


def _alignments(before: Side, after: Side, common: Sequence[str]) -> Iterator[Alignment]:
    """Make the ways to match rows, the likeliest first, and none before it is asked for."""
    if _is_same_length(before, after):
        yield by_position(before.rows, after.rows)
    by_columns = find_alignment(before, after, common)
    if by_columns is not None:
        yield by_columns
    else:
        stable = [name for name in common if _is_stable(before.table.column(name), after.table.column(name))]
        whole = by_whole_rows(before.table.select(stable), after.table.select(stable))
        yield whole or by_position(before.rows, after.rows)


def _is_stable(before: pa.ChunkedArray, after: pa.ChunkedArray) -> bool:
    """Tell whether most values of a column were there before: one that changes as a whole tells no row again."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from dpa_jupyter.frames.arrow_types import analysable

    left, right = analysable(before), analysable(after.slice(0, HEAD))
    if left.type != right.type or pa.types.is_nested(left.type):
        return False
    known = pc.sum(pc.is_in(right, value_set=left)).as_py() or 0
    return bool(known >= STABLE * len(right))


def _is_same_length(before: Side, after: Side) -> bool:
    return before.rows == after.rows


def _given(before: Side, after: Side, common: Sequence[str], key: Sequence[str]) -> Alignment:
    names = tuple(find_column(common, name) for name in key)
    found = by_key(before.table.select(names), after.table.select(names), f"key {', '.join(names)}", names)
    if found is None:
        raise ToolError(
            sentence("{names} does not tell rows apart on both sides; name another key, or none", names=[*names])
        )
    return found


def _by_index(before: Side, after: Side) -> Alignment | None:
    """Match by the index, where it says more than a position on either side, and knows half of the rows again."""
    if before.index is None and after.index is None:
        return None
    left, right = _labels(before), _labels(after)
    if left is None or right is None or left.num_columns != right.num_columns:
        return None
    names = before.index_columns if before.index_columns == after.index_columns else ()
    found = by_key(left, right, "index", names)
    return found if found is not None and 2 * len(found.before) >= min(before.rows, after.rows) else None


def _labels(side: Side) -> pa.Table | None:
    import numpy as np
    import pyarrow as pa

    if side.index is not None:
        return side.index
    if side.frame.adapter.type_name != "pandas DataFrame":
        return None
    return pa.table({"level 0": np.arange(side.rows)})


def _compared(before: Side, after: Side, alignment: Alignment, common: Sequence[str]) -> Comparison:
    import numpy as np

    pairs = [(name, name) for name in common]
    pairs += _renamed(before, after, alignment, common)
    rows = np.zeros(len(alignment.before), bool)
    changed = {}
    for left, right in pairs:
        same = _same(before, left, after, right, alignment)
        if not same.all():
            rows |= ~same
            changed[right] = np.flatnonzero(~same)
    return Comparison(before, after, alignment, pairs, changed, np.flatnonzero(rows))


def _same(before: Side, left: str, after: Side, right: str, alignment: Alignment) -> Mask:
    if before.is_mixed(left) or after.is_mixed(right):
        columns = before.typed_texts(left), after.typed_texts(right)
    else:
        columns = before.table.column(left), after.table.column(right)
    if alignment.is_straight:
        return same_cells(*columns)
    return same_cells(_taken(columns[0], alignment.before), _taken(columns[1], alignment.after))


def _taken(column: pa.ChunkedArray, rows: NDArray[np.int64]) -> pa.ChunkedArray:
    import pyarrow as pa

    if len(rows) == len(column) and bool((rows[1:] > rows[:-1]).all()):
        return column
    wide = column.cast(pa.large_string()) if pa.types.is_string(column.type) else column  # a result beyond 2 GiB
    return wide.take(pa.array(rows))


def _renamed(before: Side, after: Side, alignment: Alignment, common: Sequence[str]) -> list[tuple[str, str]]:
    """Find columns that are gone whose cells are all there under a new name."""
    gone = [name for name in before.table.column_names if name not in set(common)]
    new = [name for name in after.table.column_names if name not in set(common)]
    if len(gone) * len(new) > MOST_RENAMES or not len(alignment.before):
        return []
    found: list[tuple[str, str]] = []
    for name in gone:
        for other in new:
            if before.types[name] == after.types[other] and _is_same_column(before, name, after, other, alignment):
                found.append((name, other))
                new.remove(other)
                break
    return found


def _is_same_column(before: Side, left: str, after: Side, right: str, alignment: Alignment) -> bool:
    if before.is_mixed(left) or after.is_mixed(right):
        return False
    columns = before.table.column(left), after.table.column(right)
    peek = [
        _taken(column, rows[:PEEK]) for column, rows in zip(columns, (alignment.before, alignment.after), strict=True)
    ]
    return bool(same_cells(*peek).all()) and bool(_same(before, left, after, right, alignment).all())
