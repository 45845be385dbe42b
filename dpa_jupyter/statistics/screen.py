"""Many columns of numbers measured at once, for a look at those only that may be told.

One column takes some hundred small steps, most of them overhead where rows are few; here each step is taken for all
columns together. What a step finds is what `look_at` finds. Where that can't be told from the little that is reckoned
here (bands may show more than ranks do, or the target may be given away), nothing is told, and the column is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.statistics import rounding
from dpa_jupyter.statistics.effect_size import midranks
from dpa_jupyter.statistics.intervals import is_above_zero
from dpa_jupyter.statistics.leak import DETERMINED, FEWEST_ROWS, MOST_GROUPS, ONE_TO_ONE, SEPARATED, are_ranges
from dpa_jupyter.statistics.target import Target
from dpa_jupyter.statistics.variable import Categories, Floats, Mask, Numbers, counts

BANDS = 10
"""As many as a closer look measures."""

Measured: TypeAlias = tuple[float, float]
"""The effect size and the p-value, as they are told."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Columns by rows."""

    ranks: Floats
    """Less their mean."""
    bands: NDArray[np.int64]
    fine_bands: NDArray[np.int64]

    @property
    def rows(self) -> int:
        """Return how many rows each column has."""
        return int(self.ranks.shape[1])


@dataclass(frozen=True, slots=True)
class _Effects:
    """An effect of each column."""

    value: Floats
    p_value: Floats
    above_zero: Mask
    """Whether its interval may lie above zero."""


def screen(features: Sequence[Numbers], target: Target) -> list[Measured | None]:
    """Measure columns against a target of two values or of numbers; all have a value in every row.

    None stands for a column that only a closer look can tell of.
    """
    if not features or target.kind == "categorical" or len(target.variable.codes) < FEWEST_ROWS:
        return [None] * len(features)
    batch = _batch(features)
    with np.errstate(divide="ignore", invalid="ignore"):  # of columns that do not vary, which are looked at
        if isinstance(target.variable, Categories):
            straight, in_bands, leaks = _by_yes_or_no(batch, target.variable.codes == 1)
        else:
            straight, in_bands, leaks = _by_number(batch, midranks(target.variable))
            leaks |= np.array([_few_ranges(feature, target.variable) for feature in features])
    plain = (in_bands.value <= straight.value) | ~in_bands.above_zero
    sure = plain & ~leaks & np.isfinite(straight.value) & np.isfinite(in_bands.value)
    return [
        (rounding.effect(value), rounding.effect(p_value)) if known else None
        for known, value, p_value in zip(sure, straight.value.tolist(), straight.p_value.tolist(), strict=True)
    ]


def _batch(features: Sequence[Numbers]) -> _Batch:
    rows = len(features[0].codes)
    ranks = np.empty((len(features), rows))
    bands, fine = np.empty(ranks.shape, np.int64), np.empty(ranks.shape, np.int64)
    for place, feature in enumerate(features):
        in_value = counts(feature)
        used = in_value > 0
        middle = np.cumsum(in_value) - in_value / 2
        ranks[place] = (middle - rows / 2)[feature.codes]
        order = np.cumsum(used) - 1
        for wanted, most in ((bands, BANDS), (fine, MOST_GROUPS)):
            band = order if order[-1] < most else (middle / rows * most).astype(np.int64)
            wanted[place] = band[feature.codes]
    return _Batch(ranks, bands, fine)


def _by_yes_or_no(batch: _Batch, positive: Mask) -> tuple[_Effects, _Effects, Mask]:
    rows, hits = batch.rows, int(np.count_nonzero(positive))
    misses = rows - hits
    sums = batch.ranks[:, positive].sum(axis=1)
    share = sums**2 * (1 / hits + 1 / misses) / (batch.ranks**2).sum(axis=1)
    straight = _rank_ratio(np.minimum(share, 1.0), rows, np.ones(len(sums)))
    in_band, of_them = _table(batch.bands, BANDS, positive)
    shift = of_them - in_band * (hits / rows)
    statistic = np.where(in_band > 0, shift**2 / np.maximum(in_band, 1), 0).sum(axis=1) * (rows**2 / (hits * misses))
    in_bands = _cramers_v(statistic, rows, np.count_nonzero(in_band, axis=1))
    in_fine, of_fine = _table(batch.fine_bands, MOST_GROUPS, positive)
    right, baseline = np.maximum(of_fine, in_fine - of_fine).sum(axis=1), max(hits, misses)
    leaks = right - baseline >= DETERMINED * (rows - baseline)
    leaks |= np.abs(sums) / (hits * misses) >= SEPARATED - 0.5 - 1e-9
    expected = np.where(in_band > 0, in_band, rows).min(axis=1) * (min(hits, misses) / rows)
    sparse = (np.count_nonzero(in_band, axis=1) == 2) & (expected < 5)  # tested by Fisher's exact test
    return straight, in_bands, leaks | sparse


def _by_number(batch: _Batch, ranks: Floats) -> tuple[_Effects, _Effects, Mask]:
    from scipy.special import stdtr

    rows = batch.rows
    goal = ranks - (rows + 1) / 2
    total = float((goal**2).sum())
    rho = np.clip((batch.ranks * goal).sum(axis=1) / np.sqrt((batch.ranks**2).sum(axis=1) * total), -1, 1)
    size = np.abs(rho)
    left = np.maximum(1 - rho**2, 1e-300)
    p_value = np.minimum(2 * stdtr(rows - 2, -size * np.sqrt((rows - 2) / left)), 1)
    in_band, sums = _table(batch.bands, BANDS, goal)
    between = np.where(in_band > 0, sums**2 / np.maximum(in_band, 1), 0).sum(axis=1)
    in_bands = _rank_ratio(np.minimum(between / total, 1.0), rows, np.count_nonzero(in_band, axis=1) - 1.0)
    return _Effects(size, p_value, size >= 0), in_bands, size >= ONE_TO_ONE


def _table(bands: NDArray[np.int64], most: int, weights: Floats | Mask) -> tuple[Floats, Floats]:
    """Count the rows of each band of each column, and add up their weights."""
    columns = len(bands)
    cells = (bands + np.arange(columns)[:, np.newaxis] * most).ravel()
    size = columns * most
    in_band = np.bincount(cells, minlength=size).reshape(columns, most).astype(np.float64)
    weighed = np.bincount(cells, weights=np.tile(weights.astype(np.float64), columns), minlength=size)
    return in_band, weighed.reshape(columns, most).astype(np.float64, copy=False)


def _rank_ratio(share: Floats, rows: int, freedom: Floats) -> _Effects:
    """Return the correlation ratio of ranks, as `effect_size.rank_ratio` does."""
    from scipy.special import chdtrc

    explained = 1 - (1 - share) * (rows - 1) / (rows - freedom - 1)
    ratio = -rows * np.log1p(-np.minimum(share, 1 - 1e-12))
    return _Effects(
        np.sqrt(np.clip(explained, 0, 1)), chdtrc(freedom, share * (rows - 1)), is_above_zero(ratio, freedom)
    )


def _cramers_v(statistic: Floats, rows: int, bands: NDArray[np.intp]) -> _Effects:
    """Return the bias-corrected V of tables of two columns, as `effect_size.cramers_v` does."""
    from scipy.special import chdtrc

    freedom = (bands - 1).astype(np.float64)
    scale = np.minimum(freedom - freedom**2 / (rows - 1), 1 - 1 / (rows - 1))
    explained = np.maximum(statistic / rows - freedom / (rows - 1), 0) / np.maximum(scale, 1 / rows)
    return _Effects(np.sqrt(np.clip(explained, 0, 1)), chdtrc(freedom, statistic), is_above_zero(statistic, freedom))


def _few_ranges(feature: Numbers, target: Numbers) -> bool:
    return bool(np.count_nonzero(counts(feature)) <= MOST_GROUPS) and are_ranges(feature.codes, target.codes)
