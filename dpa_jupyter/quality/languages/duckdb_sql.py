"""Expressions in DuckDB's SQL."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import ClassVar

from dpa_jupyter.frames.database import quote
from dpa_jupyter.quality.expressions import Call, Expression, Function, Literal, Value
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.parsing import (
    SPACE_AROUND,
    format_pattern,
)
from dpa_jupyter.quality.languages.patterns import checked_pattern, groups_of, replacement_parts
from dpa_jupyter.quality.languages.sql import SqlColumn
from dpa_jupyter.quality.languages.sql_conversions import ConvertingSqlWriter
from dpa_jupyter.quality.languages.writer import constant_text

_KINDS: dict[Kind, tuple[str, ...]] = {
    "boolean": ("BOOLEAN",),
    "integer": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    "number": ("HUGEINT", "UHUGEINT", "DECIMAL", "FLOAT", "DOUBLE"),
    "text": ("VARCHAR", "ENUM", "UUID"),
    "date": ("DATE",),
    "datetime": ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"),
    "missing": ('"NULL"', "NULL"),
}
_TYPES: dict[Kind, str] = {
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "text": "VARCHAR",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "missing": "INTEGER",
    "other": "VARCHAR",
}
_SIGNS: dict[Function, str] = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
_AS_THEY_ARE = ("BOOLEAN", "VARCHAR", "DATE", "TIMESTAMP", *_KINDS["integer"])


def to_sql(expression: Expression, columns: Mapping[str, SqlColumn], order: str | None = None) -> str:
    """Write an expression in DuckDB's SQL, over the columns of a table.

    With `Repeats` in it, it holds a window function: it can stand in SELECT and QUALIFY, not in WHERE or an aggregate.

    Args:
        expression: what to write.
        columns: how each column is read, by name; `sql_column` makes one from a column's type.
        order: SQL of what rows are ordered by, for `Repeats`; None leaves it to the engine which row is first.

    Raises:
        ColumnNotFoundError: it reads a column that is not there.
        ExpressionError: it means nothing for these columns.
    """
    return DuckDBSql(columns, order).write(expression)


def sql_column(name: str, duckdb_type: str) -> SqlColumn:
    """Return how a query reads a column of a type, as DuckDB writes it, so that its values are as they are analysed."""
    return sql_value(quote(name), duckdb_type)


def sql_value(sql: str, duckdb_type: str) -> SqlColumn:
    """Return how a query reads what is of a type."""
    base = "" if duckdb_type.endswith("]") else duckdb_type.partition("(")[0].upper()
    kind: Kind = next((kind for kind, types in _KINDS.items() if base in types), "other")
    if base in {"FLOAT", "DOUBLE"}:  # DuckDB holds a NaN for the largest number, not for a missing one
        return SqlColumn(f"nullif({sql}::DOUBLE, 'NaN'::DOUBLE)", kind)
    if kind in {"other", "missing"} or base in _AS_THEY_ARE:
        return SqlColumn(sql, kind)
    # Seconds reach farther than microseconds do.
    return SqlColumn(
        f"TRY_CAST({sql} AS {_TYPES[kind]})" if kind == "datetime" else f"{sql}::{_TYPES[kind]}", kind, sql
    )


def fitted_sql(sql: str, kind: Kind, duckdb_type: str) -> str:
    """Bring a value of the kind of its column into the column's type; an ENUM becomes text, as it has no new values."""
    if duckdb_type.startswith("ENUM"):
        return f"{sql}::VARCHAR"
    return sql if kind == "missing" or (duckdb_type == _TYPES[kind] and sql != "NULL") else f"{sql}::{duckdb_type}"


class DuckDBSql(ConvertingSqlWriter):
    """Writes expressions in DuckDB's SQL."""

    TYPES: ClassVar = _TYPES
    WITHOUT_FRACTION: ClassVar = "trunc({})"
    TO_EVEN: ClassVar = "round_even({}, 0)"
    TIME_AS_TEXT: ClassVar = "strftime({}, '%Y-%m-%d %H:%M:%S')"

    TEMPLATES: ClassVar[Mapping[Function, str]] = {
        **ConvertingSqlWriter.TEMPLATES,
        "contains": "contains({}, {})",
        "starts_with": "starts_with({}, {})",
        "ends_with": "ends_with({}, {})",
        "title": (
            "array_to_string(list_transform(string_split({}, ' '), "
            "lambda word: upper(word[1]) || lower(word[2:])), ' ')"
        ),
        "length": "length({})",
        "absolute": "abs({}::DOUBLE)",
        "is_infinite": "isinf({}::DOUBLE)",
    }

    def _written(self, expression: Expression) -> str:
        is_reckoned = isinstance(expression, Call) and expression.function in _SIGNS
        return f"nullif({self._reckoned(expression)}, 'NaN'::DOUBLE)" if is_reckoned else super()._written(expression)

    def _reckoned(self, number: Expression) -> str:
        """Write arithmetic in which NaN is what comes of a missing one, as it does of a NaN.

        DuckDB makes two of what `nullif` is of: if each step had one, their number would double with each.
        """
        match number:
            case Call(function, (first, second)) if function in _SIGNS:
                divisor = self._reckoned(second)
                may_be_zero = function == "divide" and not (isinstance(second, Literal) and second.value != 0)
                right = f"nullif({divisor}, 0)" if may_be_zero else divisor
                return f"({self._reckoned(first)} {_SIGNS[function]} {right})"
        return f"{self._written(number)}::DOUBLE"

    def _double(self, value: float) -> str:
        return f"'{value!r}'::DOUBLE"

    def _text(self, value: str) -> str:
        parts: list[str] = []
        for is_printable, letters in groupby(value, str.isprintable):
            run = "".join(letters)
            parts += ["'" + run.replace("'", "''") + "'"] if is_printable else [f"chr({ord(each)})" for each in run]
        return f"({' || '.join(parts)})" if len(parts) > 1 or not value.isprintable() else (parts or ["''"])[0]

    def _map(self, says: Mapping[Value, Value], kinds: tuple[Kind, Kind], key: str) -> str:
        keys, values = (", ".join(map(self._literal, each)) for each in (says, says.values()))
        of_keys, of_values = (_TYPES[kind] for kind in kinds)
        return f"map([{keys}]::{of_keys}[], [{values}]::{of_values}[])[TRY_CAST({key} AS {of_keys})]"

    def _matches(self, text: Expression, pattern: Expression) -> str:
        return f"regexp_matches({self._written(text)}, {self._text(checked_pattern(constant_text(pattern)))})"

    def _replace(self, text: Expression, old: Expression, new: Expression) -> str:
        return f"replace({self._written(text)}, {self._text(constant_text(old))}, {self._text(constant_text(new))})"

    def _replace_pattern(self, text: Expression, pattern: Expression, new: Expression) -> str:
        sought, replacement = checked_pattern(constant_text(pattern)), constant_text(new)
        replacement_parts(sought, replacement)
        return f"regexp_replace({self._written(text)}, {self._text(sought)}, {self._text(replacement)}, 'g')"

    def _extract_pattern(self, text: Expression, pattern: Expression) -> str:
        return self._extracted(self._written(text), checked_pattern(constant_text(pattern)))

    def _trim(self, text: Expression) -> str:
        # DuckDB's own trim of so many characters is 5 times slower (measured).
        return f"regexp_replace({self._written(text)}, {self._text(SPACE_AROUND)}, '', 'g')"

    def _extracted(self, text: str, pattern: str) -> str:
        group = 1 if groups_of(pattern) else 0
        return f"nullif(regexp_extract({text}, {self._text(pattern)}, {group}), '')"

    def _cast(self, sql: str, kind: Kind) -> str:
        return f"{sql}::{_TYPES[kind]}"

    def _read_times(self, text: str, form: str) -> list[str]:
        return [f"try_strptime({self._extracted(text, f'^({format_pattern(form)})$')}, {self._text(form)})"]
