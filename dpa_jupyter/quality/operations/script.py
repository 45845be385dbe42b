"""A function `clean` written down statement by statement, while the same definition that runs is walked through."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable
from itertools import count
from typing import Protocol, TypeVar, cast

from dpa_jupyter.quality.languages.layout import INDENT, source
from dpa_jupyter.quality.languages.recorder import Recorded, node_of
from dpa_jupyter.quality.operation import Operation

Value = TypeVar("Value")
LONGEST = 40
"""So many characters of a column's name are taken for that of a variable."""


class Steps(Protocol):
    """What is done one after the other, and what each is for; either it runs, or it is written down."""

    def note(self, operation: Operation) -> None:
        """Say which operation follows."""
        ...

    def let(self, value: Value, *, column: str = "", name: str = "") -> Value:
        """Call a value by a name, or by one made from that of a column, and return it as such."""
        ...

    def put(self, frame: Value, place: str | int, column: object) -> Value:
        """Put a column into a frame of pandas, by its label or its position, and return the frame."""
        ...


class Script:
    """Writes the steps down."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._lines: list[str] = []
        self._taken = frozenset(taken)
        self._variables: dict[str, str] = {}

    def note(self, operation: Operation) -> None:
        """Write a comment, in one line whatever the title is."""
        self._lines.append(f"{INDENT}# {one_line(operation.title)}")

    def let(self, value: Value, *, column: str = "", name: str = "") -> Value:
        """Assign a value to a name."""
        name = name or self._variable(column)
        self._lines.append(f"{INDENT}{name} = {source(node_of(value), 1, before=len(name) + 3)}")
        return cast("Value", Recorded(ast.Name(name, ast.Load())))

    def put(self, frame: Value, place: str | int, column: object) -> Value:
        """Assign a column of a frame."""
        target, values = node_of(frame), node_of(column)
        if isinstance(place, str):
            written = ast.unparse(ast.Subscript(target, ast.Constant(place), ast.Load()))
            self._lines.append(f"{INDENT}{written} = {source(values, 1, before=len(written) + 3)}")
        else:
            setting = ast.Call(ast.Attribute(target, "isetitem", ast.Load()), [ast.Constant(place), values], [])
            self._lines.append(INDENT + source(setting, 1))
        return frame

    def give(self, value: object) -> str:
        """Return all lines, of which the last returns a value."""
        return "\n".join([*self._lines, f"{INDENT}return {source(node_of(value), 1, before=7)}"])

    def _variable(self, column: str) -> str:
        """Return a name of Python for a column: nothing of its own but ASCII letters, digits and underscores."""
        if column not in self._variables:
            plain = re.sub(r"[^0-9a-z]+", "_", column.lower()).strip("_")[:LONGEST] or "values"
            base = f"column_{plain}" if plain[0].isdigit() else plain
            numbered = (base if number == 1 else f"{base}_{number}" for number in count(1))
            taken = {*self._variables.values(), *self._taken}
            self._variables[column] = next(
                name for name in numbered if name not in taken and not keyword.iskeyword(name)
            )
        return self._variables[column]


class Running:
    """Does the steps."""

    def note(self, operation: Operation) -> None:
        """Do nothing."""

    def let(self, value: Value, *, column: str = "", name: str = "") -> Value:
        """Return the value."""
        return value

    def put(self, frame: Value, place: str | int, column: object) -> Value:
        """Put a column into a frame of pandas."""
        import pandas as pd

        assert isinstance(frame, pd.DataFrame)
        if isinstance(place, str):
            frame[place] = column  # type: ignore[call-overload]  # a series
        else:
            frame.isetitem(place, column)  # type: ignore[arg-type]  # pandas takes a series
        return frame


def one_line(title: str) -> str:
    """Write a title so that it can stand in a comment, whatever is in it."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in title).split())
