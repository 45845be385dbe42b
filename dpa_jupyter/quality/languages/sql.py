"""What the SQL of all engines has in common; a dialect adds what differs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from dpa_jupyter.quality.expressions import Call, Expression, Function, Literal, Value
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.writer import ExpressionWriter, double

FEW_PAIRS = 16
"""A lookup of more pairs is a map: a CASE tries one after the other, 10 times slower at a thousand (measured)."""


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """How a query reads a column."""

    sql: str
    """Its values as they are analysed, without NaN: a quoted name, or an expression around one."""
    kind: Kind
    stored: str | None = None
    """What tells its values apart, where they lose something by being read so: nanoseconds, digits; None for `sql`."""


class SqlWriter(ExpressionWriter[str]):
    """Writes expressions over the columns of a table; a dialect is a subclass."""

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

    def __init__(self, columns: Mapping[str, SqlColumn], order: str | None = None) -> None:
        super().__init__({name: column.kind for name, column in columns.items()})
        self._columns = columns
        self._order = order

    @abstractmethod
    def _double(self, value: float) -> str:
        """Write a floating-point number that is none of NaN."""

    @abstractmethod
    def _text(self, value: str) -> str:
        """Write a text, whatever is in it."""

    @abstractmethod
    def _map(self, says: Mapping[Value, Value], kinds: tuple[Kind, Kind], key: str) -> str:
        """Write what a map of values that are not missing, of these kinds, says for a key."""

    def _written(self, expression: Expression) -> str:
        if isinstance(expression, Call) and (template := self.TEMPLATES.get(expression.function)) is not None:
            return template.format(*map(self._written, expression.arguments))
        return super()._written(expression)

    def _column(self, name: str) -> str:
        return self._columns[name].sql

    def _literal(self, value: Value) -> str:
        if self.kind(Literal(value)) == "missing":
            return "NULL"
        match value:
            case str():
                return self._text(value)
            case datetime():
                return f"TIMESTAMP '{value.isoformat(' ')}'"
            case date():
                return f"DATE '{value.isoformat()}'"
            case bool():
                return str(value).upper()
            case _:
                return self._number(value)

    def _number(self, value: float | Decimal | None) -> str:
        if self.kind(Literal(value)) == "number":
            return self._double(double(value))
        return f"({value})" if value is not None and value < 0 else str(value)  # -1::TEXT would be -(1::TEXT)

    def _and(self, *arguments: Expression) -> str:
        return self._joined(" AND ", arguments, "TRUE")

    def _or(self, *arguments: Expression) -> str:
        return self._joined(" OR ", arguments, "FALSE")

    def _joined(self, word: str, arguments: Sequence[Expression], none: str) -> str:
        written = [self._written(argument) for argument in arguments]
        return f"({word.join(written)})" if len(written) > 1 else (written or [none])[0]

    def _is_in(self, sought: Expression, *among: Expression) -> str:
        written = self._written(sought)
        present = [value for value in map(self._written, among) if value != "NULL"]
        return f"({written} IN ({', '.join(present)}))" if present else f"({written} IS NULL AND NULL)"

    def _first_present(self, *arguments: Expression) -> str:
        return f"coalesce({', '.join(map(self._written, arguments))})"

    def _least(self, *arguments: Expression) -> str:
        return self._extreme("least", arguments)

    def _greatest(self, *arguments: Expression) -> str:
        return self._extreme("greatest", arguments)

    def _extreme(self, function: str, arguments: Sequence[Expression]) -> str:
        written = list(map(self._written, arguments))
        return f"{function}({', '.join(written)})" if len(written) > 1 else written[0]

    def _lookup(self, key: Expression, says: dict[Value, Value]) -> str:
        sought = self._written(key)
        present: dict[Value, Value] = {found: value for found, value in says.items() if found is not None}
        if len(present) > FEW_PAIRS:
            kinds = self.kind(key, *map(Literal, present)), self.kind(*map(Literal, [*present.values(), None]))
            answer = self._map(present, kinds, sought)
        else:
            cases = "".join(f" WHEN {self._literal(k)} THEN {self._literal(v)}" for k, v in present.items())
            answer = f"CASE {sought}{cases} END" if cases else "NULL"
        of_missing = says.get(None)
        if of_missing is None:
            return answer
        return f"CASE WHEN {sought} IS NULL THEN {self._literal(of_missing)} ELSE {answer} END"

    def _repeats(self, columns: Sequence[str]) -> str:
        values = [
            column.stored or (f"{column.sql} + 0.0" if column.kind == "number" else column.sql)  # -0.0 is 0.0
            for column in (self._columns[name] for name in columns)
        ]
        ordered = f" ORDER BY {self._order}" if self._order is not None else ""
        return f"(row_number() OVER (PARTITION BY {', '.join(values)}{ordered}) > 1)"

    def _last_present(self, column: str) -> str:
        ordered = f"ORDER BY {self._order} " if self._order is not None else ""
        return f"last_value({self._columns[column].sql} IGNORE NULLS) OVER ({ordered}ROWS UNBOUNDED PRECEDING)"
