"""A report as JSON, for a panel, a file or a history.

Version 1: objects have the names of the fields of `QualityReport` and what it holds. An expression is a list that
begins with what it is: `["column", name]`, `["value", value]`, `["date" | "datetime" | "decimal", text]`,
`["lookup", key, [[from, to], …]]`, `["repeats", [column, …]]`, `["last_present", column]`, or a function's name and its
arguments.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal

from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.quality.expressions import Call, Column, Expression, LastPresent, Literal, Lookup, Repeats, Value
from dpa_jupyter.quality.report import QualityReport


def as_json(report: QualityReport) -> JsonObject:
    """Write a report as plain JSON: an infinite number is a text, as JSON has none."""
    return {field.name: plain(getattr(report, field.name)) for field in fields(report)}


def plain(value: object) -> Json:
    """Write anything that a report holds."""
    match value:
        case Column() | Literal() | Call() | Lookup() | Repeats() | LastPresent():
            return expression_json(value)
        case bool() | int() | str() | None:
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case tuple() | list():
            return [plain(each) for each in value]
        case _ if is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return str(value)


def expression_json(expression: Expression) -> Json:
    """Write an expression."""
    match expression:
        case Column(name):
            return ["column", name]
        case Literal(value):
            return _value(value)
        case Call(function, arguments):
            return [function, *map(expression_json, arguments)]
        case Lookup(key, pairs):
            return ["lookup", expression_json(key), [[_value(known), _value(found)] for known, found in pairs]]
        case Repeats(columns):
            return ["repeats", list(columns)]
        case LastPresent(column):
            return ["last_present", column]


def _value(value: Value) -> Json:
    match value:
        case datetime():
            return ["datetime", value.isoformat()]
        case date():
            return ["date", value.isoformat()]
        case Decimal():
            return ["decimal", str(value)]
        case _:
            return ["value", plain(value)]
