"""Tests as expressions about a row, for conditions: "where status is closed"."""

from __future__ import annotations

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import Bound, Moment
from dpa_jupyter.quality.rules.row_expressions import column_text, value_text
from dpa_jupyter.quality.rules.tests import (
    Compare,
    Holds,
    Length,
    Matches,
    NotMissing,
    NotValues,
    Range,
    Test,
    Values,
)


def as_expression(test: Test) -> str:
    """Write a test as an expression that is true where it holds.

    Raises:
        RuleError: it is not about single rows.
    """
    match test:
        case NotMissing(column):
            return f"not missing({column_text(column)})"
        case Range():
            return _range(test)
        case Values(column, values) | NotValues(column, values):
            return _among(column_text(column), values, "not " if isinstance(test, NotValues) else "")
        case Matches(column, pattern):
            whole = rf"\A(?:{pattern})\z"
            return f"matches({column_text(column)}, {value_text(whole)})"
        case Length(column, least, most):
            return _between(f"length({column_text(column)})", ((">=", least), ("<=", most)))
        case Compare(column, operator, other):
            return f"{column_text(column)} {operator} {column_text(other)}"
        case Holds(expression):
            return expression
    raise RuleError("a condition is about single rows, such as: where status is closed")


def _range(test: Range) -> str:
    bounds = ((">=", test.at_least), (">", test.more_than), ("<=", test.at_most), ("<", test.less_than))
    return _between(column_text(test.column), bounds)


def _between(value: str, bounds: tuple[tuple[str, Bound | None], ...]) -> str:
    return " and ".join(f"{value} {operator} {_bound(each)}" for operator, each in bounds if each is not None)


def _bound(bound: Bound) -> str:
    if not isinstance(bound, Moment):
        return value_text(bound)
    if bound.span is None:
        return f"{bound.base}()"
    if bound.sign > 0:
        raise RuleError("a condition can't be about what is ahead by a length of time")
    return f'ago("{bound.span}")'


def _among(column: str, values: tuple[object, ...], denial: str) -> str:
    if len(values) == 1:
        return f"{column} {'!=' if denial else '=='} {value_text(values[0])}"
    return f"{column} {denial}in ({', '.join(map(value_text, values))})"
