"""What came of a query, a picture, code or a change."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from dpa_jupyter.disclosure import Count, Discloses, Failure, Name, NativeType, Prose, Size, Width, Word
from dpa_jupyter.findings.frames import FrameCard
from dpa_jupyter.findings.values import Scalar


class QueryResult(TypedDict):
    """The rows that a query gave; the whole result is a frame with a name of its own."""

    frame: Name
    rows: Size
    columns: list[Name]
    preview: list[list[Scalar]]
    more_rows: Size
    truncated: Annotated[bool, Discloses.WORD]
    """True where the row limit cut the result."""
    notes: list[Prose]


class Picture(TypedDict):
    """A picture that the user sees, described for those who do not."""

    title: str
    caption: str
    kind: Word
    data: list[list[Scalar]]
    """The points that were drawn, at most 30, so that what is said of the picture can be checked."""
    columns: list[Name]
    notes: list[Prose]


class CodeOutcome(TypedDict):
    """What came of running code."""

    ok: Annotated[bool, Discloses.WORD]
    printed: str
    error: Failure
    value: object
    frames: list[FrameCard]
    pictures: list[str]


class ColumnChange(TypedDict):
    """What became of a column; a name that is None is of one that is not there on that side."""

    name_before: Name | None
    name_after: Name | None
    type_before: NativeType | None
    type_after: NativeType | None
    cells: Count | None
    """How many cells changed in rows that are on both sides."""


class ChangeOutcome(TypedDict):
    """What came of a proposed change; None in a count is what was not counted."""

    status: Literal["applied", "nothing to change"]
    variable: Name
    frame: Name
    rows_before: Size | None
    rows_after: Size | None
    rows_added: Count | None
    rows_removed: Count | None
    rows_changed: Count | None
    cells_changed: Count | None
    columns: list[ColumnChange]
    """Those that changed."""
    more_columns: Width
    notes: list[Prose]
