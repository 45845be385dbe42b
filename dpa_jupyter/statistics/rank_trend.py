"""Kendall's tau of values against their order: the usual test of a trend (Mann, Econometrica 13, 1945).

SciPy's own `kendalltau` is in a module that takes a second and 40 MB to import.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

MOST_FOR_EXACT = 33
"""Values without ties for which the distribution is reckoned in full, as SciPy does."""
BLOCK = 512


def trend_score(values: NDArray[np.float64]) -> int:
    """Count the pairs that rise with their order, less those that fall."""
    score = 0
    for start in range(0, len(values), BLOCK):
        block = values[start : start + BLOCK]
        signs = np.sign(values[np.newaxis, start:] - block[:, np.newaxis]).astype(np.int8)
        score += int(np.triu(signs, 1).sum(dtype=np.int64))
    return score


def trend_p_value(score: int, values: NDArray[np.float64]) -> float:
    """Return the two-sided p-value of a score: exact for few values without ties, else by the normal approximation."""
    count = len(values)
    ties = np.unique(values, return_counts=True)[1]
    if count <= MOST_FOR_EXACT and ties.max() == 1:
        return _exact(score, count)
    spread = count * (count - 1) * (2 * count + 5) - int((ties * (ties - 1) * (2 * ties + 5)).sum())
    return math.erfc(abs(score) / math.sqrt(spread / 18) / math.sqrt(2))


def _exact(score: int, count: int) -> float:
    """Count the orders of as many values with no more falling pairs than these, or no more rising ones."""
    orders = np.ones(1)
    for length in range(2, count + 1):
        orders = np.convolve(orders, np.ones(length))
    fewest = (count * (count - 1) // 2 - abs(score)) // 2
    return min(1.0, 2 * float(orders[: fewest + 1].sum() / orders.sum()))
