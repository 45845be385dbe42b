"""Calls in a text of Python as plain data: it is parsed, and nothing of it runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.formats.exchanged import Unsaid


@dataclass(frozen=True, slots=True)
class PythonCall:
    """A call as it is written."""

    name: str
    """The last part of what is called, such as `Column` of `pa.Column`."""
    arguments: tuple[object, ...]
    keywords: dict[str, object]


def tree_of(text: str, source: str) -> ast.Module:
    """Parse a text.

    Raises:
        RuleError: it is no Python.
    """
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise RuleError(f"{source}, line {error.lineno}: this is no Python: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError):
        raise RuleError(f"{source} is no Python that can be parsed") from None


def calls_of(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Find the calls of this name."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node) == name)


def name_of(call: ast.Call) -> str:
    """Return the last part of what is called."""
    match call.func:
        case ast.Attribute(_, name) | ast.Name(name):
            return name
    return ""


def called(call: ast.Call) -> PythonCall:
    """Return a call as plain data.

    Raises:
        Unsaid: something in it is known only when it runs.
    """
    keywords = {each.arg: value_of(each.value) for each in call.keywords if each.arg is not None}
    if len(keywords) < len(call.keywords) or any(isinstance(each, ast.Starred) for each in call.args):
        raise Unsaid("'*' and '**' are not read")
    return PythonCall(name_of(call), tuple(map(value_of, call.args)), keywords)


def value_of(node: ast.expr) -> object:
    """Return what an expression is: constants, lists, objects and calls.

    Raises:
        Unsaid: it is known only when it runs.
    """
    match node:
        case ast.Constant(value):
            return value
        case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as number)):
            return -number
        case ast.List(values) | ast.Tuple(values) | ast.Set(values):
            return [value_of(value) for value in values]
        case ast.Dict(keys, values) if None not in keys:
            if not all(isinstance(key, ast.Constant) for key in keys):
                raise Unsaid("keys of an object are texts and numbers")
            return {value_of(key): value_of(value) for key, value in zip(keys, values, strict=True) if key is not None}
        case ast.Call():
            return called(node)
        case ast.Name(name) | ast.Attribute(_, name):
            return PythonCall(name, (), {})
    raise Unsaid(f"`{ast.unparse(node)[:60]}` is known only when it runs, and nothing of the file runs")
