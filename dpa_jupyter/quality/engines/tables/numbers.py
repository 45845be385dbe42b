"""What is measured of numbers and of times, all of it from one sorting of the values."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.quality.evidence import Histogram
from dpa_jupyter.statistics.intervals import NORMAL

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


def summarise(values: NDArray[np.float64]) -> NumberSummary:
    """Measure values, none of which is NaN."""
    ascending = np.sort(values)
    finite = ascending[np.searchsorted(ascending, -np.inf, side="right") : np.searchsorted(ascending, np.inf)]
    mean, deviation, skewness = moments(finite)
    negatives, not_positive = np.searchsorted(finite, 0.0), np.searchsorted(finite, 0.0, side="right")
    return NumberSummary(
        count=len(finite),
        infinite=len(ascending) - len(finite),
        mean=mean,
        standard_deviation=deviation,
        skewness=skewness,
        zeros=int(not_positive - negatives),
        negatives=int(negatives),
        quantiles=quantiles(finite),
        histogram=histogram(finite),
    )


def moments(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return mean, standard deviation and skewness; NaN where there are too few values for one."""
    count = len(values)
    if count == 0:
        return math.nan, math.nan, math.nan
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(values.mean())
        apart = values - mean
        spread = math.sqrt(float(np.dot(apart, apart)) / count)
        deviation = spread * math.sqrt(count / (count - 1)) if count > 1 else math.nan
        if count < 3 or not 0 < spread < math.inf:
            return mean, deviation, math.nan
        apart /= spread  # before it is cubed, which would overflow or vanish
        return (
            mean,
            deviation,
            math.sqrt(count * (count - 1)) / (count - 2) * float(np.dot(apart * apart, apart)) / count,
        )


def quantiles(ascending: NDArray[np.float64]) -> dict[float, Quantile]:
    """Return the quantiles of sorted values.

    Their intervals are between order statistics, whatever the distribution (Conover 1999, 3.2).
    """
    count = len(ascending)
    if not count:
        return {}
    shares = np.array(QUANTILES)
    places = shares * (count - 1)
    below = places.astype(np.int64)
    low, high = ascending[below], ascending[np.minimum(below + 1, count - 1)]
    # Not low + (high - low) * share, which overflows between extremes of opposite signs.
    between = np.where(low == high, low, low * (1 - (places - below)) + high * (places - below))
    spread = NORMAL * np.sqrt(count * shares * (1 - shares))
    lowest = ascending[np.clip(np.floor(count * shares - spread), 0, count - 1).astype(np.int64)]
    highest = ascending[np.clip(np.ceil(count * shares + spread), 0, count - 1).astype(np.int64)]
    return {
        share: Quantile(*map(float, found)) for share, *found in zip(QUANTILES, between, lowest, highest, strict=True)
    }


def histogram(ascending: NDArray[np.float64]) -> Histogram | None:
    """Count sorted values in at most 20 bins, or 22 with long tails."""
    edges = bin_edges(ascending)
    if edges is None:
        return None
    places = np.searchsorted(ascending, edges, side="left")
    places[-1] = len(ascending)
    return Histogram(tuple(edges.tolist()), tuple(np.diff(places).tolist()))


def bin_edges(ascending: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Choose bins of equal width; whole numbers of a small range have one each."""
    if not len(ascending):
        return None
    least, most = float(ascending[0]), float(ascending[-1])
    if least == most or not math.isfinite(most - least):
        return None
    low, high = (float(ascending[int(share * (len(ascending) - 1))]) for share in (0.01, 0.99))
    if low < high and most - least > LONG_TAIL * (high - low):
        inner = np.linspace(low, high, BINS + 1)
        return np.unique(np.concatenate([[least], inner, [most]]))
    if most - least < BINS and np.array_equal(ascending, np.rint(ascending)):
        return np.arange(least, most + 2)
    return np.unique(np.linspace(least, most, BINS + 1))
