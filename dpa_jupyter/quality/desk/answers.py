"""What the desk answers, as JSON: the one contract between the kernel and whatever shows a report.

The panel's TypeScript has the same words (`widgets/js/source/quality/answers.ts`), and a test compares them. Shares are
between 0 and 1, scores between 0 and 100. None is unknown or not applicable, never zero.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, TypedDict

from dpa_jupyter.findings import ColumnType, Precision
from dpa_jupyter.quality.finding import Dimension, Severity
from dpa_jupyter.quality.operation import Confidence
from dpa_jupyter.quality.operations.export import Target

Cell: TypeAlias = bool | int | float | str | None
Sort: TypeAlias = Literal["place", "name", "type", "missing", "distinct", "findings"]
Stage: TypeAlias = Literal["first look", "measuring", "checking", "done", "failed"]


class Figure(TypedDict):
    """A number, and how far it can be relied on."""

    value: float
    precision: Precision
    rows_used: int | None
    low: float | None
    """Of its 95 % interval, as `high`."""
    high: float | None


class Deduction(TypedDict):
    """A step of the waterfall from 100 down to the score."""

    label: str
    points: float
    severity: Severity
    finding: str | None
    """The key of the finding that it is for."""


class DimensionScore(TypedDict):
    """How the frame stands in one dimension."""

    dimension: Dimension
    score: float | None
    """None where it was not assessed."""


class ScoreCard(TypedDict):
    """The score and how it came about."""

    score: Figure
    deductions: list[Deduction]
    """The largest first."""
    dimensions: list[DimensionScore]
    cap: str | None
    """Why the score can't be higher, where something critical caps it."""
    action: str
    """What is best done with the frame, in a word or two."""
    reason: str
    """Why, in a sentence."""
    verdicts: list[tuple[str, str]]
    """What else is concluded, by name: readiness, sensitive values, what it costs to measure again."""


class FixCard(TypedDict):
    """A fix that can be ticked."""

    id: str
    title: str
    reason: str
    confidence: Confidence
    affected: Figure | None
    is_applied: bool


class FindingCard(TypedDict):
    """A finding as it stands in the list and in its own view."""

    key: str
    """Names it to the desk, as long as the frame is the same."""
    check: str
    dimension: Dimension
    severity: Severity
    columns: list[str]
    title: str
    why: str
    checked: int
    failed: Figure | None
    share: float | None
    certainty: float
    examples: list[Cell]
    has_rows: bool
    fixes: list[FixCard]


class Change(TypedDict):
    """A fix that was applied."""

    id: str
    title: str
    affected: Figure | None


class Baseline(TypedDict):
    """A frame or a saved report that this one can be compared with."""

    name: str
    about: str


class Overview(TypedDict):
    """All that stands above the tables."""

    version: int
    """Higher each time that anything here or in the tables is new."""
    frame: str
    kind: str
    rows: int | None
    """None as long as a plan did not tell."""
    column_count: int
    stage: Stage
    note: str
    """What the numbers rest on, or why there are none."""
    score: ScoreCard | None
    severities: dict[Severity, int]
    """How many findings there are of each."""
    changes: list[Change]
    """What was applied to the frame, in the order it was."""
    baselines: list[Baseline]
    baseline: str | None
    """The one that the report was asked to compare with."""


class Distribution(TypedDict):
    """How often what stands in a column: bins of numbers or times, or the most frequent values."""

    kind: Literal["bins", "values"]
    is_time: bool
    """Edges are seconds since 1970."""
    edges: list[float]
    """One more than there are counts; empty for values."""
    values: list[Cell]
    """As many as there are counts; empty for bins."""
    counts: list[int]
    rest: int | None
    """Rows with other values than those, where that is known."""
    precision: Precision


class ColumnRow(TypedDict):
    """A row of the table of columns."""

    place: int
    name: str
    type: ColumnType
    native_type: str
    missing: Figure | None
    missing_share: float | None
    distinct: Figure | None
    distribution: Distribution | None
    """In at most a dozen bars."""
    findings: dict[Severity, int]
    failure: str | None


class ColumnCard(TypedDict):
    """One column, in its own view."""

    row: ColumnRow
    distribution: Distribution | None
    """In as many bars as were measured; to be brushed."""
    facts: list[tuple[str, Figure | str]]
    """The other statistics by name."""
    findings: list[FindingCard]


class ColumnPage(TypedDict):
    """Some rows of the table of columns."""

    version: int
    total: int
    skip: int
    rows: list[ColumnRow]


class FindingPage(TypedDict):
    """Some findings, the worst first."""

    version: int
    total: int
    skip: int
    rows: list[FindingCard]


class RowPage(TypedDict):
    """Some rows of the frame."""

    total: Figure | None
    """How many there are in all."""
    skip: int
    columns: list[str]
    marked: list[str]
    """The columns that these rows are shown for."""
    positions: list[int | None]
    """Of each row in the frame, counted from 0."""
    cells: list[list[Cell]]
    """By row."""


class Selection(TypedDict):
    """Rows that a brush took."""

    key: str
    """Names it to the desk."""
    predicate: str
    """In words."""
    rows: Figure | None


class ChangedRow(TypedDict):
    """A row before and after."""

    position: int | None
    kind: Literal["changed", "removed"]
    before: list[Cell]
    after: list[Cell]


class Preview(TypedDict):
    """What fixes would do, cell by cell."""

    title: str
    rows_before: int | None
    rows_after: Figure | None
    """Of both None where no rows are dropped and the frame does not know them."""
    columns_before: int
    columns_after: int
    cells: Figure | None
    """How many of them change."""
    columns: list[str]
    rows: list[ChangedRow]
    """Only the first of the rows that change."""
    notes: list[str]


class Code(TypedDict):
    """Applied fixes in another language."""

    target: Target
    text: str
    """Empty where nothing was applied."""


class ComparedColumn(TypedDict):
    """A column in two frames."""

    name: str
    status: Literal["added", "removed", "changed", "same"]
    facts: list[tuple[str, str, str]]
    """What differs: its name, in the baseline, here."""
    before: Distribution | None
    after: Distribution | None


class Comparison(TypedDict):
    """This frame beside a baseline."""

    baseline: str
    facts: list[tuple[str, str, str]]
    """Of the frames: its name, in the baseline, here."""
    columns: list[ComparedColumn]
    """Those that differ most first."""
    unchanged: int
    """How many columns are left out since they do not differ."""
    resolved: list[str]
    """Titles of findings that the baseline has and this frame does not."""
    appeared: list[str]
    drift: list[FindingCard]
    """What moved since the baseline, beyond what chance moves, the worst first."""
    note: str
    """What could not be compared, if anything."""
    progress: str
    """What is waited for, while there is nothing else to tell yet; empty once there is."""


class RecordPoint(TypedDict):
    """A finished report of the frame."""

    at: float
    """Seconds since 1970."""
    rows: int
    score: float | None
    missing: float | None
    """The share of missing values, of the column that was asked for."""
    findings: int
    """Without notes."""


class RecordCard(TypedDict):
    """What became of the frame, report by report."""

    points: list[RecordPoint]
    """Oldest first."""
    columns: list[str]
    """Of which the record has missing values, those of the latest report."""
    alarms: list[str]
    """What is unusual in the latest report, in sentences."""
    note: str
    """What of the record could not be read, if anything."""
