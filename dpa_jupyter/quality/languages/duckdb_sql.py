"""Expressions in DuckDB's SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from dpa_jupyter.frames.database import quote
from dpa_jupyter.quality.expressions import Expression, Function, Literal, Value
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.parsing import (
    FALSE,
    INTEGER,
    ISO_DATE,
    ISO_TIME,
    NUMBER,
    SPACE_AROUND,
    TRUE,
    format_pattern,
)
from dpa_jupyter.quality.languages.patterns import checked_pattern, groups_of, replacement_parts
from dpa_jupyter.quality.languages.sql import SqlColumn, SqlWriter
from dpa_jupyter.quality.languages.writer import constant_text, is_rounded, places_of

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
    is_plain = kind in {"other", "missing"} or base in _AS_THEY_ARE
    return SqlColumn(sql if is_plain else f"{sql}::{_TYPES[kind]}", kind)


def fitted_sql(sql: str, kind: Kind, duckdb_type: str) -> str:
    """Bring a value of the kind of its column into the column's type; an ENUM becomes text, as it has no new values."""
    if duckdb_type.startswith("ENUM"):
        return f"{sql}::VARCHAR"
    return sql if kind == "missing" or (duckdb_type == _TYPES[kind] and sql != "NULL") else f"{sql}::{duckdb_type}"


class DuckDBSql(SqlWriter):
    """Writes expressions in DuckDB's SQL."""

    TEMPLATES: ClassVar[Mapping[Function, str]] = {
        **SqlWriter.TEMPLATES,
        "contains": "contains({}, {})",
        "starts_with": "starts_with({}, {})",
        "ends_with": "ends_with({}, {})",
        "title": (
            "array_to_string(list_transform(string_split({}, ' '), "
            "lambda word: upper(word[1]) || lower(word[2:])), ' ')"
        ),
        "length": "length({})",
        "add": "nullif({}::DOUBLE + {}::DOUBLE, 'NaN'::DOUBLE)",
        "subtract": "nullif({}::DOUBLE - {}::DOUBLE, 'NaN'::DOUBLE)",
        "multiply": "nullif({}::DOUBLE * {}::DOUBLE, 'NaN'::DOUBLE)",
        "divide": "nullif({}::DOUBLE / nullif({}::DOUBLE, 0), 'NaN'::DOUBLE)",
        "absolute": "abs({}::DOUBLE)",
        "is_infinite": "isinf({}::DOUBLE)",
    }

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

    def _round(self, number: Expression, *digits: Expression) -> str:
        written = f"{self._written(number)}::DOUBLE"
        places = places_of(digits)
        power = self._double(10.0 ** abs(places))
        if not places:
            return f"round_even({written}, 0)"
        away, back = ("*", "/") if places > 0 else ("/", "*")
        return f"(round_even({written} {away} {power}, 0) {back} {power})"

    def _to_integer(self, value: Expression) -> str:
        written = self._written(value)
        match self.kind(value):
            case "text":
                return f"TRY_CAST({self._extracted(self._trim(value), f'^({INTEGER})$')} AS BIGINT)"
            case "number" if not is_rounded(value):
                return f"TRY_CAST(CASE WHEN {written} = trunc({written}) THEN {written} END AS BIGINT)"
            case _:
                return f"TRY_CAST({written} AS BIGINT)"

    def _to_number(self, value: Expression) -> str:
        if self.kind(value) != "text":
            return f"{self._written(value)}::DOUBLE"
        return f"TRY_CAST({self._extracted(self._trim(value), f'^({NUMBER})$')} AS DOUBLE)"

    def _to_boolean(self, value: Expression) -> str:
        written = self._written(value)
        match self.kind(value):
            case "text":
                sought = f"lower({self._trim(value)})"
                true, false = (", ".join(map(self._text, words)) for words in (TRUE, FALSE))
                return f"CASE WHEN {sought} IN ({true}) THEN TRUE WHEN {sought} IN ({false}) THEN FALSE END"
            case "boolean" | "missing":
                return f"{written}::BOOLEAN"
            case _:
                return f"CASE {written} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END"

    def _to_text(self, value: Expression) -> str:
        written = self._written(value)
        match self.kind(value):
            case "number":
                whole = f"{written} = trunc({written}) AND abs({written}) < 1e15"
                return f"CASE WHEN {whole} THEN {written}::BIGINT::VARCHAR ELSE {written}::VARCHAR END"
            case "datetime":
                return f"strftime({written}, '%Y-%m-%d %H:%M:%S')"
            case _:
                return f"{written}::VARCHAR"

    def _to_date(self, value: Expression, *formats: Expression) -> str:
        if self.kind(value) != "text":
            return f"{self._written(value)}::DATE"
        return f"{self._time(value, formats or tuple(map(Literal, ISO_DATE)))}::DATE"

    def _to_datetime(self, value: Expression, *formats: Expression) -> str:
        if self.kind(value) != "text":
            return f"{self._written(value)}::TIMESTAMP"
        return self._time(value, formats or tuple(map(Literal, ISO_TIME)))

    def _time(self, value: Expression, formats: Sequence[Expression]) -> str:
        trimmed = self._trim(value)
        read = [
            f"try_strptime({self._extracted(trimmed, f'^({format_pattern(form)})$')}, {self._text(form)})"
            for form in map(constant_text, formats)
        ]
        return f"coalesce({', '.join(read)})" if len(read) > 1 else read[0]

    def _extracted(self, text: str, pattern: str) -> str:
        group = 1 if groups_of(pattern) else 0
        return f"nullif(regexp_extract({text}, {self._text(pattern)}, {group}), '')"
