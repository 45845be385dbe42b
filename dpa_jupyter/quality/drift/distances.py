"""How far two samples are from each other, and whether chance alone brings them so far apart."""

from __future__ import annotations

import math

import numpy as np

from dpa_jupyter.quality.drift.portrait import Spread
from dpa_jupyter.statistics.variable import Floats

LEAST_EXPECTED = 5.0
"""Rows that a cell of a contingency table should have if nothing differed (Cochran 1954)."""
TAILS = np.array([0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99])


def kolmogorov_smirnov(then: Spread, now: Spread) -> float:
    """Return the largest distance of the two distribution functions, from 0 to 1."""
    _, apart = _apart(then, now)
    return float(np.abs(apart).max())


def wasserstein(then: Spread, now: Spread) -> float:
    """Return the area between the two distribution functions: how far a value has to go on average, in its unit."""
    grid, apart = _apart(then, now)
    return float((np.abs(apart[:-1]) * np.diff(grid)).sum())


def psi(then: Floats, now: Floats) -> float:
    """Return the sum over bins of (q - p) ln(q / p); half a row more in each gives an empty one a logarithm."""
    p, q = ((each + 0.5) / (each.sum() + 0.5 * len(each)) for each in (then, now))
    return float(((q - p) * np.log(q / p)).sum())


def jensen_shannon(then: Floats, now: Floats) -> float:
    """Return the root of the Jensen-Shannon divergence in nats, from 0 to 0.83, as SciPy has it."""
    from scipy.special import rel_entr

    p, q = then / then.sum(), now / now.sum()
    middle = (p + q) / 2
    divergence = float((rel_entr(p, middle) + rel_entr(q, middle)).sum()) / 2
    return math.sqrt(max(divergence, 0.0))


def of_spreads(then: Spread, now: Spread) -> float:
    """Return the p-value of two samples of numbers: the lesser of two tests, twice, as two were made.

    Kolmogorov and Smirnov's (with Stephens' correction, 1970) sees where the middle moves; a chi-square test of bins
    that are narrow at the ends sees what happens to few rows there.
    """
    from scipy.special import kolmogorov

    rows = math.sqrt(then.rows * now.rows / (then.rows + now.rows))
    by_distance = float(kolmogorov((rows + 0.12 + 0.11 / rows) * kolmogorov_smirnov(then, now)))
    both = _together(then, now)
    edges = np.unique(both.at(TAILS))
    by_bins = chi_square(then.between(edges), now.between(edges))
    return min(1.0, 2 * min(by_distance, by_bins))


def chi_square(then: Floats, now: Floats) -> float:
    """Return the p-value of Pearson's test that both have the same shares; bins that are too small are put together."""
    from scipy.special import chdtrc

    counts = _pooled(np.stack([then, now]))
    if counts.shape[1] < 2:
        return 1.0
    expected = counts.sum(axis=0) * counts.sum(axis=1, keepdims=True) / counts.sum()
    statistic = float(((counts - expected) ** 2 / expected).sum())
    return float(chdtrc(counts.shape[1] - 1, statistic))


def two_shares(hits: tuple[float, float], rows: tuple[float, float]) -> float:
    """Return the p-value of two shares being one, with Yates' correction, which keeps few hits from telling much."""
    from scipy.special import chdtrc

    found = np.array([hits, (rows[0] - hits[0], rows[1] - hits[1])], dtype=np.float64)
    expected = found.sum(axis=1, keepdims=True) * found.sum(axis=0) / found.sum() if found.sum() else found
    if not (expected > 0).all():
        return 1.0
    off = np.maximum(np.abs(found - expected) - 0.5, 0.0)
    return float(chdtrc(1, float((off**2 / expected).sum())))


def _pooled(counts: Floats) -> Floats:
    """Put bins together in which fewer rows are expected than a test can bear."""
    least = counts.sum(axis=0) * counts.sum(axis=1).min() / max(counts.sum(), 1.0)
    is_small = least < LEAST_EXPECTED
    if not is_small.any():
        return counts
    large, small = counts[:, ~is_small], counts[:, is_small].sum(axis=1, keepdims=True)
    if least[is_small].sum() >= LEAST_EXPECTED or not large.shape[1]:
        return np.concatenate([large, small], axis=1)
    smallest = int(np.argmin(large.sum(axis=0)))
    large[:, smallest] += small[:, 0]
    return large


def _together(then: Spread, now: Spread) -> Spread:
    values, places = np.unique(np.concatenate([then.values, now.values]), return_inverse=True)
    counts = np.bincount(places, weights=np.concatenate([then.counts, now.counts]))
    return Spread(values, counts.astype(np.float64))


def _apart(then: Spread, now: Spread) -> tuple[Floats, Floats]:
    """Return all values, and at each of them how far apart the distribution functions are."""
    grid = np.union1d(then.values, now.values)
    before, after = (
        np.concatenate([[0.0], each.up_to])[np.searchsorted(each.values, grid, side="right")] for each in (then, now)
    )
    return grid, after - before
