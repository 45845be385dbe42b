"""One number for a frame, and how it comes about.

The formula
    A cell fails in a dimension if it fails in the predicate of a finding of that dimension which is certain enough
    (0.5) and more than a note. It is charged once, with the weight of the worst of these findings: critical 1,
    high 0.75, medium 0.5, low 0.25. With r_k the share of a column's rows whose worst finding is of severity k,

        S(column, dimension) = 100 · (1 - Σ_k r_k · weight_k)
        S(column)            = Σ_d w_d · S(column, d) / Σ_d w_d        over the dimensions that apply to its type
        S(table)             = Σ_c w_c · S(c) / Σ_c w_c · Π_d (1 - Σ_k R_k,d · weight_k)

    where R are shares of rows that fail as a whole: duplicates, keys. At most 59 where there is a critical finding.
    Dimensions apply by type alone: if they did by what was found, a new fault could raise the mean.

Why
    To charge distinct cells, and each once, makes overlapping checks harmless and easy rules worthless, unlike the
    mean of rules passed (Collibra, AWS Glue) or the product over issues (IBM). The cap keeps a mean from hiding what
    makes a table useless. Accuracy needs a reference, so it is not assessed: what looks like an outlier is no fault.

What holds (and is tested)
    A clean table has 100. More failing cells never raise a score. It lies from 0 to 100. It depends neither on the
    order of findings nor on how the rows are split into parts of which it is the mean by rows, short of the cap. The
    points of all deductions add up to what is missing to 100.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.finding import Dimension, Severity

WEIGHTS: dict[Severity, float] = {"critical": 1.0, "high": 0.75, "medium": 0.5, "low": 0.25}
CAP = 59.0
"""The most that a table with a critical finding can have."""
ALWAYS: tuple[Dimension, ...] = ("completeness", "uniqueness", "validity", "consistency")
WITH_TIME: tuple[Dimension, ...] = (*ALWAYS, "timeliness")
NOT_ASSESSED: Dimension = "accuracy"
TIMES: frozenset[ColumnType] = frozenset({"datetime", "date"})


@dataclass(frozen=True, slots=True)
class Failing:
    """The share of rows that fail in a column and dimension, and whose worst finding there is of this severity."""

    column: str | None
    """None for rows that fail as a whole."""
    dimension: Dimension
    severity: Severity
    share: float
    low: float
    high: float
    """The 95 % interval; the share itself where it is exact."""
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoredColumn:
    """A column and what is to be known of it for a score."""

    name: str
    type: ColumnType
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points that are missing to 100, and why."""

    column: str | None
    dimension: Dimension | None
    """None for the cap."""
    points: float
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnScore:
    """The score of a column."""

    name: str
    value: float
    dimensions: Mapping[Dimension, float]


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a frame, from 0 to 100."""

    value: float
    low: float
    high: float
    """The 95 % interval, where shares were sampled."""
    dimensions: Mapping[Dimension, float | None]
    """None for what was not assessed."""
    columns: tuple[ColumnScore, ...]
    deductions: tuple[Deduction, ...] = field(default=())
    """The largest first; they add up to what is missing to 100."""
    is_capped: bool = False


def score(
    columns: Sequence[ScoredColumn],
    failing: Iterable[Failing],
    *,
    has_critical: bool = False,
    weights: Mapping[Dimension, float] | None = None,
) -> Score | None:
    """Score a frame; None where there is nothing to score.

    Args:
        columns: All of them.
        failing: The rows that fail, each once for a column and dimension.
        has_critical: Whether any finding is critical, with failing rows or without.
        weights: Of the dimensions, 1 by default.
    """
    if not columns or sum(column.weight for column in columns) <= 0:
        return None
    known = _Table(columns, tuple(failing), weights or {})
    is_capped = has_critical and known.value > CAP
    value, low, high = (
        min(each.value, CAP if has_critical else 100.0)
        for each in (known, known.with_shares("high"), known.with_shares("low"))
    )
    deductions = [*known.deductions(), *([Deduction(None, None, known.value - CAP)] if is_capped else [])]
    deductions.sort(key=lambda each: (-each.points, each.column or "", each.dimension or ""))
    return Score(value, low, high, known.dimensions(), known.column_scores, tuple(deductions), is_capped)


def applicable(kind: ColumnType) -> tuple[Dimension, ...]:
    """Return the dimensions in which columns of a type are scored."""
    return WITH_TIME if kind in TIMES else ALWAYS


@dataclass(frozen=True)
class _Table:
    columns: Sequence[ScoredColumn]
    failing: tuple[Failing, ...]
    weights: Mapping[Dimension, float]

    def with_shares(self, bound: str) -> _Table:
        """Take one end of each share's interval for the share."""
        moved = (replace(each, share=each.low if bound == "low" else each.high) for each in self.failing)
        return replace(self, failing=tuple(moved))

    @cached_property
    def lost(self) -> Mapping[tuple[str | None, Dimension], float]:
        """Return the part of 1 that is lost in each column and dimension; none counts for more than all rows."""
        found: dict[tuple[str | None, Dimension], float] = defaultdict(float)
        for place, charged in self._charged.items():
            found[place] = sum(each.share * WEIGHTS.get(each.severity, 0.0) for each in charged)
        return {place: min(amount, 1.0) for place, amount in found.items()}

    @cached_property
    def _charged(self) -> Mapping[tuple[str | None, Dimension], list[Failing]]:
        """Return what fails by the place that pays for it.

        What is found where its dimension does not apply is a fault of validity.
        """
        kinds = {column.name: applicable(column.type) for column in self.columns}
        found: dict[tuple[str | None, Dimension], list[Failing]] = defaultdict(list)
        for each in self.failing:
            if each.dimension != NOT_ASSESSED:
                known = kinds.get(each.column, ("uniqueness",)) if each.column is not None else (each.dimension,)
                found[each.column, each.dimension if each.dimension in known else "validity"].append(each)
        return found

    @cached_property
    def column_scores(self) -> tuple[ColumnScore, ...]:
        lost = self.lost
        found = []
        for column in self.columns:
            scores = {each: 100 * (1 - lost.get((column.name, each), 0.0)) for each in applicable(column.type)}
            found.append(ColumnScore(column.name, self._mean(scores), scores))
        return tuple(found)

    @property
    def value(self) -> float:
        return self._mean_of_columns * self._factor()

    def dimensions(self) -> dict[Dimension, float | None]:
        """Return the mean of the columns in each dimension, with what is lost by whole rows."""
        lost, scores = self.lost, self.column_scores
        found: dict[Dimension, float | None] = {NOT_ASSESSED: None}
        for dimension in WITH_TIME:
            known = [
                (each.dimensions[dimension], column.weight)
                for each, column in zip(scores, self.columns, strict=True)
                if dimension in each.dimensions
            ]
            total = sum(weight for _, weight in known)
            of_rows = 1 - lost.get((None, dimension), 0.0)
            mean = sum(value * weight for value, weight in known) / total if total else None
            found[dimension] = mean * of_rows if mean is not None else None
        return found

    def deductions(self) -> list[Deduction]:
        """Share out what is missing to 100, first among the cells, then among the rows that fail as a whole."""
        total = sum(column.weight for column in self.columns)
        found = []
        for column, scored in zip(self.columns, self.column_scores, strict=True):
            weights = sum(self._weight(dimension) for dimension in scored.dimensions)
            for dimension, value in scored.dimensions.items():
                points = (100 - value) * self._weight(dimension) / weights * column.weight / total if weights else 0.0
                if points > 0:
                    found.append(Deduction(column.name, dimension, points, self._checks(column.name, dimension)))
        rest = self._mean_of_columns
        for dimension, amount in self._of_rows().items():
            found.append(Deduction(None, dimension, rest * amount, self._checks(None, dimension)))
            rest *= 1 - amount
        return found

    @cached_property
    def _mean_of_columns(self) -> float:
        total = sum(column.weight for column in self.columns)
        pairs = zip(self.column_scores, self.columns, strict=True)
        return sum(scored.value * column.weight for scored, column in pairs) / total

    def _of_rows(self) -> dict[Dimension, float]:
        return {dimension: amount for (column, dimension), amount in sorted(self.lost.items(), key=str) if not column}

    def _factor(self) -> float:
        return prod(1 - amount for amount in self._of_rows().values())

    def _mean(self, scores: Mapping[Dimension, float]) -> float:
        total = sum(map(self._weight, scores))
        return sum(value * self._weight(dimension) for dimension, value in scores.items()) / total if total else 100.0

    def _weight(self, dimension: Dimension) -> float:
        return self.weights.get(dimension, 1.0)

    def _checks(self, column: str | None, dimension: Dimension) -> tuple[str, ...]:
        return tuple(sorted({check for each in self._charged.get((column, dimension), ()) for check in each.checks}))
