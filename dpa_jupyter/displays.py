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


@dataclass(frozen=True, slots=True)
class ColumnDifference:
    """What becomes of one column; a name that is None is of a column that is not there on that side."""

    name_before: str | None
    name_after: str | None
    type_before: str | None
    type_after: str | None
    cells: int | None
    """How many cells change in rows that are on both sides; None where the column is on one side only, or unread."""
    examples: tuple[tuple[Cell, Cell], ...] = ()
    """Some changed cells, before and after."""


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row that changes: all its sample columns, before and after."""

    change: Literal["added", "removed", "changed"]
    label: str
    """What tells the row from others: its key or index, or its position, counted from 0."""
    before: tuple[Cell, ...]
    after: tuple[Cell, ...]
    changed: tuple[bool, ...]
    """Cell by cell; a text may be cut, so that both look alike and still differ."""


@dataclass(frozen=True, slots=True)
class DifferenceDisplay:
    """What a change would do, or did, to a variable; None in a count is what was not counted."""

    name: str
    is_new: bool
    """There was nothing under this name before."""
    rows_before: int | None
    rows_after: int | None
    rows_added: int | None
    rows_removed: int | None
    rows_changed: int | None
    rows_moved: bool
    """Rows that are on both sides stand in another order."""
    columns_before: int
    columns_after: int
    columns_moved: bool
    cells_changed: int | None
    matched_by: str
    """How a row before was told to be the same as one after, in words."""
    columns: tuple[ColumnDifference, ...] = ()
    """Only those that change, the first of them: those that go, those that are new, then the others."""
    more_columns: int = 0
    sample_columns: tuple[str, ...] = ()
    sample_rows: tuple[RowDifference, ...] = ()
    notes: tuple[str, ...] = ()
    columns_added: int = 0
    columns_removed: int = 0
    columns_renamed: int = 0
    columns_retyped: int = 0
    kind: Literal["difference"] = "difference"


Display: TypeAlias = TableDisplay | PictureDisplay | CodeDisplay | TextDisplay | DifferenceDisplay
