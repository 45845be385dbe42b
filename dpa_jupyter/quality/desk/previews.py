"""What fixes would do, found out from the rows alone that they touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.answers import Cell, ChangedRow, Preview
from dpa_jupyter.quality.desk.cards import exact, figure
from dpa_jupyter.quality.desk.cells import cut, rows_of
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.quality.expressions import Predicate, any_of, columns_of
from dpa_jupyter.quality.operation import DropColumns, DropRows, Operation, RenameColumn, SetValues
from dpa_jupyter.quality.operations.apply import apply
from dpa_jupyter.quality.operations.plan import EVERYWHERE

if TYPE_CHECKING:
    import pyarrow as pa

MOST_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class _Reach:
    """Which rows fixes touch."""

    sets: Mapping[str, Predicate]
    """By column: where its cells are set."""
    drops: Predicate | None

    @property
    def touched(self) -> Predicate | None:
        """Return where anything happens."""
        return _any_of([*self.sets.values(), *([self.drops] if self.drops is not None else [])])


def preview(engine: MetricEngine, frame: Frame, fixes: Sequence[Operation], limit: int) -> Preview:
    """Count what fixes would change, and show the first rows that they touch, before and after.

    A new value depends on its own row, so fixes are applied to these rows alone; which rows are dropped may depend on
    others, so the engine is asked for them.
    """
    names = [column.name for column in frame.adapter.columns(frame.value)]
    reach = _reach(fixes)
    cells, before, after = _counts(engine, reach, frame.adapter.row_count(frame.value))
    shown = [*reach.sets, *(name for name in names if name not in reach.sets)][:MOST_COLUMNS]
    left_out = sum(len(fix.action.columns) for fix in fixes if isinstance(fix.action, DropColumns))
    return Preview(
        title=cut("; ".join(fix.title for fix in fixes), 600),
        rows_before=before,
        rows_after=exact(after) if after is not None else None,
        columns_before=len(names),
        columns_after=len(names) - left_out,
        cells=figure(cells),
        columns=[cut(name) for name in shown],
        rows=list(_changed_rows(engine, reach, fixes, shown, limit)),
        notes=list(_notes(fixes)),
    )


def _reach(fixes: Sequence[Operation]) -> _Reach:
    by_column: dict[str, list[Predicate]] = {}
    drops = []
    for fix in fixes:
        if isinstance(fix.action, SetValues):
            by_column.setdefault(fix.action.column, []).append(fix.action.where)
        elif isinstance(fix.action, DropRows):
            drops.append(fix.action.where)
    return _Reach({column: any_of(wheres) for column, wheres in by_column.items()}, _any_of(drops))


def _any_of(predicates: Sequence[Predicate]) -> Predicate | None:
    return any_of(predicates) if predicates else None


def _counts(engine: MetricEngine, reach: _Reach, rows: int | None) -> tuple[Measure | None, int | None, int | None]:
    """Return how many cells are set, and how many rows there are before and after.

    None where no fix sets any cell, where something can't be counted, and where a plan would have to be run for its
    rows alone.
    """
    drops = [reach.drops, EVERYWHERE] if reach.drops is not None else []
    counted = engine.count([*reach.sets.values(), *drops])
    if drops:
        *counted, removed, all_rows = counted
        rows = int(all_rows.value) if all_rows is not None else rows
    known = [measure.value for measure in counted if measure is not None]
    cells = Measure(sum(known)) if known and len(known) == len(counted) else None
    if not drops:
        return cells, rows, rows
    return cells, rows, rows - int(removed.value) if rows is not None and removed is not None else None


def _changed_rows(
    engine: MetricEngine, reach: _Reach, fixes: Sequence[Operation], shown: Sequence[str], limit: int
) -> Iterator[ChangedRow]:
    if reach.touched is None:
        return
    setting = [fix for fix in fixes if isinstance(fix.action, SetValues)]
    needed = list(dict.fromkeys([*shown, *(name for fix in setting for name in _read_by(fix))]))
    table = engine.rows(reach.touched, needed, limit)
    positions: list[int | None] = table.column(table.num_columns - 1).to_pylist()
    before = table.select(range(len(needed)))
    after = _applied(before, setting)
    gone = _positions(engine, reach.drops, limit) if reach.drops is not None else set()
    old, new = (rows_of(side.select(range(len(shown)))) for side in (before, after))
    for position, was, becomes in zip(positions, old, new, strict=True):
        yield _row(position, was, becomes, is_gone=position in gone)


def _applied(rows: pa.Table, setting: Sequence[Operation]) -> pa.Table:
    import pyarrow as pa

    made = apply(rows, setting) if setting else rows
    assert isinstance(made, pa.Table)
    return made


def _row(position: int | None, was: list[Cell], becomes: list[Cell], *, is_gone: bool) -> ChangedRow:
    return ChangedRow(
        position=position, kind="removed" if is_gone else "changed", before=was, after=was if is_gone else becomes
    )


def _positions(engine: MetricEngine, where: Predicate, limit: int) -> set[int | None]:
    table = engine.rows(where, [], limit)
    return set(table.column(table.num_columns - 1).to_pylist())


def _read_by(fix: Operation) -> list[str]:
    assert isinstance(fix.action, SetValues)
    return sorted({fix.action.column} | columns_of(fix.action.where) | columns_of(fix.action.value))


def _notes(fixes: Sequence[Operation]) -> Iterator[str]:
    for fix in fixes:
        if isinstance(fix.action, DropColumns):
            yield f"Left out: {', '.join(cut(name, 60) for name in fix.action.columns[:20])}"
        elif isinstance(fix.action, RenameColumn):
            yield f"{cut(fix.action.column, 60)} is then called {cut(fix.action.to, 60)}"
