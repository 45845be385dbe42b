"""What a person is shown of a tool's work: plain data, drawn by the view, saved in the log.

Every text in here may come from data and is untrusted: whoever draws it escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Cell: TypeAlias = bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class TableDisplay:
    """A bounded piece of a table; None in a cell is a missing value."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total_rows: int | None = None
    """How many rows the whole has; None where these are all."""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class PictureDisplay:
    """A PNG picture, legible on light and dark ground."""

    title: str
    alt_text: str
    png: bytes = field(repr=False)
    width: int
    """In CSS pixels."""
    height: int
    """In CSS pixels."""
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class CodeDisplay:
    """Source code that ran or is proposed."""

    language: Literal["python", "sql"]
    source: str
    kind: Literal["code"] = "code"


@dataclass(frozen=True, slots=True)
class TextDisplay:
    """Text as it is, in a fixed-width face: what code printed, or a note."""

    text: str
    title: str = ""
    kind: Literal["text"] = "text"


Display: TypeAlias = TableDisplay | PictureDisplay | CodeDisplay | TextDisplay
