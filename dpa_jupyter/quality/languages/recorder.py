"""Names of a library that record what is done with them, as the syntax tree of Python that would do it.

Code that works on `polars`, say, works as well on `recorded("pl")`; what comes out is then not a value but its
source. So what is exported is what ran. Values become literals, whatever is in them; nothing is ever evaluated.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date, datetime
from types import ModuleType
from typing import TypeVar, cast

Wanted = TypeVar("Wanted")


class Recorded:
    """An expression of Python that grows with what is done with it."""

    __slots__ = ("_node",)
    __hash__ = None  # type: ignore[assignment]  # == records too

    def __init__(self, node: ast.expr) -> None:
        self._node = node

    def __getattr__(self, name: str) -> Recorded:
        return Recorded(ast.Attribute(self._node, name, ast.Load()))

    def __call__(self, *arguments: object, **options: object) -> Recorded:  # noqa: D102 - it records
        keywords = [ast.keyword(name, node_of(value)) for name, value in options.items()]
        return Recorded(ast.Call(self._node, [node_of(value) for value in arguments], keywords))

    def __getitem__(self, key: object) -> Recorded:
        return Recorded(ast.Subscript(self._node, node_of(key), ast.Load()))

    def __invert__(self) -> Recorded:
        return Recorded(ast.UnaryOp(ast.Invert(), self._node))

    def __and__(self, other: object) -> Recorded:
        return self._with(ast.BitAnd(), other)

    def __or__(self, other: object) -> Recorded:
        return self._with(ast.BitOr(), other)

    def __add__(self, other: object) -> Recorded:
        return self._with(ast.Add(), other)

    def __sub__(self, other: object) -> Recorded:
        return self._with(ast.Sub(), other)

    def __mul__(self, other: object) -> Recorded:
        return self._with(ast.Mult(), other)

    def __truediv__(self, other: object) -> Recorded:
        return self._with(ast.Div(), other)

    def __eq__(self, other: object) -> Recorded:  # type: ignore[override]  # it records
        return self._compared(ast.Eq(), other)

    def __ne__(self, other: object) -> Recorded:  # type: ignore[override]  # it records
        return self._compared(ast.NotEq(), other)

    def __lt__(self, other: object) -> Recorded:
        return self._compared(ast.Lt(), other)

    def __le__(self, other: object) -> Recorded:
        return self._compared(ast.LtE(), other)

    def __gt__(self, other: object) -> Recorded:
        return self._compared(ast.Gt(), other)

    def __ge__(self, other: object) -> Recorded:
        return self._compared(ast.GtE(), other)

    def _with(self, operator: ast.operator, other: object) -> Recorded:
        return Recorded(ast.BinOp(self._node, operator, node_of(other)))

    def _compared(self, operator: ast.cmpop, other: object) -> Recorded:
        return Recorded(ast.Compare(self._node, [operator], [node_of(other)]))


def recorded(name: str, of: type[Wanted] | type[ModuleType] = ModuleType) -> Wanted:
    """Return a name that records what is done with it, in the place of a module or a value of a type."""
    return cast("Wanted", Recorded(ast.Name(name, ast.Load())))


class RecordedModule(ModuleType):
    """A module whose every name is recorded by itself, as after `from … import …`."""

    def __getattr__(self, name: str) -> Recorded:
        return Recorded(ast.Name(name, ast.Load()))


def node_of(value: object) -> ast.expr:
    """Return the syntax tree of what was recorded, or of a plain value.

    Raises:
        TypeError: it is neither.
    """
    match value:
        case Recorded():
            return value._node  # noqa: SLF001 - any attribute would be recorded
        case float() if value != value or abs(value) == float("inf"):
            return ast.Call(ast.Name("float", ast.Load()), [ast.Constant(str(value))], [])
        case None | bool() | int() | float() | str():
            return ast.Constant(value)
        case date():
            return _time_node(value)
        case list() | tuple():
            elements = [node_of(each) for each in value]
            return ast.List(elements, ast.Load()) if isinstance(value, list) else ast.Tuple(elements, ast.Load())
        case Mapping():
            return ast.Dict([node_of(key) for key in value], [node_of(each) for each in value.values()])
        case slice(start=None, stop=None, step=None):
            return ast.Slice()
        case _:
            raise TypeError(f"a {type(value).__name__} can't be written as source")


def _time_node(value: date) -> ast.expr:
    parts: tuple[int, ...] = (value.year, value.month, value.day)
    if isinstance(value, datetime):
        parts += (value.hour, value.minute, value.second, value.microsecond)
        while len(parts) > 3 and not parts[-1]:
            parts = parts[:-1]
    name = "datetime" if isinstance(value, datetime) else "date"
    return ast.Call(ast.Name(name, ast.Load()), [ast.Constant(part) for part in parts], [])
