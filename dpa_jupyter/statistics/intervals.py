"""95 % confidence intervals, vectorised where there may be many groups."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.statistics.variable import Counts, Floats

CONFIDENCE = 0.95
TAIL = (1 - CONFIDENCE) / 2
NORMAL = 1.959963984540054
"""The standard normal's quantile at 0.975."""


def wilson(hits: Counts, rows: Counts) -> tuple[Floats, Floats]:
    """Bound shares by the score interval (Wilson 1927), which holds near 0 and 1 and in small groups too.

    Source: Brown, Cai & DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001).
    """
    share = hits / rows
    spread = NORMAL**2 / rows
    centre = (share + spread / 2) / (1 + spread)
    half = NORMAL / (1 + spread) * np.sqrt(share * (1 - share) / rows + spread / (4 * rows))
    # At 0 and 1 the bound is the share itself; rounding errors would put it a hair off.
    return np.where(hits == 0, 0.0, centre - half), np.where(hits == rows, 1.0, centre + half)


def mean_interval(mean: Floats, deviation: Floats, rows: Counts) -> tuple[Floats, Floats]:
    """Bound means by Student's t; NaN in groups of one row, whose spread is unknown."""
    from scipy.special import stdtrit

    free = np.maximum(rows - 1, 1)
    half = np.where(rows > 1, stdtrit(free, (1 + CONFIDENCE) / 2) * deviation / np.sqrt(rows), np.nan)
    return mean - half, mean + half


def rank_correlation_interval(correlation: float, rows: int) -> tuple[float, float]:
    """Bound |Spearman's rho| by Fisher's z with the standard error of Bonett & Wright (Psychometrika 65, 2000).

    Where the interval of rho holds 0, so does that of its absolute value.
    """
    size = min(abs(correlation), 1 - 1e-12)
    half = NORMAL * math.sqrt((1 + size**2 / 2) / max(rows - 3, 1))
    low, high = math.tanh(math.atanh(size) - half), math.tanh(math.atanh(size) + half)
    return max(low, 0.0), max(high, -low)


def noncentrality_interval(statistic: float, freedom: int) -> tuple[float, float]:
    """Bound the noncentrality of which this chi-square statistic was drawn.

    Source: Smithson, "Confidence Intervals" (Sage 2003), chapter 4; Steiger & Fouladi (1997).
    """
    from scipy.special import chndtrinc

    bounds = chndtrinc(statistic, freedom, 1 - TAIL), chndtrinc(statistic, freedom, TAIL)
    # It answers NaN for a statistic of 0, and the smallest number above 0 where the bound is 0.
    low, high = (float(bound) if bound > 1e-9 else 0.0 for bound in bounds)
    return low, high


def is_above_zero(statistic: Floats, freedom: Floats) -> NDArray[np.bool_]:
    """Tell whether the lower bound of the noncentrality may be above zero, which takes no search for it."""
    from scipy.special import chdtrc

    return np.asarray(chdtrc(freedom, statistic) <= TAIL * (1 + 1e-9))
