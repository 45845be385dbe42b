"""Expressions in Spark's SQL, which mean the same with and without its ANSI mode."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from dpa_jupyter.frames.spark_types import base_type, spark_column_type
from dpa_jupyter.quality.expressions import Expression, Function, Literal, Value
from dpa_jupyter.quality.languages.kinds import Kind, column_kind
from dpa_jupyter.quality.languages.parsing import (
    WHITE_SPACE,
    format_groups,
    format_parts,
    format_pattern,
    four_digit_years,
)
from dpa_jupyter.quality.languages.pattern_dialects import java_pattern, java_replacement
from dpa_jupyter.quality.languages.patterns import groups_of
from dpa_jupyter.quality.languages.sql import SqlColumn
from dpa_jupyter.quality.languages.sql_conversions import ConvertingSqlWriter
from dpa_jupyter.quality.languages.writer import constant_text

_TYPES: dict[Kind, str] = {
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "text": "STRING",
    "date": "DATE",
    "datetime": "TIMESTAMP_NTZ",
    "missing": "STRING",
    "other": "STRING",
}
_SMALL_INTEGER = 2**31
_JAVA_FORMAT = dict(
    zip("YmdHIMSfbBp", ["yyyy", "M", "d", "H", "h", "m", "s", "SSSSSS", "MMM", "MMMM", "a"], strict=True)
)


def spark_value(sql: str, spark_type: str) -> SqlColumn:
    """Return how a query reads what is of a type, as Spark writes it, so that its values are as they are analysed."""
    base = base_type(spark_type)
    kind: Kind = "missing" if base == "void" else column_kind(spark_column_type(spark_type))
    if " collate " in spark_type.lower():  # which may hold different texts for equal
        return SqlColumn(f"CAST({sql} AS STRING)", kind)
    match base:
        case "float" | "double":
            return SqlColumn(f"nanvl({sql if base == 'double' else f'CAST({sql} AS DOUBLE)'}, NULL)", kind)
        case "decimal":
            return SqlColumn(f"CAST({sql} AS {_TYPES[kind]})", kind, sql)
        case "timestamp" | "char" | "varchar":
            return SqlColumn(f"CAST({sql} AS {_TYPES[kind]})", kind)
        case _:
            return SqlColumn(sql, kind)


def fitted_to_spark(sql: str, kind: Kind, spark_type: str) -> str:
    """Bring a value of the kind of its column into the column's type."""
    return sql if spark_type.upper() == _TYPES[kind] and sql != "NULL" else f"CAST({sql} AS {spark_type})"


def spark_text(value: str) -> str:
    """Write a text, whatever is in it."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + "".join(each if each.isprintable() else _escaped(each) for each in escaped) + "'"


def spark_pattern(pattern: str) -> str:
    """Write a regular expression of RE2 as Spark's `RLIKE` takes it."""
    return spark_text(java_pattern(pattern))


class SparkSql(ConvertingSqlWriter):
    """Writes expressions in Spark's SQL, of version 3.5 and later."""

    TYPES: ClassVar = _TYPES
    WITHOUT_FRACTION: ClassVar = "rint({})"
    TO_EVEN: ClassVar = "rint({})"
    TIME_AS_TEXT: ClassVar = "substring(CAST({} AS STRING), 1, 19)"

    TEMPLATES: ClassVar[Mapping[Function, str]] = {
        **ConvertingSqlWriter.TEMPLATES,
        "contains": "contains({}, {})",
        "starts_with": "startswith({}, {})",
        "ends_with": "endswith({}, {})",
        "title": (
            "array_join(transform(split({}, ' ', -1), word -> "
            "concat(upper(substring(word, 1, 1)), lower(substring(word, 2)))), ' ')"
        ),
        "length": "char_length({})",
        "replace": "replace({}, {}, {})",
        "add": "nanvl(CAST({} AS DOUBLE) + CAST({} AS DOUBLE), NULL)",
        "subtract": "nanvl(CAST({} AS DOUBLE) - CAST({} AS DOUBLE), NULL)",
        "multiply": "nanvl(CAST({} AS DOUBLE) * CAST({} AS DOUBLE), NULL)",
        "divide": "nanvl(CAST({} AS DOUBLE) / nullif(CAST({} AS DOUBLE), 0D), NULL)",
        "absolute": "abs(CAST({} AS DOUBLE))",
        "is_infinite": "(abs(CAST({} AS DOUBLE)) = CAST('Infinity' AS DOUBLE))",
    }

    def _double(self, value: float) -> str:
        if abs(value) == float("inf"):
            return f"CAST('{'-' if value < 0 else ''}Infinity' AS DOUBLE)"
        return f"({value!r}D)" if value < 0 else f"{value!r}D"

    def _number(self, value: float | Decimal | None) -> str:
        is_integer = value is not None and self.kind(Literal(value)) == "integer"
        return f"({value}L)" if is_integer and abs(int(value or 0)) >= _SMALL_INTEGER else super()._number(value)

    def _text(self, value: str) -> str:
        return spark_text(value)

    def _literal(self, value: Value) -> str:
        is_time = isinstance(value, datetime) and self.kind(Literal(value)) == "datetime"
        return f"TIMESTAMP_NTZ '{value}'" if is_time else super()._literal(value)

    def _map(self, says: Mapping[Value, Value], kinds: tuple[Kind, Kind], key: str) -> str:
        keys, values = (", ".join(map(self._literal, each)) for each in (says, says.values()))
        arrays = f"CAST(array({keys}) AS ARRAY<{_TYPES[kinds[0]]}>), CAST(array({values}) AS ARRAY<{_TYPES[kinds[1]]}>)"
        return f"try_element_at(map_from_arrays({arrays}), CAST({key} AS {_TYPES[kinds[0]]}))"

    def _matches(self, text: Expression, pattern: Expression) -> str:
        return f"({self._written(text)} RLIKE {self._text(java_pattern(constant_text(pattern)))})"

    def _replace_pattern(self, text: Expression, pattern: Expression, new: Expression) -> str:
        return self._replaced(self._written(text), constant_text(pattern), constant_text(new))

    def _replaced(self, text: str, pattern: str, new: str) -> str:
        replacement = java_replacement(pattern, new)
        return f"regexp_replace({text}, {self._text(java_pattern(pattern))}, {self._text(replacement)})"

    def _extract_pattern(self, text: Expression, pattern: Expression) -> str:
        return self._extracted(self._written(text), constant_text(pattern))

    def _extracted(self, text: str, pattern: str) -> str:
        group = 1 if groups_of(pattern) else 0
        return f"nullif(regexp_extract({text}, {self._text(java_pattern(pattern))}, {group}), '')"

    def _trim(self, text: Expression) -> str:
        return f"trim(BOTH {self._text(WHITE_SPACE)} FROM {self._written(text)})"

    def _cast(self, sql: str, kind: Kind) -> str:
        return f"CAST({sql} AS {_TYPES[kind]})"

    def _read_times(self, text: str, form: str) -> list[str]:
        longer = [(self._replaced(text, pattern, new), full) for pattern, new, full in four_digit_years(form)]
        return [self._read_time(of, full) for of, full in longer or [(text, form)]]

    def _read_time(self, text: str, form: str) -> str:
        """Read a time of numbers by putting it as ISO 8601 has it, whatever the session's zone and policy."""
        gated = self._extracted(text, f"^({format_pattern(form)})$")
        groups = format_groups(form)
        if groups is None:
            java = "".join(_JAVA_FORMAT[part] if is_one else _as_java_text(part) for part, is_one in format_parts(form))
            return f"CAST(try_to_timestamp({gated}, {self._text(java)}) AS TIMESTAMP_NTZ)"
        pattern, replacement = groups
        return f"try_cast({self._replaced(gated, pattern, replacement)} AS TIMESTAMP_NTZ)"

    def _last_present(self, column: str) -> str:
        ordered = f"ORDER BY {self._order or 'monotonically_increasing_id()'}"
        return f"last({self._columns[column].sql}, true) OVER ({ordered} ROWS UNBOUNDED PRECEDING)"


def _as_java_text(text: str) -> str:
    quoted = text.replace("'", "''")
    return f"'{quoted}'"


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))
