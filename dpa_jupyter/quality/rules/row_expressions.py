"""Expressions about a row, such as `total == price * quantity`, read from text and never run as code.

The syntax is Python's: `and`, `or`, `not`, comparisons (chained ones, too), `in (…)`, `+ - * /`, numbers, "texts",
`True`, `False`, and the functions below. A name is a column; one with other signs stands in backticks: `amount due`.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from dpa_jupyter.errors import suggestion
from dpa_jupyter.quality.expressions import Column, Expression, Function, Literal, call
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import Moment, Span, read_time

LONGEST = 1_000
MOST_DEPTH = 10
"""Of an expression: what engines make of one may double with each level but further terms of sums and products."""
MOST_TERMS = 60
"""One after the other: each costs the same, and is a step deeper on the stack."""
FUNCTIONS: Mapping[str, Function] = {
    "missing": "is_missing", "lower": "lower", "upper": "upper", "trim": "trim", "length": "length", "abs": "absolute",
    "round": "round", "matches": "matches", "contains": "contains", "starts_with": "starts_with",
    "ends_with": "ends_with", "number": "to_number", "integer": "to_integer", "text": "to_text",
    "boolean": "to_boolean",
    "to_date": "to_date", "to_datetime": "to_datetime",
}  # fmt: skip
"""What a function of an expression is called in the engine."""
OF_TIME = ("date", "now", "today", "ago")
"""`date("2026-01-31")`, `now()`, `today()`, and `ago("7 days")`."""
_OPERATORS: Mapping[type, Function] = {
    ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide", ast.Eq: "equal",
    ast.NotEq: "not_equal", ast.Lt: "less", ast.LtE: "less_or_equal", ast.Gt: "greater", ast.GtE: "greater_or_equal",
    ast.And: "and", ast.Or: "or", ast.Not: "not",
}  # fmt: skip
_NAMED = re.compile(r"`([^`]+)`|('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", re.DOTALL)
_PLACE = "_column_{}_"


@dataclass(frozen=True, slots=True)
class Parsed:
    """An expression that was read; what it says of time depends on when it is asked."""

    tree: ast.expr
    columns: tuple[str, ...]
    """Those in backticks, in order."""

    def at(self, now: datetime) -> Expression:
        """Return it as plain data for the engines."""
        return _Reader(self.columns, now).read(self.tree)


@cache
def parsed(text: str) -> Parsed:
    """Read an expression, and refuse what is none.

    Raises:
        RuleError: it can't be read; it says where, and what can be.
    """
    if len(text) > LONGEST:
        raise RuleError(f"an expression has at most {LONGEST:,} characters")
    quoted: list[str] = []

    def place(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        quoted.append(found[1])
        return _PLACE.format(len(quoted) - 1)

    try:
        tree = ast.parse(_NAMED.sub(place, text).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise RuleError(f"the expression {text!r} can't be read; write it as `total == price * quantity`") from None
    _check_depth(tree)
    known = Parsed(tree, tuple(quoted))
    known.at(datetime(2000, 1, 1))  # noqa: DTZ001 - only to find what can't be read
    return known


def _check_depth(tree: ast.expr) -> None:
    level: list[tuple[ast.AST, int]] = [(tree, 0)]
    for _ in range(MOST_TERMS):
        level = [
            (child, depth + _is_deeper(node, child)) for node, depth in level for child in ast.iter_child_nodes(node)
        ]
        if any(depth >= MOST_DEPTH for _, depth in level):
            raise RuleError(f"an expression is nested at most {MOST_DEPTH} deep")
    if level:
        raise RuleError(f"an expression has at most {MOST_TERMS} terms in a row")


def _is_deeper(node: ast.AST, child: ast.AST) -> bool:
    """Tell whether a part is more than a further term: a divisor is, since it is looked at twice."""
    if not (isinstance(node, ast.BinOp) and isinstance(child, ast.BinOp)):
        return True
    return isinstance(node.op, ast.Div) and child is node.right


def column_text(name: str) -> str:
    """Write the name of a column as an expression has it.

    Raises:
        RuleError: it holds a backtick.
    """
    from keyword import iskeyword

    if "`" in name:
        raise RuleError(f"the column {name!r} can't be named in an expression, since it has a backtick")
    return name if name.isidentifier() and not iskeyword(name) and not name.startswith("_column_") else f"`{name}`"


def value_text(value: object) -> str:
    """Write a value as an expression has it."""
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


class _Reader:
    def __init__(self, columns: tuple[str, ...], now: datetime) -> None:
        self._columns, self._now = columns, now

    def read(self, node: ast.expr) -> Expression:
        match node:
            case ast.Name(name):
                return Column(self._column(name))
            case ast.Constant(bool() | int() | float() | str() as value):
                return Literal(value)
            case ast.BoolOp(operator, values):
                return call(_OPERATORS[type(operator)], *map(self.read, values))
            case ast.UnaryOp(ast.Not(), value):
                return call("not", self.read(value))
            case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as number)):
                return Literal(-number)
            case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
                return call(_OPERATORS[type(operator)], self.read(left), self.read(right))
            case ast.Compare(left, operators, others):
                return self._compared(left, operators, others)
            case ast.Call(ast.Name(name), arguments, []):
                return self._called(name, arguments)
        raise RuleError(f"`{ast.unparse(node)}` can't stand in an expression about a row")

    def _column(self, name: str) -> str:
        found = re.fullmatch(_PLACE.format(r"(\d+)"), name)
        return self._columns[int(found[1])] if found else name

    def _compared(self, left: ast.expr, operators: list[ast.cmpop], others: list[ast.expr]) -> Expression:
        pairs = zip([left, *others], operators, others, strict=False)
        found = [self._pair(one, operator, other) for one, operator, other in pairs]
        return found[0] if len(found) == 1 else call("and", *found)

    def _pair(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Expression:
        match operator, right:
            case ((ast.In() | ast.NotIn()), (ast.Tuple(values) | ast.List(values) | ast.Set(values))) if values:
                among = call("is_in", self.read(left), *map(self._literal, values))
                return among if isinstance(operator, ast.In) else call("not", among)
            case ((ast.Is() | ast.IsNot()), ast.Constant(None)):
                missing = call("is_missing", self.read(left))
                return missing if isinstance(operator, ast.Is) else call("not", missing)
        if type(operator) not in _OPERATORS:
            raise RuleError("compare with ==, !=, <, <=, >, >= or `in (…)` of values")
        return call(_OPERATORS[type(operator)], self.read(left), self.read(right))

    def _literal(self, node: ast.expr) -> Literal:
        value = self.read(node)
        if not isinstance(value, Literal):
            raise RuleError(f"`in (…)` takes values, not `{ast.unparse(node)}`")
        return value

    def _called(self, name: str, arguments: list[ast.expr]) -> Expression:
        if name in OF_TIME:
            return Literal(self._moment(name, arguments))
        if name not in FUNCTIONS:
            known = (*FUNCTIONS, *OF_TIME)
            raise RuleError(f"there is no function {name!r}.{suggestion(name, known)} Functions: {', '.join(known)}")
        return call(FUNCTIONS[name], *map(self.read, arguments))

    def _moment(self, name: str, arguments: list[ast.expr]) -> date | datetime:
        given = [each.value for each in arguments if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        moments: dict[str, Callable[[], Moment]] = {
            "now": lambda: Moment("now"),
            "today": lambda: Moment("today"),
            "ago": lambda: Moment("now", -1, Span.read(given[0])),
        }
        if len(given) != len(arguments) or len(given) != (name in ("date", "ago")):
            raise RuleError(f"`{name}` is written as {_EXAMPLES[name]}")
        return read_time(given[0]) if name == "date" else moments[name]().at(self._now)


_EXAMPLES = {"date": 'date("2026-01-31")', "now": "now()", "today": "today()", "ago": 'ago("7 days")'}
