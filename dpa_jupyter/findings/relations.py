"""What goes with what: drivers of a target, groups of rows, periods of time, pairs of columns."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from dpa_jupyter.disclosure import Count, Finding, Label, Name, Prose, Size, Statistic, Support, Word
from dpa_jupyter.findings.values import ColumnType, LeftOut, Precision, Scalar


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
