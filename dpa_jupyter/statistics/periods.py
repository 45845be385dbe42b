"""A quantity by period of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.statistics.calendar import DAY, Period, period_names, period_numbers, period_starts
from dpa_jupyter.statistics.rank_trend import trend_p_value, trend_score
from dpa_jupyter.statistics.variable import Counts, Floats, Moments, counts

Aggregate: TypeAlias = Literal["count", "sum", "mean", "median", "share"]

MOST_FILLED = 1_000
"""Periods up to which empty ones between others are listed as well; a single wrong date may lie centuries away."""
FEWEST_FOR_TREND = 5
"""Periods below which no order of values can be told from chance by Kendall's tau (2 / 4! > 0.05)."""
COMPLETE = 0.9
"""Share of the first or last period that the dates have to span for it to count as whole."""


@dataclass(frozen=True, slots=True)
class Series:
    """A value for each period, in order of time."""

    names: list[str]
    rows: Counts
    values: Floats
    """NaN in a period without rows, but for counts and sums."""
    cut: tuple[bool, bool]
    """Whether the dates begin or end well inside the first and the last period."""
    follows: NDArray[np.bool_]
    """Whether the period before is the one just before it."""


def by_period(moments: Moments, quantity: Floats | None, period: Period, aggregate: Aggregate) -> Series:
    """Aggregate a quantity (a share where it is 0 or 1) by period; every row must have a moment and a quantity."""
    numbers = period_numbers(moments.values, period)[moments.codes]
    first, last = int(numbers.min()), int(numbers.max())
    filled = last - first < MOST_FILLED
    listed = np.arange(first, last + 1) if filled else np.unique(numbers)
    places = numbers - first if filled else np.searchsorted(listed, numbers)
    rows = np.bincount(places, minlength=len(listed)).astype(np.int64)
    values = _aggregated(places, rows, quantity, aggregate)
    used = moments.values[counts(moments) > 0]
    follows = np.diff(listed, prepend=first - 1) == 1
    return Series(period_names(listed, period), rows, values, _cut(used, listed, period), follows)


def _aggregated(places: NDArray[np.int64], rows: Counts, quantity: Floats | None, aggregate: Aggregate) -> Floats:
    if aggregate == "count" or quantity is None:
        return rows.astype(np.float64)
    if aggregate == "median":
        return medians(places, rows, quantity)
    sums = np.bincount(places, weights=quantity, minlength=len(rows))
    if aggregate == "sum":
        return sums.astype(np.float64)
    return np.where(rows > 0, sums / np.maximum(rows, 1), np.nan)


def medians(places: NDArray[np.integer], rows: Counts, quantity: Floats) -> Floats:
    """Return the median of each group of which there are so many rows; NaN for a group without rows."""
    ordered = quantity[np.lexsort((quantity, places))]
    ends = np.cumsum(rows)
    low, high = ends - rows + (rows - 1) // 2, ends - rows + rows // 2
    last = len(ordered) - 1
    middle = (ordered[np.clip(low, 0, last)] + ordered[np.clip(high, 0, last)]) / 2
    return np.where(rows > 0, middle, np.nan)


def _cut(used: NDArray[np.datetime64], listed: NDArray[np.int64], period: Period) -> tuple[bool, bool]:
    """Tell whether the first or the last period has a long stretch without any date; whole dates last a day."""
    ends = np.array([listed[0], listed[0] + 1, listed[-1], listed[-1] + 1])
    first, after_first, last, after_last = period_starts(ends, period)
    grain = np.timedelta64(DAY if (used.astype(np.int64) % DAY == 0).all() else 0, "us")
    return (
        bool((after_first - used[0]) < COMPLETE * (after_first - first)),
        bool((used[-1] + grain - last) < COMPLETE * (after_last - last)),
    )


def differences(values: Floats, follows: NDArray[np.bool_]) -> Floats:
    """Return what each value is above the one of the period just before; NaN where either is unknown."""
    return values - _before(values, follows)


def changes(values: Floats, follows: NDArray[np.bool_]) -> Floats:
    """Return the differences as shares of the value before; NaN where that is 0 or unknown.

    NaN everywhere if any value is negative: a share means nothing on a scale whose zero is not "none".
    """
    if (values < 0).any():
        return np.full(len(values), np.nan)
    before = _before(values, follows)
    return (values - before) / np.where(before == 0, np.nan, before)


def _before(values: Floats, follows: NDArray[np.bool_]) -> Floats:
    return np.where(follows, np.concatenate([[np.nan], values[:-1]]), np.nan)


def trend(values: Floats) -> tuple[Literal["up", "down", "flat"], float] | None:
    """Tell whether values rise or fall over time (Mann, Econometrica 13, 1945), with the p-value of Kendall's tau."""
    known = values[~np.isnan(values)]
    if len(known) < FEWEST_FOR_TREND:
        return None
    if (known == known[0]).all():
        return "flat", 1.0
    score = trend_score(known)
    p_value = trend_p_value(score, known)
    if p_value >= 0.05:
        return "flat", p_value
    return ("up" if score > 0 else "down"), p_value
