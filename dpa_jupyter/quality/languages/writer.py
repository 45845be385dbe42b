"""The way through an expression, and what of it is the same in every language."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Generic, TypeVar

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
from dpa_jupyter.quality.languages.kinds import ExpressionError, Kind, Kinds, common_kind, kind_of

Written = TypeVar("Written")


class ExpressionWriter(ABC, Generic[Written]):
    """Writes expressions over the columns of a frame; a language is a subclass with a method for every function."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds

    def write(self, expression: Expression) -> Written:
        """Write an expression.

        Raises:
            ColumnNotFoundError: it reads a column that is not there.
            ExpressionError: it means nothing for these columns.
        """
        return self._written(self.folded(expression))

    def folded(self, expression: Expression) -> Expression:
        """Return an expression in which what is missing in every row is a literal, for which engines have no type.

        Raises:
            ColumnNotFoundError: it reads a column that is not there.
            ExpressionError: it means nothing for these columns.
        """
        if self.kind(expression) == "missing":
            return Literal(None)
        match expression:
            case Call(function, arguments):
                return _folded_call(function, tuple(map(self.folded, arguments)))
            case Lookup(key, pairs):
                sought = self.folded(key)
                return (
                    Literal(first_pairs(pairs).get(sought.value))
                    if isinstance(sought, Literal)
                    else Lookup(sought, pairs)
                )
            case _:
                return expression

    def kind(self, *expressions: Expression) -> Kind:
        """Return the kind of value that one, or all of several, have."""
        return common_kind(expressions, self._kinds) if len(expressions) > 1 else kind_of(expressions[0], self._kinds)

    def _written(self, expression: Expression) -> Written:
        match expression:
            case Column(name):
                return self._column(name)
            case Literal(value):
                return self._literal(value)
            case Lookup(key, pairs):
                return self._lookup(key, first_pairs(pairs))
            case Repeats(columns):
                return self._repeats(columns)
            case LastPresent(column):
                return self._last_present(column)
            case Call(function, arguments):
                special: Callable[..., Written] = getattr(self, f"_{function}")
                return special(*arguments)

    @abstractmethod
    def _column(self, name: str) -> Written: ...

    @abstractmethod
    def _literal(self, value: Value) -> Written: ...

    @abstractmethod
    def _lookup(self, key: Expression, says: dict[Value, Value]) -> Written: ...

    @abstractmethod
    def _repeats(self, columns: Sequence[str]) -> Written: ...

    @abstractmethod
    def _last_present(self, column: str) -> Written: ...


def first_pairs(pairs: Sequence[tuple[Value, Value]]) -> dict[Value, Value]:
    """Return what is said of each value, the first of several; a NaN is missing."""
    says: dict[Value, Value] = {}
    for found, value in pairs:
        says.setdefault(found if found == found else None, value)
    return says


_MIRRORED: dict[Function, Function] = {
    "equal": "equal",
    "not_equal": "not_equal",
    "less": "greater",
    "less_or_equal": "greater_or_equal",
    "greater": "less",
    "greater_or_equal": "less_or_equal",
}


def _folded_call(function: Function, arguments: tuple[Expression, ...]) -> Expression:
    is_missing = list(map(is_missing_literal, arguments))
    match function:
        case "first_present" | "least" | "greatest":
            present = tuple(each for each, missing in zip(arguments, is_missing, strict=True) if not missing)
            return Call(function, present) if len(present) > 1 else (*present, Literal(None))[0]
        case "is_missing" if is_missing[0]:
            return Literal(True)
        case "if_else" if isinstance(arguments[0], Literal):
            return arguments[1] if arguments[0].value else arguments[2]
        case "and" | "or" | "is_missing" | "if_else":
            return Call(function, arguments)
        case "replace" if arguments[1] == Literal(""):
            raise ExpressionError("nothing can't be replaced by something: name a text")
        case "is_in":
            return Literal(None) if is_missing[0] else Call(function, arguments)
        case _ if any(is_missing):
            return Literal(None)
        case _ if function in _MIRRORED and isinstance(arguments[0], Literal):  # there, Polars mistakes its length
            return Call(_MIRRORED[function], arguments[::-1])
        case _:
            return Call(function, arguments)


def constant_text(expression: Expression) -> str:
    """Return the text that an argument is in every row.

    Raises:
        ExpressionError: it is missing.
    """
    if not isinstance(expression, Literal) or not isinstance(expression.value, str):
        raise ExpressionError("a pattern, a format or a text that is sought can't be missing")
    return expression.value


def places_of(digits: Sequence[Expression]) -> int:
    """Return to how many decimal places a number is rounded."""
    (place,) = digits or (Literal(0),)
    return place.value if isinstance(place, Literal) and isinstance(place.value, int) else 0


def is_rounded(expression: Expression) -> bool:
    """Tell whether a number is whole by what it is."""
    return isinstance(expression, Call) and expression.function == "round" and places_of(expression.arguments[1:]) <= 0


def is_missing_literal(expression: Expression) -> bool:
    """Tell whether an expression is NULL in every row by itself."""
    return isinstance(expression, Literal) and (expression.value is None or expression.value != expression.value)


def plain_value(value: Value) -> Value:
    """Return a value of at most 64 bits: an integer beyond and a decimal as a double, None for a NaN."""
    if isinstance(value, Decimal) or (isinstance(value, int) and not -(2**63) <= value < 2**63):
        return double(value)
    return None if value != value else value


def double(value: Value) -> float:
    """Return a number as a double, infinity where it is too large."""
    assert isinstance(value, int | float | Decimal)
    try:
        return float(value)
    except OverflowError:  # of an integer
        return float("inf") if value > 0 else float("-inf")
