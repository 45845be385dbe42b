"""What is measured of numbers and of times, all of it from how often each stands in a column."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dpa_jupyter.quality.evidence import Histogram
from dpa_jupyter.statistics.intervals import NORMAL
from dpa_jupyter.statistics.variable import Counts, Floats

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
BINS = 20
LONG_TAIL = 4
"""Where the range is so many times that of all but a hundredth at either end, the tails have a bin each."""


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile, between values by linear interpolation, and its 95 % interval if the values are a sample."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class NumberSummary:
    """Statistics of the finite values of a column; those that need values are NaN where there are none."""

    count: int
    infinite: int
    mean: float
    standard_deviation: float
    """Of the sample: divided by n - 1."""
    skewness: float
    """Fisher and Pearson's, adjusted for the sample size (G1 of Joanes & Gill 1998), as pandas and DuckDB have it."""
    zeros: int
    negatives: int
    quantiles: dict[float, Quantile]
    histogram: Histogram | None


@dataclass(frozen=True, slots=True)
class _Counted:
    """Different finite numbers in ascending order, and how often each occurs."""

    values: Floats
    counts: Counts
    up_to: Counts
    """How many numbers are no larger."""

    @property
    def total(self) -> int:
        return int(self.up_to[-1]) if len(self.up_to) else 0

    def at(self, ranks: Floats) -> Floats:
        """Return the numbers of these ranks, counted from 0; one beyond an end is at the end."""
        within = np.clip(ranks, 0, self.total - 1)
        found: Floats = self.values[np.searchsorted(self.up_to, within, side="right")]
        return found

    def below(self, limits: Floats) -> Counts:
        """Count the numbers that are less than each limit."""
        found: Counts = np.concatenate([[0], self.up_to])[np.searchsorted(self.values, limits)]
        return found


def summarise(values: Floats, counts: Counts) -> NumberSummary:
    """Measure different numbers, none of which is NaN, of which each occurs so often."""
    order = np.argsort(values, kind="stable")  # they mostly come in order, which this sort is quick with
    values, counts = values[order], counts[order]
    finite = slice(np.searchsorted(values, -np.inf, side="right"), np.searchsorted(values, np.inf))
    found = _Counted(values[finite], counts[finite], np.cumsum(counts[finite]))
    mean, deviation, skewness = _moments(found)
    negatives, not_positive = found.below(np.array([0.0, np.nextafter(0.0, 1.0)]))
    return NumberSummary(
        count=found.total,
        infinite=int(counts.sum()) - found.total,
        mean=mean,
        standard_deviation=deviation,
        skewness=skewness,
        zeros=int(not_positive - negatives),
        negatives=int(negatives),
        quantiles=_quantiles(found),
        histogram=_histogram(found),
    )


def _moments(numbers: _Counted) -> tuple[float, float, float]:
    """Return mean, standard deviation and skewness; NaN where there are too few values for one."""
    count, weights = numbers.total, numbers.counts
    if count == 0:
        return math.nan, math.nan, math.nan
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float((numbers.values * weights).sum()) / count
        apart = numbers.values - mean
        spread = math.sqrt(float((apart * apart * weights).sum()) / count)
        deviation = spread * math.sqrt(count / (count - 1)) if count > 1 else math.nan
        if count < 3 or not 0 < spread < math.inf:
            return mean, deviation, math.nan
        apart /= spread  # before it is cubed, which would overflow or vanish
        cube = float((apart * apart * apart * weights).sum()) / count
    return mean, deviation, math.sqrt(count * (count - 1)) / (count - 2) * cube


def _quantiles(numbers: _Counted) -> dict[float, Quantile]:
    """Return quantiles; their intervals are between order statistics, whatever the distribution (Conover 1999, 3.2)."""
    count = numbers.total
    if not count:
        return {}
    shares = np.array(QUANTILES)
    places = shares * (count - 1)
    low, high, apart = numbers.at(np.floor(places)), numbers.at(np.ceil(places)), places - np.floor(places)
    # Not low + (high - low) * apart, which overflows between extremes of opposite signs.
    between = np.where(low == high, low, low * (1 - apart) + high * apart)
    spread = NORMAL * np.sqrt(count * shares * (1 - shares))
    lowest, highest = numbers.at(np.floor(count * shares - spread)), numbers.at(np.ceil(count * shares + spread))
    return {share: Quantile(*map(float, at)) for share, *at in zip(QUANTILES, between, lowest, highest, strict=True)}


def _histogram(numbers: _Counted) -> Histogram | None:
    """Count numbers in at most 22 bins; None where they are all the same."""
    if not numbers.total:
        return None
    low, high = numbers.at(np.array([0.01, 0.99]) * (numbers.total - 1))
    edges = _bin_edges(numbers.values, float(low), float(high))
    if edges is None:
        return None
    places = numbers.below(edges)
    places[-1] = numbers.total
    return Histogram(tuple(edges.tolist()), tuple(np.diff(places).tolist()))


def _bin_edges(ascending: Floats, low: float, high: float) -> Floats | None:
    """Choose bins of equal width; whole numbers of a small range have one each, long tails one more at each end.

    Args:
        ascending: the different numbers.
        low: their quantile at 0.01.
        high: that at 0.99.
    """
    least, most = float(ascending[0]), float(ascending[-1])
    if least == most or not math.isfinite(most - least):
        return None
    if low < high and most - least > LONG_TAIL * (high - low):
        return np.unique(np.concatenate([[least], np.linspace(low, high, BINS + 1), [most]]))
    if most - least < BINS and np.array_equal(ascending, np.rint(ascending)):
        return np.arange(least, most + 2)
    return np.unique(np.linspace(least, most, BINS + 1))
