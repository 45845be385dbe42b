"""What a choice of operations means together, before any library is asked.

The result follows from the source frame and the list of operations alone, so one is undone by leaving it out:

1. Where an operation acts is decided on the source row.
2. New values are made of the source row, too. Only what is computed from the cell itself, such as to trim it or to read
   it as a number, is computed from what the operations that put another value there have left.
3. Where several put a value into one cell, the one of the highest confidence does, of equals the last of the list; what
   is computed from it follows in the order of the list, a change of the column's type at the end.
4. Rows are dropped for what they were in the source, after that; then columns are dropped, and renamed at last.

So only operations on the same cell depend on their order, and only where both put a value, or both compute one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dpa_jupyter.errors import ChangeError, ColumnNotFoundError
from dpa_jupyter.quality.expressions import (
    Call,
    Column,
    Expression,
    LastPresent,
    Literal,
    Lookup,
    Predicate,
    Repeats,
    call,
    columns_of,
    looks_at_other_rows,
)
from dpa_jupyter.quality.languages.kinds import ExpressionError, Kind, Kinds, kind_of
from dpa_jupyter.quality.operation import Confidence, DropColumns, DropRows, Operation, RenameColumn, SetValues

EVERYWHERE = Literal(True)
_SURENESS: dict[Confidence, int] = {"low": 0, "medium": 1, "high": 2}


@dataclass(frozen=True, slots=True)
class Step:
    """New values for cells of a column."""

    operation: Operation
    column: str
    where: Predicate | None
    """Of the source row; None where every row gets the value."""
    value: Expression
    kind: Kind
    """Of the value."""
    of_column: Kind
    is_implied: bool = False
    """Where the predicate is not true, the value is the cell as it is."""

    @property
    def changes_type(self) -> bool:
        """Tell whether the column has another kind of values then."""
        return self.kind != self.of_column

    @property
    def is_computed(self) -> bool:
        """Tell whether the value is computed from the cell itself."""
        return _is_computed(self.value, self.column)


@dataclass(frozen=True, slots=True)
class Drop:
    """Rows that are left out."""

    operation: Operation
    where: Predicate


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in order."""

    steps: tuple[Step, ...]
    """Those of a column stand together and follow each other: each sees the cell as the one before left it."""
    drops: tuple[Drop, ...]
    dropped: tuple[str, ...]
    """Columns that are left out."""
    renamed: Mapping[str, str]

    @property
    def setting(self) -> list[Operation]:
        """Return the operations that give cells other values."""
        return [step.operation for step in self.steps]

    @property
    def dropping(self) -> list[Operation]:
        """Return the operations that leave rows out."""
        return [drop.operation for drop in self.drops]

    @property
    def computes_over_rows(self) -> bool:
        """Tell whether a new value depends on rows other than its own."""
        parts = [part for step in self.steps for part in (step.where, step.value) if part is not None]
        return any(map(looks_at_other_rows, parts))

    @property
    def looks_at_other_rows(self) -> bool:
        """Tell whether anything does."""
        return self.computes_over_rows or any(looks_at_other_rows(drop.where) for drop in self.drops)


def make_plan(operations: Sequence[Operation], kinds: Kinds) -> Plan:
    """Put operations on a frame of these columns together.

    Raises:
        ColumnNotFoundError: an operation names a column that is not there.
        ExpressionError: an expression means nothing for these columns, or gives a value that the column can't hold.
        ChangeError: two of them can't go together.
    """
    dropped, renamed = _columns_left_out(operations, kinds), _renamed(operations, kinds)
    by_column: dict[str, list[Step]] = {}
    for operation in operations:
        action = operation.action
        if isinstance(action, SetValues) and action.column not in dropped and not _leaves_missing(action, kinds):
            by_column.setdefault(action.column, []).append(_step(operation, action, kinds))
    steps = [step for of_column in by_column.values() for step in _in_order(of_column)]
    return Plan(
        tuple(steps),
        tuple(_drops(operations, kinds)),
        dropped,
        {old: new for old, new in renamed.items() if old not in dropped},
    )


def _step(operation: Operation, action: SetValues, kinds: Kinds) -> Step:
    column = Column(action.column)
    of_column, of_value = kind_of(column, kinds), kind_of(action.value, kinds)
    _check_truth(action.where, kinds)
    where = None if action.where == EVERYWHERE else action.where
    if of_column == "missing" and where is not None:  # the column gets its type by this
        return Step(operation, action.column, None, call("if_else", where, action.value, None), of_value, of_column)
    value = action.value if of_value in {of_column, "missing"} else _converted(action.value, of_value, of_column)
    if value is not None:
        is_implied = _says_only_that_it_changes(action)
        return Step(operation, action.column, where, value, of_column, of_column, is_implied)
    if where is not None:
        raise ExpressionError(f"{action.column!r} holds {of_column}, so some of its cells can't become {of_value}")
    return Step(operation, action.column, None, action.value, of_value, of_column)


def _leaves_missing(action: SetValues, kinds: Kinds) -> bool:
    """Tell whether cells are computed from cells of which none has a value."""
    is_partial = action.where != EVERYWHERE and _is_computed(action.value, action.column)
    return is_partial and kinds.get(action.column) == "missing"


def _converted(value: Expression, found: Kind, wanted: Kind) -> Expression | None:
    """Return a value as the kind that a column holds, or None where it has no such form."""
    match wanted, found:
        case "integer", "number":
            return call("to_integer", call("round", value))
        case ("number", "integer") | ("datetime", "date"):
            return call("to_number" if wanted == "number" else "to_datetime", value)
        case "date", "datetime":
            return call("to_date", value)
        case _:
            return None


def _says_only_that_it_changes(action: SetValues) -> bool:
    """Tell whether a predicate is true just where the value differs, so that it can as well be set everywhere."""
    return action.where == call("not_equal", Column(action.column), action.value) and _is_text_of_cell(action)


def _is_text_of_cell(action: SetValues) -> bool:
    of, functions = action.value, {"trim", "lower", "upper", "title", "replace", "replace_pattern"}
    while isinstance(of, Call) and of.function in functions:
        of = of.arguments[0]
    return of == Column(action.column)


def _in_order(steps: Sequence[Step]) -> Iterator[Step]:
    changing = _merged([step for step in steps if step.changes_type])
    if len(changing) > 1:
        first, second = (f"{step.operation.title!r}" for step in changing[:2])
        raise ChangeError(f"{first} and {second} both change the type of {changing[0].column!r}: choose one")
    putting = [step for step in steps if not step.changes_type and not step.is_computed]
    yield from sorted(putting, key=lambda step: _SURENESS[step.operation.confidence])
    yield from (step for step in steps if not step.changes_type and step.is_computed)
    yield from changing


def _merged(changing: Sequence[Step]) -> Sequence[Step]:
    """Make one step of those that give cells of an empty column values of one kind."""
    kinds = {step.kind for step in changing} - {"missing"}
    if len(changing) < 2 or len(kinds) > 1 or any(step.of_column != "missing" for step in changing):
        return changing
    value: Expression = Literal(None)
    for step in changing:
        assert isinstance(step.operation.action, SetValues)
        value = call("if_else", step.operation.action.where, step.operation.action.value, value)
    return [replace(changing[-1], value=value, kind=next(iter(kinds), "missing"))]


def _is_computed(value: Expression, column: str) -> bool:
    """Tell whether a value is computed from the cell itself; what a table says for the cell stands there as such."""
    match value:
        case Column(name) | LastPresent(name):
            return name == column
        case Call(_, arguments):
            return any(_is_computed(argument, column) for argument in arguments)
        case Lookup() | Literal() | Repeats():
            return False


def _drops(operations: Sequence[Operation], kinds: Kinds) -> Iterator[Drop]:
    for operation in operations:
        if isinstance(operation.action, DropRows):
            _check_truth(operation.action.where, kinds)
            if kind_of(operation.action.where, kinds) == "boolean":  # else it is nowhere known to be true
                yield Drop(operation, operation.action.where)


def _check_truth(where: Predicate, kinds: Kinds) -> None:
    kind = kind_of(where, kinds)
    if kind not in {"boolean", "missing"}:
        raise ExpressionError(f"where something is done has to be true or false, not {kind}")


def _columns_left_out(operations: Sequence[Operation], kinds: Kinds) -> tuple[str, ...]:
    actions = [operation.action for operation in operations if isinstance(operation.action, DropColumns)]
    dropped = tuple(dict.fromkeys(name for action in actions for name in action.columns))
    _check_columns(dropped, kinds)
    if dropped and len(dropped) == len(kinds):
        raise ChangeError("no column would be left: leave one out of what is dropped")
    return dropped


def _renamed(operations: Sequence[Operation], kinds: Kinds) -> dict[str, str]:
    actions = [operation.action for operation in operations if isinstance(operation.action, RenameColumn)]
    _check_columns([action.column for action in actions], kinds)
    renamed = {action.column: action.to for action in actions}
    names = [renamed.get(name, name) for name in kinds]
    for name in renamed.values():
        if names.count(name) > 1:
            raise ChangeError(f"two columns would be called {name!r}: give one another name")
    return renamed


def _check_columns(names: Sequence[str], kinds: Kinds) -> None:
    for name in names:
        if name not in kinds:
            raise ColumnNotFoundError.named(name, kinds)


def reads(plan: Plan) -> frozenset[str]:
    """Return the columns that a plan reads."""
    expressions = [step.value for step in plan.steps]
    predicates = [step.where for step in plan.steps if step.where is not None] + [drop.where for drop in plan.drops]
    return frozenset(step.column for step in plan.steps).union(*map(columns_of, [*expressions, *predicates]))
