"""What is told of a frame and its columns: the card, the profile, the dictionary, and the list of frames."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from dpa_jupyter.disclosure import (
    Count,
    Discloses,
    Extreme,
    Finding,
    Name,
    NativeType,
    Prose,
    Size,
    Statistic,
    Support,
    Width,
    Word,
)
from dpa_jupyter.findings.values import ColumnType, Precision, ValueCount


class ColumnCard(TypedDict):
    """What is told of one column; fields that say nothing of its type are left out."""

    name: Name
    type: ColumnType
    missing: NotRequired[Annotated[float, Discloses.ABSENT]]
    """Share of rows without a value; a floating-point NaN counts as missing."""
    distinct: NotRequired[Finding[Size]]
    range: NotRequired[tuple[Extreme, Extreme]]
    top: NotRequired[Finding[list[ValueCount]]]
    about: NotRequired[str]
    """What an object says of itself, or what the name suggests."""


class FrameCard(TypedDict):
    """The schema card: what a model is told of a frame before it asks anything."""

    frame: Name
    kind: Word
    rows: Size | None
    column_count: Width
    columns: list[ColumnCard]
    more_columns: NotRequired[list[Name]]
    """Names only, as many as fit; then a last entry "… and N more"."""
    precision: Precision
    rows_used: Support | None
    notes: list[Prose]


class ColumnProfile(TypedDict):
    """The statistics of one column; quantiles and the like are None where they have no meaning."""

    name: Name
    type: ColumnType
    native_type: NativeType
    missing: Annotated[int, Discloses.ABSENT]
    missing_share: Annotated[float, Discloses.ABSENT]
    distinct: Finding[Size] | None
    minimum: Extreme
    maximum: Extreme
    mean: Statistic | None
    standard_deviation: Statistic | None
    quantile_25: Statistic | None
    median: Statistic | None
    quantile_75: Statistic | None
    zeros: Count | None
    negatives: Count | None
    top: Finding[list[ValueCount]]
    notes: list[Prose]
    """Caveats: constant, nearly all missing, numbers kept as text, blank strings, one value per row …"""


class FrameProfile(TypedDict):
    """The statistics of a frame."""

    frame: Name
    rows: Size
    column_count: Width
    duplicate_rows: Count | None
    columns: list[ColumnProfile]
    more_columns: Width
    """How many columns are not listed."""
    next_skip: NotRequired[Width]
    """What to give as `skip` for the next of them."""
    precision: Precision
    rows_used: Support
    notes: list[Prose]


class FrameList(TypedDict):
    """The frames that can be named."""

    frames: list[FrameListing]


class FrameListing(TypedDict):
    """A frame that can be named."""

    frame: Name
    kind: Word
    rows: Size | None
    columns: list[Name]
    more_columns: Width


class ColumnDocument(TypedDict):
    """One line of a data dictionary."""

    name: Name
    type: ColumnType
    meaning: str
    """What name and values suggest, in words; a guess is said to be one."""
    values: str
    missing: str
    role: Finding[Literal["identifier", "measure", "category", "flag", "date", "text", "constant"]]
    notes: list[Prose]


class FrameDocument(TypedDict):
    """A data dictionary."""

    frame: Name
    rows: Size
    column_count: Width
    grain: Prose | None
    """What one row stands for, as far as keys tell."""
    keys: Finding[list[list[Name]]]
    """Columns or pairs of columns without repeated or missing values."""
    columns: list[ColumnDocument]
    notes: list[Prose]
