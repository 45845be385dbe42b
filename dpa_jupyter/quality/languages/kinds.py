"""What kind of value an expression has, found before anything runs, so that a wrong one is refused by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from dpa_jupyter.errors import ColumnNotFoundError, UserError
from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.expressions import (
    Call,
    Column,
    Expression,
    Function,
    LastPresent,
    Literal,
    Lookup,
    Repeats,
    Value,
)

Kind: TypeAlias = OneOf["boolean", "integer", "number", "text", "date", "datetime", "other", "missing"]
"""Numbers are doubles, decimals too; times with a zone are the local time there; `missing` is the kind of NULL."""
Kinds: TypeAlias = Mapping[str, Kind]
"""Of columns, by name."""

LARGEST_INTEGER = 2**63 - 1
NUMERIC: frozenset[Kind] = frozenset({"integer", "number", "missing"})
TEMPORAL: frozenset[Kind] = frozenset({"date", "datetime", "missing"})
TEXT: frozenset[Kind] = frozenset({"text", "missing"})
TRUTH: frozenset[Kind] = frozenset({"boolean", "missing"})
SIMPLE: frozenset[Kind] = NUMERIC | TEMPORAL | TEXT | TRUTH
ANY: frozenset[Kind] = SIMPLE | {"other"}
_BOTH: dict[frozenset[Kind], Kind] = {
    frozenset({"integer", "number"}): "number",
    frozenset({"date", "datetime"}): "datetime",
}


class ExpressionError(UserError):
    """An expression that means nothing for the columns it is about."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes and gives."""

    takes: tuple[frozenset[Kind], ...]
    gives: Kind | None = None
    """None for the kind that its arguments have in common."""
    rest: frozenset[Kind] | None = None
    """What any number of further arguments have to be; None where there are none."""
    fixed: int | None = None
    """From this argument on, they are literals."""
    alike: bool = False
    """Whether the arguments have to be of one kind, such as to be compared."""


_COMPARED = Signature((SIMPLE, SIMPLE), "boolean", alike=True)
_SOUGHT = Signature((TEXT, TEXT), "boolean", fixed=1)
_CHANGED = Signature((TEXT,), "text")
_RECKONED = Signature((NUMERIC, NUMERIC), "number")
_CHOSEN = Signature((SIMPLE,), rest=SIMPLE, alike=True)

SIGNATURES: dict[Function, Signature] = {
    "and": Signature((), "boolean", rest=TRUTH),
    "or": Signature((), "boolean", rest=TRUTH),
    "not": Signature((TRUTH,), "boolean"),
    "is_missing": Signature((ANY,), "boolean"),
    "equal": _COMPARED,
    "not_equal": _COMPARED,
    "less": _COMPARED,
    "less_or_equal": _COMPARED,
    "greater": _COMPARED,
    "greater_or_equal": _COMPARED,
    "is_in": Signature((SIMPLE,), "boolean", rest=SIMPLE, fixed=1, alike=True),
    "matches": _SOUGHT,
    "contains": _SOUGHT,
    "starts_with": _SOUGHT,
    "ends_with": _SOUGHT,
    "trim": _CHANGED,
    "lower": _CHANGED,
    "upper": _CHANGED,
    "title": _CHANGED,
    "length": Signature((TEXT,), "integer"),
    "replace": Signature((TEXT, TEXT, TEXT), "text", fixed=1),
    "replace_pattern": Signature((TEXT, TEXT, TEXT), "text", fixed=1),
    "extract_pattern": Signature((TEXT, TEXT), "text", fixed=1),
    "add": _RECKONED,
    "subtract": _RECKONED,
    "multiply": _RECKONED,
    "divide": _RECKONED,
    "absolute": Signature((NUMERIC,), "number"),
    "round": Signature((NUMERIC,), "number", rest=frozenset({"integer"}), fixed=1),
    "is_infinite": Signature((NUMERIC,), "boolean"),
    "to_integer": Signature((NUMERIC | TEXT | TRUTH,), "integer"),
    "to_number": Signature((NUMERIC | TEXT | TRUTH,), "number"),
    "to_boolean": Signature((NUMERIC | TEXT | TRUTH,), "boolean"),
    "to_text": Signature((SIMPLE,), "text"),
    "to_date": Signature((TEMPORAL | TEXT,), "date", rest=frozenset({"text"}), fixed=1),
    "to_datetime": Signature((TEMPORAL | TEXT,), "datetime", rest=frozenset({"text"}), fixed=1),
    "if_else": Signature((TRUTH, SIMPLE, SIMPLE)),
    "first_present": _CHOSEN,
    "least": _CHOSEN,
    "greatest": _CHOSEN,
}


def column_kind(column_type: ColumnType) -> Kind:
    """Return the kind of a column's values; a category is a text."""
    if column_type == "category":
        return "text"
    return "other" if column_type in {"time", "duration"} else column_type  # type: ignore[return-value]  # the others are kinds


def kind_of(expression: Expression, kinds: Kinds) -> Kind:
    """Return what kind of value an expression has.

    Raises:
        ColumnNotFoundError: it reads a column that is not there.
        ExpressionError: a function gets what it can't take.
    """
    match expression:
        case Column(name) | LastPresent(name):
            if name not in kinds:
                raise ColumnNotFoundError.named(name, kinds)
            return kinds[name]
        case Literal(value):
            return _kind_of_value(value)
        case Call(function, arguments):
            return _kind_of_call(function, arguments, kinds)
        case Lookup(key, pairs):
            _common("look up", [kind_of(key, kinds), *(_kind_of_value(found) for found, _ in pairs)])
            return _common("answer with", [_kind_of_value(value) for _, value in pairs])
        case Repeats(columns):
            if not columns:
                raise ExpressionError("a row repeats another in some columns: name at least one")
            for name in columns:
                kind_of(Column(name), kinds)
            return "boolean"


def common_kind(expressions: Sequence[Expression], kinds: Kinds) -> Kind:
    """Return the kind that holds the values of all these expressions."""
    return _common("compare", [kind_of(expression, kinds) for expression in expressions])


def _kind_of_value(value: Value) -> Kind:
    match value:
        case bool():
            return "boolean"
        case str():
            return "text"
        case datetime():
            if value.tzinfo is not None:
                raise ExpressionError(f"write {value.isoformat()} as the local time of the column, without its zone")
            return "datetime"
        case date():
            return "date"
        case _:
            return _kind_of_number(value)


def _kind_of_number(value: float | Decimal | None) -> Kind:
    if value is None or value != value:
        return "missing"
    return "integer" if isinstance(value, int) and -LARGEST_INTEGER - 1 <= value <= LARGEST_INTEGER else "number"


def _kind_of_call(function: Function, arguments: Sequence[Expression], kinds: Kinds) -> Kind:
    signature = SIGNATURES[function]
    least = len(signature.takes)
    if len(arguments) < least or (signature.rest is None and len(arguments) > least):
        raise ExpressionError(f"{function!r} takes {least} arguments, not {len(arguments)}")
    found = [kind_of(argument, kinds) for argument in arguments]
    allowed = [*signature.takes, *[signature.rest or ANY] * (len(found) - least)]
    for kind, possible in zip(found, allowed, strict=True):
        if kind not in possible:
            raise ExpressionError(f"{function!r} takes {_listed(possible)}, not {kind}")
    if signature.fixed is not None and not all(isinstance(each, Literal) for each in arguments[signature.fixed :]):
        raise ExpressionError(f"what {function!r} takes after its first argument has to be the same in every row")
    if signature.gives is not None:
        if signature.alike:
            _common("compare", found)
        return signature.gives
    return _common("choose between", found[1:] if function == "if_else" else found)


def _common(purpose: str, kinds: Sequence[Kind]) -> Kind:
    present = frozenset(kinds) - {"missing"}
    if len(present) > 1 and present not in _BOTH:
        raise ExpressionError(f"can't {purpose} {' and '.join(sorted(present))}")
    return _BOTH[present] if len(present) > 1 else next(iter(present), "missing")


def _listed(kinds: frozenset[Kind]) -> str:
    return " or ".join(sorted(kinds - {"missing"}))
