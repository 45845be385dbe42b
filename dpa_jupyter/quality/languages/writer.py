"""The way through an expression, and what of it is the same in every language."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from dpa_jupyter.quality.expressions import Call, Column, Expression, Literal, Lookup, Repeats, Value
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
        self.kind(expression)
        return self._written(expression)

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
                says: dict[Value, Value] = {}
                for found, value in pairs:
                    says.setdefault(found if found == found else None, value)
                return self._lookup(key, says)
            case Repeats(columns):
                return self._repeats(columns)
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


def is_missing_literal(expression: Expression) -> bool:
    """Tell whether an expression is NULL in every row by itself."""
    return isinstance(expression, Literal) and (expression.value is None or expression.value != expression.value)
