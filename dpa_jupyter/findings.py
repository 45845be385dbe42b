"""What the built-in tools tell, as JSON: the contract between a tool and whoever reads its observation.

A language model reads these as text, the offline rules as data; the answer's numbers are checked against them.
Shares are between 0 and 1. None means unknown or not applicable, never zero. Every number says how it was come by:
`precision` is "exact", "approximate" or "sampled", and `rows_used` says on how many rows it rests.

Each field declares what it would tell about the data (`disclosure`); that decides what leaves at a privacy level.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypeAlias, TypedDict

from dpa_jupyter.disclosure import (
    Count,
    Discloses,
    Extreme,
    Failure,
    Finding,
    Label,
    Name,
    NativeType,
    Prose,
    Size,
    Statistic,
    Support,
    Width,
    Word,
)

ColumnType: TypeAlias = Literal[
    "integer", "number", "boolean", "text", "category", "datetime", "date", "time", "duration", "other"
]
Precision: TypeAlias = Literal["exact", "approximate", "sampled"]
Scalar: TypeAlias = bool | int | float | str | None


class ValueCount(TypedDict):
    """A value and how often it stands in a column."""

    value: Annotated[Scalar, Label("name")]
    count: Support
    share: Statistic


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


class GroupRate(TypedDict):
    """The target within one group of rows: its share of the positive value, or its mean."""

    group: Annotated[str, Label("column")]
    rows: Support
    value: Statistic
    low: Statistic | None
    high: Statistic | None


class SegmentRate(TypedDict):
    """The target within one group of a comparison, by what its `by` names."""

    group: Annotated[str, Label("by")]
    rows: Support
    value: Statistic
    low: Statistic | None
    high: Statistic | None


class Driver(TypedDict):
    """How strongly one column goes with the target. It says what goes together, not what causes what."""

    column: Name
    type: ColumnType
    measure: Word
    """The name of the effect size, such as "Cramér's V (bias-corrected)"; all are on a scale from 0 to 1."""
    effect: Statistic
    low: Statistic
    """Bounds of the 95 % confidence interval of the effect."""
    high: Statistic
    p_value: Statistic
    p_adjusted: Statistic
    rows_used: Support
    missing: Count
    """Rows left out because this column or the target has no value."""
    direction: Finding[Literal["up", "down", "mixed"]] | None
    """Whether the target rises or falls as the column rises; None for groups without order."""
    groups: list[GroupRate]
    """The target by group (categories, or quantile bands of a number), most telling first, at most 6."""
    leak: Prose | None
    """Why this column may give the target away, if it may."""


class LeftOut(TypedDict):
    """A column that was not looked at, and why."""

    column: Name
    reason: Prose


class Drivers(TypedDict):
    """What goes with a target column, strongest first."""

    frame: Name
    target: Name
    target_type: Finding[Literal["binary", "categorical", "numeric"]]
    positive: Annotated[Scalar, Label("target")]
    """The value whose share is told, where the target is binary."""
    rows: Size
    rows_used: Support
    target_missing: Count
    overall: Statistic | None
    """Share of the positive value, or the mean; None for a target of several categories."""
    drivers: Finding[list[Driver]]
    left_out: Finding[list[LeftOut]]
    correction: Word
    """How p-values were corrected for looking at many columns."""
    precision: Precision
    notes: list[Prose]


class Segments(TypedDict):
    """A target compared between groups of rows."""

    frame: Name
    target: Name
    by: list[Name]
    measure: Literal["share", "mean", "count"]
    positive: Annotated[Scalar, Label("target")]
    rows: Size
    rows_used: Support
    overall: Statistic | None
    groups: Finding[list[SegmentRate]]
    """Largest value first, at most 30."""
    more_groups: Finding[Size]
    measure_of_effect: Finding[Word] | None
    effect: Statistic | None
    test: Finding[Word] | None
    p_value: Statistic | None
    notes: list[Prose]


class PeriodValue(TypedDict):
    """One period of time, against the one before: the difference, and the change as a share of it.

    A share is told only where no period's value is negative.
    """

    period: Annotated[str, Label("date")]
    rows: Support
    value: Statistic | None
    difference: Statistic | None
    change: Statistic | None


class Periods(TypedDict):
    """A target over time."""

    frame: Name
    date: Name
    target: Name | None
    period: Literal["hour", "day", "week", "month", "quarter", "year", "decade", "century"]
    aggregate: Literal["count", "sum", "mean", "median", "share"]
    positive: Annotated[Scalar, Label("target")]
    rows_used: Support
    missing: Count
    periods: Finding[list[PeriodValue]]
    """In order of time, at most 60; the latest where there are more."""
    more_periods: Finding[Size]
    trend: Finding[Literal["up", "down", "flat"]] | None
    p_value: Statistic | None
    """Of the trend, by Kendall's tau."""
    highest: Annotated[str, Label("date")] | None
    lowest: Annotated[str, Label("date")] | None
    notes: list[Prose]


class Association(TypedDict):
    """How strongly two columns go together."""

    first: Name
    second: Name
    measure: Word
    value: Statistic
    """From -1 to 1 for two numbers, from 0 to 1 otherwise."""
    p_value: Statistic
    p_adjusted: Statistic
    rows_used: Support


class Associations(TypedDict):
    """Pairs of columns that go together, strongest first."""

    frame: Name
    pairs: Finding[list[Association]]
    more_pairs: Finding[Size]
    left_out: Finding[list[LeftOut]]
    correction: Word
    precision: Precision
    notes: list[Prose]


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


class QualityFix(TypedDict):
    """A way to mend what a finding is about."""

    id: Word
    """Names it to `clean`."""
    action: Literal["set_values", "drop_rows", "drop_columns", "rename_column"]
    confidence: Literal["high", "medium", "low"]
    """High: nobody who knows the data would object."""
    title: str
    reason: str


class QualityFinding(TypedDict):
    """Something that is wrong with a frame, or worth knowing (a note)."""

    id: Word
    """Names its best fix to `clean`."""
    check: Word
    dimension: Word
    severity: Literal["critical", "high", "medium", "low", "note"]
    columns: list[Name]
    """Empty where it is about whole rows."""
    failed: Support | None
    """Rows that fail; None where none fails by itself."""
    share: Statistic | None
    """Of the rows."""
    certainty: Statistic
    """How likely the cells are errors, from 0 to 1."""
    title: str
    why: str
    examples: list[Annotated[Scalar, Label("columns")]]
    fixes: list[QualityFix]


class QualityDimension(TypedDict):
    """How a frame stands in one dimension, from 0 to 100; None where it was not assessed."""

    dimension: Word
    score: float | None


class QualityRule(TypedDict):
    """A rule of the user's own, and what became of it."""

    rule: str
    status: Finding[Literal["holds", "broken", "can't be checked"]]


class QualityFindings(TypedDict):
    """The quality report of a frame."""

    frame: Name
    rows: Size
    column_count: Width
    score: Statistic | None
    """From 0 to 100, rounded down; None where there is nothing to score."""
    dimensions: list[QualityDimension]
    action: Finding[Literal["approve", "approve with notes", "clean", "quarantine", "reject"]] | None
    """What is best done with the frame."""
    reason: str
    findings: Finding[list[QualityFinding]]
    """The worst first, at most 40; notes at the end."""
    more_findings: Finding[Size]
    rules: list[QualityRule]
    """The user's own, at most 40; those that are broken are findings, too."""
    precision: Precision
    rows_used: Support
    about: str
    """What the numbers rest on, and which checks failed."""
    compared: NotRequired[QualityCompared]
    """Where a baseline was named."""


class QualityCompared(TypedDict):
    """An earlier frame, or what was saved of it, beside the frame."""

    baseline: Name
    moved: Finding[Size] | None
    """How many of the findings tell what moved since; None where it could not be compared."""


class ProposedRule(TypedDict):
    """A rule that a model wrote: whether it holds is one exact answer about any row that it cares to ask about."""

    rule: str
    status: str
    """Undeclared, as a word of ours would be told: "holds", "broken" or "can't be checked"."""


class KeptRules(TypedDict):
    """What became of rules that were proposed."""

    frame: Name
    status: Finding[Literal["kept", "nothing new"]]
    rules: list[ProposedRule]


class JoinSide(TypedDict):
    """The keys of one of two frames."""

    rows: Size
    missing: Annotated[int, Discloses.ABSENT]
    """Rows without a key: a value of it is missing, so they join with nothing."""
    distinct: Count
    repeated: Count
    """Keys that stand in several rows."""
    most_rows: Count
    """In how many rows the most frequent key stands."""
    orphans: Count
    """Rows with a key that the other frame does not have."""
    orphan_examples: list[Annotated[Scalar, Label("key")]]


class Joined(TypedDict):
    """What a join of two frames would come to."""

    common_keys: Count
    inner_rows: Support
    left_rows: int
    """As the other sums, it would give away what of the parts is too small to be told."""
    right_rows: int
    full_rows: int
    relation: Finding[Literal["one to one", "one to many", "many to one", "many to many", "no match"]]
    fan_out: Statistic | None
    """Rows of the inner join for each row of the first frame that finds a match; None where none does."""
    compared_as: Literal["values", "text"]
    """As text where the types of the keys differ."""


class JoinOther(TypedDict):
    """The second frame of a join, and what both come to."""

    frame: Name
    key: list[Name]
    types: list[ColumnType]
    side: JoinSide
    joined: Joined


class JoinCheck(TypedDict):
    """The keys of two frames, compared without joining them."""

    frame: Name
    key: list[Name]
    types: list[ColumnType]
    side: JoinSide
    other: JoinOther
    precision: Precision
