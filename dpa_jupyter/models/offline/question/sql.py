"""Questions as SQL (DuckDB's): names are always quoted, text is always a literal with its quotes doubled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dpa_jupyter.findings import Scalar
from dpa_jupyter.models.offline.question.forms import Condition, KnownColumn, LargestRows, Period, Reckoning

_FUNCTIONS = {
    "mean": "avg",
    "median": "median",
    "sum": "sum",
    "min": "min",
    "max": "max",
    "deviation": "stddev_samp",
}


def reckoning_sql(question: Reckoning, frame: str) -> str:
    """Return a query whose last two columns are the number and the rows that it rests on."""
    groups = [_name(column.name) for column in question.by]
    label = f"{question.measure}_{question.column.name}" if question.column else question.measure
    label = "rows" if label == "count" else label
    number = f"{_expression(question, frame)} AS {_name(_free(label, question.by))}"
    rests = (
        []
        if question.measure == "count"
        else [f"{_rests_on(question)} AS {_name(_free('values' if question.column else 'rows', question.by))}"]
    )
    lines = [f"SELECT {', '.join([*groups, number, *rests])}", f"FROM {_name(frame)}"]
    lines += _where(question.where, frame)
    if groups:
        way = "ASC" if question.order == "least" else "DESC"
        lines.append(f"GROUP BY {', '.join(groups)}")
        if question.limit is not None:  # groups of the same rank are all kept, as any of them could be the one
            lines.append(
                f"QUALIFY rank() OVER (ORDER BY {_expression(question, frame)} {way} NULLS LAST) <= {question.limit}"
            )
        lines.append(f"ORDER BY {len(groups) + 1} {way} NULLS LAST, {', '.join(groups)}")
    return "\n".join(lines)


def largest_rows_sql(question: LargestRows, frame: str) -> str:
    """Return a query for the rows with the most or least of a column, which comes first."""
    way = "DESC" if question.order == "most" else "ASC"
    name, column = _name(question.column.name), _value_of(question.column)
    lines = [
        f"SELECT {name}, * EXCLUDE ({name})",
        f"FROM {_name(frame)}",
        *_where(question.where, frame),
        f"{'AND' if question.where else 'WHERE'} {column} IS NOT NULL",
        f"ORDER BY {column} {way}",
        f"LIMIT {question.limit}",
    ]
    return "\n".join(lines)


def values_sql(frame: str, columns: Mapping[int, KnownColumn], phrases: Sequence[str]) -> str:
    """Return a query for the values of these columns that are one of the phrases, each with its column's number."""
    wanted = ", ".join(map(_literal, phrases))
    parts = [
        f"SELECT DISTINCT {place} AS place, CAST({_name(column.name)} AS VARCHAR) AS value\n"
        f"FROM {_name(frame)} WHERE lower(CAST({_name(column.name)} AS VARCHAR)) IN ({wanted})"
        for place, column in columns.items()
    ]
    return "\nUNION ALL\n".join(parts)


def _expression(question: Reckoning, frame: str) -> str:
    if question.measure == "share" and question.wanted:
        wanted = _condition(question.wanted, frame)
        return f"count(*) FILTER (WHERE {wanted}) / nullif({_rests_on(question)}, 0)"
    if question.measure == "share":
        return "count(*) / sum(count(*)) OVER ()"
    if question.column is None:
        return "count(*)"
    value = _present_value(question.column)
    if question.measure == "distinct":
        return f"count(DISTINCT {value})"
    if question.measure == "count":
        return f"count({value})"
    return f"{_FUNCTIONS[question.measure]}{_reckoned(question.column)}"


def _rests_on(question: Reckoning) -> str:
    if question.column is None or (question.wanted and question.wanted.operator in ("missing", "present")):
        return "count(*)"
    if question.measure in _FUNCTIONS:
        return f"count{_reckoned(question.column)}"
    return f"count({(_value_of if question.wanted else _present_value)(question.column)})"


def _reckoned(column: KnownColumn) -> str:
    """Return what a function reckons with: the infinite is left out as well as what is no number."""
    value = _typed(column)
    return f"({value}) FILTER (WHERE isfinite({value}))" if column.type == "number" else f"({value})"


def _where(conditions: tuple[Condition, ...], frame: str) -> list[str]:
    return [f"WHERE {' AND '.join(_condition(each, frame) for each in conditions)}"] if conditions else []


def _condition(condition: Condition, frame: str) -> str:
    column = _value_of(condition.column)
    if condition.operator in ("missing", "present"):
        return f"{_present_value(condition.column)} IS {'NOT ' if condition.operator == 'present' else ''}NULL"
    if condition.or_values:
        values = (condition.value, *condition.or_values)
        either = [_condition(replace(condition, value=value, or_values=()), frame) for value in values]
        return f"({' OR '.join(either)})" if condition.operator == "=" else " AND ".join(either)
    if condition.part is not None:
        return _in_period(condition, condition.part, frame)
    literal = _literal(condition.value)
    if condition.column.type in ("date", "datetime") and isinstance(condition.value, str):
        kind = "DATE" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", condition.value) else "TIMESTAMP"
        return f"CAST({column} AS {kind}) {condition.operator} CAST({literal} AS {kind})"
    if isinstance(condition.value, str):
        return f"lower(CAST({_present_value(condition.column)} AS VARCHAR)) {condition.operator} lower({literal})"
    return f"{column} {condition.operator} {literal}"


def _in_period(condition: Condition, part: Period, frame: str) -> str:
    moment = f"CAST({_typed(condition.column)} AS TIMESTAMP)"
    if condition.operator == "last":
        begun = f"date_trunc('{part}', {moment})"
        return f"{begun} = (SELECT max({begun}) FROM {_name(frame)})"
    return f"date_part('{part}', {moment}) = {_literal(condition.value)}"


def _value_of(column: KnownColumn) -> str:
    """Return a column as its type says, with not-a-number as missing, as all the tools count it."""
    return f"nullif({_typed(column)}, CAST('nan' AS DOUBLE))" if column.type == "number" else _typed(column)


def _present_value(column: KnownColumn) -> str:
    """Return a column as it is in the frame, where it matters only whether there is a value, and which."""
    return _name(column.name) if column.kept_as_text else _value_of(column)


def _typed(column: KnownColumn) -> str:
    """Return a column as its type says; what can't be read as such, of texts, is missing."""
    if not column.kept_as_text:
        return _name(column.name)
    return f"TRY_CAST({_name(column.name)} AS {'DOUBLE' if column.is_number else 'TIMESTAMP'})"


def _literal(value: Scalar) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return str(value)
    quoted = "'" + str(value).replace("'", "''") + "'"
    return quoted.replace("\x00", "' || chr(0) || '")  # DuckDB before 1.5 ends a literal at a null character


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _free(label: str, taken: tuple[KnownColumn, ...]) -> str:
    names = {column.name.casefold() for column in taken}
    while label.casefold() in names:
        label += "_"
    return label
