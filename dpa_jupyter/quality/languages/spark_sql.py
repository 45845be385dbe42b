"""Expressions in Spark's SQL, which mean the same with and without its ANSI mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from dpa_jupyter.quality.expressions import Expression, Function, Literal, Value
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.parsing import (
    FALSE,
    INTEGER,
    ISO_DATE,
    ISO_TIME,
    NUMBER,
    TRUE,
    WHITE_SPACE,
    format_groups,
    format_parts,
    format_pattern,
    four_digit_years,
)
from dpa_jupyter.quality.languages.pattern_dialects import java_pattern, java_replacement
from dpa_jupyter.quality.languages.patterns import groups_of
from dpa_jupyter.quality.languages.sql import SqlColumn, SqlWriter
from dpa_jupyter.quality.languages.writer import constant_text, is_rounded, places_of

_KINDS: dict[str, Kind] = {
    "boolean": "boolean",
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **dict.fromkeys(("string", "char", "varchar"), "text"),
    "date": "date",
    **dict.fromkeys(("timestamp", "timestamp_ntz"), "datetime"),
    "void": "missing",
}
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
    base = spark_type.partition("(")[0].lower()
    kind = _KINDS.get(base, "other")
    match base:
        case "float" | "double":
            return SqlColumn(f"nanvl({sql if base == 'double' else f'CAST({sql} AS DOUBLE)'}, NULL)", kind)
        case "decimal" | "timestamp" | "char" | "varchar":
            return SqlColumn(f"CAST({sql} AS {_TYPES[kind]})", kind)
        case _:
            return SqlColumn(sql, kind)


def fitted_to_spark(sql: str, kind: Kind, spark_type: str) -> str:
    """Bring a value of the kind of its column into the column's type."""
    return sql if spark_type.upper() == _TYPES[kind] and sql != "NULL" else f"CAST({sql} AS {spark_type})"


def spark_quote(name: str) -> str:
    """Write any name as an identifier."""
    return "`" + name.replace("`", "``") + "`"


class SparkSql(SqlWriter):
    """Writes expressions in Spark's SQL, of version 3.5 and later."""

    TEMPLATES: ClassVar[Mapping[Function, str]] = {
        **SqlWriter.TEMPLATES,
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
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return "'" + "".join(each if each.isprintable() else _escaped(each) for each in escaped) + "'"

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

    def _round(self, number: Expression, *digits: Expression) -> str:
        written = f"CAST({self._written(number)} AS DOUBLE)"
        places = places_of(digits)
        if not places:
            return f"rint({written})"
        away, back = ("*", "/") if places > 0 else ("/", "*")
        power = self._double(10.0 ** abs(places))
        return f"(rint({written} {away} {power}) {back} {power})"

    def _to_integer(self, value: Expression) -> str:
        written = self._written(value)
        match self.kind(value):
            case "text":
                return f"try_cast({self._extracted(self._trim(value), f'^({INTEGER})$')} AS BIGINT)"
            case "number" if not is_rounded(value):
                return f"try_cast(CASE WHEN {written} = rint({written}) THEN {written} END AS BIGINT)"
            case _:
                return f"try_cast({written} AS BIGINT)"

    def _to_number(self, value: Expression) -> str:
        if self.kind(value) != "text":
            return f"CAST({self._written(value)} AS DOUBLE)"
        return f"try_cast({self._extracted(self._trim(value), f'^({NUMBER})$')} AS DOUBLE)"

    def _to_boolean(self, value: Expression) -> str:
        written = self._written(value)
        match self.kind(value):
            case "text":
                sought = f"lower({self._trim(value)})"
                true, false = (", ".join(map(self._text, words)) for words in (TRUE, FALSE))
                return f"CASE WHEN {sought} IN ({true}) THEN TRUE WHEN {sought} IN ({false}) THEN FALSE END"
            case "boolean" | "missing":
                return f"CAST({written} AS BOOLEAN)"
            case _:
                return f"CASE {written} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END"

    def _to_text(self, value: Expression) -> str:
        written = self._written(value)
        match self.kind(value):
            case "number":
                whole = f"{written} = rint({written}) AND abs({written}) < 1e15D"
                as_whole = f"CAST(CAST({written} AS BIGINT) AS STRING)"
                return f"CASE WHEN {whole} THEN {as_whole} ELSE CAST({written} AS STRING) END"
            case "datetime":
                return f"substring(CAST({written} AS STRING), 1, 19)"
            case _:
                return f"CAST({written} AS STRING)"

    def _to_date(self, value: Expression, *formats: Expression) -> str:
        if self.kind(value) != "text":
            return f"CAST({self._written(value)} AS DATE)"
        return f"CAST({self._time(value, formats or tuple(map(Literal, ISO_DATE)))} AS DATE)"

    def _to_datetime(self, value: Expression, *formats: Expression) -> str:
        if self.kind(value) != "text":
            return f"CAST({self._written(value)} AS TIMESTAMP_NTZ)"
        return self._time(value, formats or tuple(map(Literal, ISO_TIME)))

    def _time(self, value: Expression, formats: Sequence[Expression]) -> str:
        text = self._trim(value)
        read = [found for form in map(constant_text, formats) for found in self._read_times(text, form)]
        return f"coalesce({', '.join(read)})" if len(read) > 1 else read[0]

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
