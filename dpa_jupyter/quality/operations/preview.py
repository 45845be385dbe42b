"""What an operation would do to a frame: to how many cells or rows, and to which; no other rows are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, Predicate, call
from dpa_jupyter.quality.languages.kinds import Kinds, column_kind, kind_of
from dpa_jupyter.quality.operation import Action, DropColumns, DropRows, Operation, RenameColumn, SetValues

if TYPE_CHECKING:
    import pyarrow as pa


def kinds_in(evidence: FrameEvidence) -> Kinds:
    """Return what kind of values the columns of a frame hold."""
    return {known.column.name: column_kind(known.type) for known in evidence.columns}


def changes(action: Action, kinds: Kinds) -> Predicate | None:
    """Return in which rows an action changes something: a cell that has the value already is not among them.

    None for columns that are dropped or renamed, which is not about rows.

    Raises:
        ColumnNotFoundError: the action names a column that is not there.
        ExpressionError: an expression means nothing for these columns.
    """
    match action:
        case DropRows(where):
            return where
        case DropColumns() | RenameColumn():
            return None
        case SetValues(column, where, value):
            own = Column(column)
            present, gets = (call("not", call("is_missing", each)) for each in (own, value))
            found = kind_of(value, kinds)
            if found == "missing":
                return call("and", where, present)
            if {found, kind_of(own, kinds)} not in ({found}, {"integer", "number"}, {"date", "datetime"}):
                return call("and", where, call("or", present, gets))  # it becomes a value of another type
            appears = call("or", call("and", present, call("not", gets)), call("and", gets, call("not", present)))
            return call("and", where, call("or", appears, call("not_equal", own, value)))


def counted(engine: MetricEngine, operations: Sequence[Operation], kinds: Kinds) -> list[Operation]:
    """Return the operations with the number of cells or rows that each changes, all counted in one scan.

    Raises:
        ColumnNotFoundError: an operation names a column that is not there.
        ExpressionError: an expression means nothing for these columns.
    """
    predicates = [changes(operation.action, kinds) for operation in operations]
    asked = [predicate for predicate in predicates if predicate is not None]
    found = iter(engine.count(asked) if asked else [])
    return [
        replace(operation, affected=next(found)) if predicate is not None else operation
        for operation, predicate in zip(operations, predicates, strict=True)
    ]


def preview(
    engine: MetricEngine, action: SetValues | DropRows, kinds: Kinds, columns: Sequence[str] = (), limit: int = 50
) -> pa.Table:
    """Return rows that an action changes, as they are.

    With columns to know them by, the column that changes first; then `position`, the row's number, and for new values
    `value`, what the cell becomes.

    Raises:
        ColumnNotFoundError: the action names a column that is not there.
        ExpressionError: an expression means nothing for these columns.
    """
    where = changes(action, kinds)
    assert where is not None
    if isinstance(action, DropRows):
        return engine.rows(where, columns, limit)
    shown = [action.column, *(name for name in columns if name != action.column)]
    return engine.preview(where, action.value, shown, limit)
