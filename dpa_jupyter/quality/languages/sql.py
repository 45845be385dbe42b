"""What the SQL of all engines has in common, and the way through an expression; a dialect adds what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from dpa_jupyter.quality.expressions import Call, Column, Expression, Function, Literal, Lookup, Repeats, Value
from dpa_jupyter.quality.languages.kinds import ExpressionError, Kind, common_kind, kind_of

FEW_PAIRS = 16
"""A lookup of more pairs is a map: a CASE tries one after the other, 30 times slower at a thousand (measured)."""


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """How a query reads a column."""

    sql: str
    """Its values as they are analysed, without NaN: a quoted name, or an expression around one."""
    kind: Kind


@dataclass(frozen=True)
class SqlWriter:
    """Writes expressions over the columns of a table; a dialect is a subclass."""

    columns: Mapping[str, SqlColumn]
    order: str | None = None
    """What rows are ordered by where one repeats an earlier one; None leaves it to the engine which is first."""

    TEMPLATES: ClassVar[Mapping[Function, str]] = {
        "not": "(NOT {})",
        "is_missing": "({} IS NULL)",
        "equal": "({} = {})",
        "not_equal": "({} <> {})",
        "less": "({} < {})",
        "less_or_equal": "({} <= {})",
        "greater": "({} > {})",
        "greater_or_equal": "({} >= {})",
        "lower": "lower({})",
        "upper": "upper({})",
        "if_else": "CASE WHEN {} THEN {} ELSE {} END",
    }
    """The functions that are no more than their arguments put into a text; any other is a method of its name."""

    def write(self, expression: Expression) -> str:
        """Write an expression.

        Raises:
            ColumnNotFoundError: it reads a column that is not there.
            ExpressionError: it means nothing for these columns.
        """
        self.kind(expression)
        return self._written(expression)

    def kind(self, *expressions: Expression) -> Kind:
        """Return the kind of value that one, or all of several, have."""
        kinds = {name: column.kind for name, column in self.columns.items()}
        return kind_of(expressions[0], kinds) if len(expressions) == 1 else common_kind(expressions, kinds)

    def _written(self, expression: Expression) -> str:
        match expression:
            case Column(name):
                return self.columns[name].sql
            case Literal(value):
                return self.literal(value)
            case Lookup(key, pairs):
                return self._lookup(key, pairs)
            case Repeats(columns):
                return self._repeats(columns)
            case Call(function, arguments):
                return self._call(function, arguments)

    def _call(self, function: Function, arguments: Sequence[Expression]) -> str:
        special: Callable[..., str] | None = getattr(self, f"_{function}", None)
        if special is not None:
            return special(*arguments)
        return self.TEMPLATES[function].format(*map(self._written, arguments))

    def literal(self, value: Value) -> str:
        """Write a value; NULL for a NaN."""
        match value:
            case None:
                return "NULL"
            case bool():
                return str(value).upper()
            case int() if self.kind(Literal(value)) == "integer":
                return str(value)
            case int() | float() | Decimal():
                return self.double(_as_double(value))
            case str():
                return self.text(value)
            case datetime():
                return f"TIMESTAMP '{value.isoformat(' ')}'"
            case date():
                return f"DATE '{value.isoformat()}'"

    def double(self, value: float) -> str:
        """Write a floating-point number; NULL for a NaN."""
        raise NotImplementedError

    def text(self, value: str) -> str:
        """Write a text, whatever is in it."""
        raise NotImplementedError

    def typed(self, kind: Kind) -> str:
        """Return the type in which values of a kind are."""
        raise NotImplementedError

    def map(self, keys: Sequence[Value], values: Sequence[Value], key: Kind, value: Kind, sought: str) -> str:
        """Write what a map says for what is sought."""
        raise NotImplementedError

    def constant(self, expression: Expression) -> str:
        """Return the text that an argument is in every row.

        Raises:
            ExpressionError: it is missing.
        """
        if not isinstance(expression, Literal) or not isinstance(expression.value, str):
            raise ExpressionError("a pattern, a format or a text that is sought can't be missing")
        return expression.value

    def places(self, digits: Sequence[Expression]) -> int:
        """Return to how many decimal places a number is rounded."""
        (place,) = digits or (Literal(0),)
        return place.value if isinstance(place, Literal) and isinstance(place.value, int) else 0

    def _and(self, *arguments: Expression) -> str:
        return self._joined(" AND ", arguments, "TRUE")

    def _or(self, *arguments: Expression) -> str:
        return self._joined(" OR ", arguments, "FALSE")

    def _joined(self, word: str, arguments: Sequence[Expression], none: str) -> str:
        written = [self._written(argument) for argument in arguments]
        return f"({word.join(written)})" if len(written) > 1 else (written or [none])[0]

    def _is_in(self, sought: Expression, *among: Expression) -> str:
        values = [self._written(each) for each in among]
        present = [value for value in values if value != "NULL"]
        written = self._written(sought)
        return f"({written} IN ({', '.join(present)}))" if present else f"({written} IS NULL AND NULL)"

    def _first_present(self, *arguments: Expression) -> str:
        return f"coalesce({', '.join(self._written(argument) for argument in arguments)})"

    def _least(self, *arguments: Expression) -> str:
        return self._extreme("least", arguments)

    def _greatest(self, *arguments: Expression) -> str:
        return self._extreme("greatest", arguments)

    def _extreme(self, function: str, arguments: Sequence[Expression]) -> str:
        written = [self._written(argument) for argument in arguments]
        return f"{function}({', '.join(written)})" if len(written) > 1 else written[0]

    def _lookup(self, key: Expression, pairs: Sequence[tuple[Value, Value]]) -> str:
        says: dict[Value, Value] = {}
        for found, value in pairs:
            says.setdefault(found if found == found else None, value)
        of_missing = says.pop(None, None)
        sought = self._written(key)
        if len(says) > FEW_PAIRS:
            kinds = self.kind(key, *map(Literal, says)), self.kind(*map(Literal, says.values()), Literal(None))
            answer = self.map(list(says), list(says.values()), *kinds, sought)
        else:
            cases = "".join(f" WHEN {self.literal(k)} THEN {self.literal(v)}" for k, v in says.items())
            answer = f"CASE {sought}{cases} END" if cases else "NULL"
        return (
            answer
            if of_missing is None
            else f"CASE WHEN {sought} IS NULL THEN {self.literal(of_missing)} ELSE {answer} END"
        )

    def _repeats(self, columns: Sequence[str]) -> str:
        values = [
            f"{column.sql} + 0.0" if column.kind == "number" else column.sql  # -0.0 is 0.0
            for column in (self.columns[name] for name in columns)
        ]
        ordered = f" ORDER BY {self.order}" if self.order is not None else ""
        return f"(row_number() OVER (PARTITION BY {', '.join(values)}{ordered}) > 1)"


def _as_double(value: float | Decimal) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
