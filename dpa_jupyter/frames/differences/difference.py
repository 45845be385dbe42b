"""The difference between a frame and the one that is to take its place, bounded enough to be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dpa_jupyter.displays import ColumnDifference, DifferenceDisplay
from dpa_jupyter.frames.differences.comparison import Comparison, compare
from dpa_jupyter.frames.differences.samples import examples, sample_columns, sample_rows
from dpa_jupyter.frames.differences.sides import Side, read_side
from dpa_jupyter.frames.differences.unseen import unseen_notes
from dpa_jupyter.frames.distributed import Distributed
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import known_rows
from dpa_jupyter.frames.scalars import short_text

MOST_COLUMNS = 60
LONGEST_NAME = 80
LAZY = frozenset({"Polars LazyFrame", "Dask DataFrame"})
"""What the adapters call plans."""
MOST_CELLS = 2_000_000
"""Of a distributed frame are brought here to be compared."""


def difference(before: Frame | None, after: Frame, *, key: Sequence[str] | None = None) -> DifferenceDisplay:
    """Tell all that differs: rows, columns, types, cells; every count is of all rows.

    A lazy frame is not run for this: of it only the columns are compared, and that is said.

    Raises:
        ToolError: the key does not tell rows apart.
        ColumnNotFoundError: the key is not on both sides.
    """
    if before is None:
        return _new(after)
    lazy = next((frame.name for frame in (before, after) if _is_plan(frame)), None)
    if lazy is not None:
        return _of_plans(before, after, lazy)
    left, right = read_side(before), read_side(after)
    return _of_comparison(after.name, compare(left, right, key))


def _is_plan(frame: Frame) -> bool:
    """Tell whether a frame is not to be read for this: a distributed one, if it is large."""
    if isinstance(frame.adapter, Distributed):
        return frame.adapter.count(frame.value) * len(frame.adapter.columns(frame.value)) > MOST_CELLS
    return frame.adapter.type_name in LAZY


def is_nothing(shown: DifferenceDisplay) -> bool:
    """Tell whether nothing at all was found to differ."""
    counts = (shown.rows_added, shown.rows_removed, shown.rows_changed)
    return (
        not shown.is_new
        and counts == (0, 0, 0)
        and not (shown.columns or shown.rows_moved or shown.columns_moved or shown.notes)
    )


def _of_comparison(name: str, found: Comparison) -> DifferenceDisplay:
    shown = sample_columns(found)
    alignment = found.alignment
    told = DifferenceDisplay(
        name=name,
        is_new=False,
        rows_before=found.before.rows,
        rows_after=found.after.rows,
        rows_added=len(alignment.added),
        rows_removed=len(alignment.removed),
        rows_changed=len(found.rows_changed),
        rows_moved=alignment.rows_moved,
        columns_before=found.before.table.num_columns,
        columns_after=found.after.table.num_columns,
        columns_moved=_have_moved(found),
        cells_changed=sum(len(places) for places in found.changed.values()),
        matched_by=alignment.matched_by,
        sample_columns=tuple(_heading(old, new) for old, new in shown),
        sample_rows=sample_rows(found, shown),
        notes=tuple(_notes(found)),
    )
    return _with_columns(told, list(_columns(found)))


def _with_columns(told: DifferenceDisplay, columns: Sequence[ColumnDifference]) -> DifferenceDisplay:
    """Count all columns that change, and list the first of them: those that go, those that are new, then the others."""
    kinds = Counter(kind for column in columns for kind in _kinds(column))
    listed = sorted(columns, key=lambda column: (column.name_after is not None, column.name_before is not None))
    return replace(
        told,
        columns=tuple(listed[:MOST_COLUMNS]),
        more_columns=max(0, len(listed) - MOST_COLUMNS),
        columns_added=kinds["added"],
        columns_removed=kinds["removed"],
        columns_renamed=kinds["renamed"],
        columns_retyped=kinds["retyped"],
    )


def _kinds(column: ColumnDifference) -> Iterator[str]:
    if column.name_before is None:
        yield "added"
    elif column.name_after is None:
        yield "removed"
    else:
        yield from ["renamed"] * (column.name_before != column.name_after)
        yield from ["retyped"] * (column.type_before != column.type_after)


def _columns(found: Comparison) -> Iterator[ColumnDifference]:
    old_names = {new: old for old, new in found.pairs}
    for new in found.after.table.column_names:
        old = old_names.get(new)
        kind = _type(found.after, new)
        if old is None:
            yield ColumnDifference(None, short_text(new, LONGEST_NAME), None, kind, None)
            continue
        cells = len(found.changed.get(new, ()))
        if cells or old != new or _type(found.before, old) != kind:
            names = short_text(old, LONGEST_NAME), short_text(new, LONGEST_NAME)
            yield ColumnDifference(*names, _type(found.before, old), kind, cells, examples(found, old, new))
    kept = set(old_names.values())
    for old in found.before.table.column_names:
        if old not in kept:
            yield ColumnDifference(short_text(old, LONGEST_NAME), None, _type(found.before, old), None, None)


def _type(side: Side, name: str) -> str:
    return side.types[name]


def _have_moved(found: Comparison) -> bool:
    """Tell whether columns that stay stand in another order."""
    places = {name: place for place, name in enumerate(found.after.table.column_names)}
    places_before = {name: place for place, name in enumerate(found.before.table.column_names)}
    order = [places[new] for _, new in sorted(found.pairs, key=lambda pair: places_before[pair[0]])]
    return order != sorted(order)


def _heading(old: str | None, new: str | None) -> str:
    names = dict.fromkeys(name for name in (old, new) if name is not None)
    return short_text(" → ".join(names), LONGEST_NAME)


def _notes(found: Comparison) -> Iterator[str]:
    """Say what the counts of rows and columns do not."""
    before, after = found.before, found.after
    if before.frame.adapter.type_name != after.frame.adapter.type_name:
        yield f"a {before.frame.adapter.type_name} becomes a {after.frame.adapter.type_name}"
    levels = before.index_columns, after.index_columns
    if levels[0] != levels[1]:
        yield f"the index is of {' and '.join(levels[1])} from then on" if levels[1] else "the index goes"
    elif not levels[0] and found.alignment.matched_by != "index" and not before.has_labels_of(after):
        yield "the labels of the rows (the index) are others from then on"
    yield from unseen_notes(found)


def _new(after: Frame) -> DifferenceDisplay:
    columns = after.adapter.columns(after.value)
    listed = [
        ColumnDifference(None, short_text(column.name, LONGEST_NAME), None, column.native_type, None)
        for column in columns
    ]
    rows = known_rows(after)
    told = DifferenceDisplay(
        name=after.name,
        is_new=True,
        rows_before=None,
        rows_after=rows,
        rows_added=rows,
        rows_removed=0,
        rows_changed=0,
        rows_moved=False,
        columns_before=0,
        columns_after=len(columns),
        columns_moved=False,
        cells_changed=0,
        matched_by="",
    )
    return _with_columns(told, listed)


def _of_plans(before: Frame, after: Frame, lazy: str) -> DifferenceDisplay:
    left, right = ({c.name: c.native_type for c in frame.adapter.columns(frame.value)} for frame in (before, after))
    changes = [
        ColumnDifference(
            short_text(name, LONGEST_NAME) if name in left else None,
            short_text(name, LONGEST_NAME) if name in right else None,
            left.get(name),
            right.get(name),
            None,
        )
        for name in dict.fromkeys([*right, *left])
        if left.get(name) != right.get(name)
    ]
    told = DifferenceDisplay(
        name=after.name,
        is_new=False,
        rows_before=known_rows(before),
        rows_after=known_rows(after),
        rows_added=None,
        rows_removed=None,
        rows_changed=None,
        rows_moved=False,
        columns_before=len(left),
        columns_after=len(right),
        columns_moved=False,
        cells_changed=None,
        matched_by="",
        notes=(f"{lazy} is lazy and was not run for this: only the columns are compared, no row was read",),
    )
    return _with_columns(told, changes)
