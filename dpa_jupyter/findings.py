"""What the built-in tools tell, as JSON: the contract between a tool and whoever reads its observation.

A language model reads these as text, the offline rules as data; the answer's numbers are checked against them.
Shares are between 0 and 1. None means unknown or not applicable, never zero. Every number says how it was come by:
`precision` is "exact", "approximate" or "sampled", and `rows_used` says on how many rows it rests.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

ColumnType: TypeAlias = Literal[
    "integer", "number", "boolean", "text", "category", "datetime", "date", "time", "duration", "other"
]
Precision: TypeAlias = Literal["exact", "approximate", "sampled"]
Scalar: TypeAlias = bool | int | float | str | None


class ValueCount(TypedDict):
    """A value and how often it stands in a column."""

    value: Scalar
    count: int
    share: float


class ColumnCard(TypedDict):
    """What is told of one column; fields that say nothing of its type are left out."""

    name: str
    type: ColumnType
    missing: NotRequired[float]
    """Share of rows without a value; a floating-point NaN counts as missing."""
    distinct: NotRequired[int]
    range: NotRequired[tuple[Scalar, Scalar]]
    top: NotRequired[list[ValueCount]]
    about: NotRequired[str]
    """What an object says of itself, or what the name suggests."""


class FrameCard(TypedDict):
    """The schema card: what a model is told of a frame before it asks anything."""

    frame: str
    kind: str
    rows: int | None
    column_count: int
    columns: list[ColumnCard]
    more_columns: NotRequired[list[str]]
    """Names only, as many as fit; then a last entry "… and N more"."""
    precision: Precision
    rows_used: int | None
    notes: list[str]


class ColumnProfile(TypedDict):
    """The statistics of one column; quantiles and the like are None where they have no meaning."""

    name: str
    type: ColumnType
    native_type: str
    missing: int
    missing_share: float
    distinct: int | None
    minimum: Scalar
    maximum: Scalar
    mean: float | None
    standard_deviation: float | None
    quantile_25: float | None
    median: float | None
    quantile_75: float | None
    zeros: int | None
    negatives: int | None
    top: list[ValueCount]
    notes: list[str]
    """Caveats: constant, nearly all missing, numbers kept as text, blank strings, one value per row …"""


class FrameProfile(TypedDict):
    """The statistics of a frame."""

    frame: str
    rows: int
    column_count: int
    duplicate_rows: int | None
    columns: list[ColumnProfile]
    more_columns: int
    """How many columns are not listed."""
    next_skip: NotRequired[int]
    """What to give as `skip` for the next of them."""
    precision: Precision
    rows_used: int
    notes: list[str]


class GroupRate(TypedDict):
    """The target within one group of rows: its share of the positive value, or its mean."""

    group: str
    rows: int
    value: float
    low: float | None
    high: float | None


class Driver(TypedDict):
    """How strongly one column goes with the target. It says what goes together, not what causes what."""

    column: str
    type: ColumnType
    measure: str
    """The name of the effect size, such as "Cramér's V (bias-corrected)"; all are on a scale from 0 to 1."""
    effect: float
    low: float
    """Bounds of the 95 % confidence interval of the effect."""
    high: float
    p_value: float
    p_adjusted: float
    rows_used: int
    missing: int
    """Rows left out because this column or the target has no value."""
    direction: Literal["up", "down", "mixed"] | None
    """Whether the target rises or falls as the column rises; None for groups without order."""
    groups: list[GroupRate]
    """The target by group (categories, or quantile bands of a number), most telling first, at most 6."""
    leak: str | None
    """Why this column may give the target away, if it may."""


class LeftOut(TypedDict):
    """A column that was not looked at, and why."""

    column: str
    reason: str


class Drivers(TypedDict):
    """What goes with a target column, strongest first."""

    frame: str
    target: str
    target_type: Literal["binary", "categorical", "numeric"]
    positive: Scalar
    """The value whose share is told, where the target is binary."""
    rows: int
    rows_used: int
    target_missing: int
    overall: float | None
    """Share of the positive value, or the mean; None for a target of several categories."""
    drivers: list[Driver]
    left_out: list[LeftOut]
    correction: str
    """How p-values were corrected for looking at many columns."""
    precision: Precision
    notes: list[str]


class Segments(TypedDict):
    """A target compared between groups of rows."""

    frame: str
    target: str
    by: list[str]
    measure: Literal["share", "mean", "count"]
    positive: Scalar
    rows: int
    rows_used: int
    overall: float | None
    groups: list[GroupRate]
    """Largest value first, at most 30."""
    more_groups: int
    measure_of_effect: str | None
    effect: float | None
    test: str | None
    p_value: float | None
    notes: list[str]


class PeriodValue(TypedDict):
    """One period of time; `change` is against the period before, as a share of it."""

    period: str
    rows: int
    value: float | None
    change: float | None


class Periods(TypedDict):
    """A target over time."""

    frame: str
    date: str
    target: str | None
    period: Literal["hour", "day", "week", "month", "quarter", "year", "decade", "century"]
    aggregate: Literal["count", "sum", "mean", "median", "share"]
    positive: Scalar
    rows_used: int
    missing: int
    periods: list[PeriodValue]
    """In order of time, at most 60; the latest where there are more."""
    more_periods: int
    trend: Literal["up", "down", "flat"] | None
    p_value: float | None
    """Of the trend, by Kendall's tau."""
    highest: str | None
    lowest: str | None
    notes: list[str]


class Association(TypedDict):
    """How strongly two columns go together."""

    first: str
    second: str
    measure: str
    value: float
    """From -1 to 1 for two numbers, from 0 to 1 otherwise."""
    p_value: float
    p_adjusted: float
    rows_used: int


class Associations(TypedDict):
    """Pairs of columns that go together, strongest first."""

    frame: str
    pairs: list[Association]
    more_pairs: int
    left_out: list[LeftOut]
    correction: str
    precision: Precision
    notes: list[str]


class QueryResult(TypedDict):
    """The rows that a query gave; the whole result is a frame with a name of its own."""

    frame: str
    rows: int
    columns: list[str]
    preview: list[list[Scalar]]
    more_rows: int
    truncated: bool
    """True where the row limit cut the result."""
    notes: list[str]


class Picture(TypedDict):
    """A picture that the user sees, described for those who do not."""

    title: str
    caption: str
    kind: str
    data: list[list[Scalar]]
    """The points that were drawn, at most 30, so that what is said of the picture can be checked."""
    columns: list[str]
    notes: list[str]


class CodeOutcome(TypedDict):
    """What came of running code."""

    ok: bool
    printed: str
    error: str
    value: object
    frames: list[FrameCard]
    pictures: list[str]


class FrameList(TypedDict):
    """The frames that can be named."""

    frames: list[FrameListing]


class FrameListing(TypedDict):
    """A frame that can be named."""

    frame: str
    kind: str
    rows: int | None
    columns: list[str]
    more_columns: int
    made_by: NotRequired[str]


class ColumnDocument(TypedDict):
    """One line of a data dictionary."""

    name: str
    type: ColumnType
    meaning: str
    """What name and values suggest, in words; a guess is said to be one."""
    values: str
    missing: str
    role: Literal["identifier", "measure", "category", "flag", "date", "text", "constant"]
    notes: list[str]


class FrameDocument(TypedDict):
    """A data dictionary."""

    frame: str
    rows: int
    column_count: int
    grain: str | None
    """What one row stands for, as far as keys tell."""
    keys: list[list[str]]
    """Columns or pairs of columns without repeated or missing values."""
    columns: list[ColumnDocument]
    notes: list[str]
