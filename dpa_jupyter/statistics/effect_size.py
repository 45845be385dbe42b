"""How strongly two columns go together, on one scale from 0 to 1 whatever their types.

All three measures are correlations of ranks or of categories: the root of the share of variance that one side explains
of the other. Where both sides have two values only, they are the same number (|phi| = |Spearman's rho| = the
correlation ratio of ranks) but for the correction of the bias, so that a ranking across types is fair. The
common alternative for two groups, the rank-biserial correlation, is not comparable: it reaches 1 where others cannot.

- two groupings: Cramér's V, bias-corrected (Bergsma, Journal of the Korean Statistical Society 42, 2013)
- a grouping and an ordered column: the correlation ratio of ranks, bias-adjusted: the root of epsilon squared,
  (H - k + 1) / (n - k) with H of Kruskal & Wallis (Tomczak & Tomczak, Trends in Sport Sciences 21, 2014)
- two ordered columns: |Spearman's rho|
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dpa_jupyter.statistics.intervals import noncentrality_interval, rank_correlation_interval
from dpa_jupyter.statistics.variable import Categories, Codes, Counts, Floats, Variable

CRAMER = "Cramér's V (bias-corrected)"
RANK_RATIO = "correlation ratio of ranks (bias-adjusted)"
SPEARMAN = "Spearman's rank correlation"

CHI_SQUARE = "chi-square test"
FISHER = "Fisher's exact test"
KRUSKAL = "Kruskal-Wallis test"
STUDENT = "t test of the rank correlation"

FEWEST_ROWS = 8
"""Below this no interval says anything: even a perfect rank correlation of 7 rows may be chance."""


@dataclass(frozen=True)
class Effect:
    """An effect size with its interval and test."""

    measure: str
    test: str
    value: float
    """0 to 1."""
    bounds: Callable[[], tuple[float, float]] = field(compare=False)
    """Reckons the interval, which takes longer than all else and is asked of few of many columns."""
    p_value: float
    rows: int
    sign: int = 0
    """1 where both sides rise together, -1 where one falls; 0 where a side is more than two groups."""

    @property
    def low(self) -> float:
        """Return the lower bound of the 95 % confidence interval."""
        return self._interval[0]

    @property
    def high(self) -> float:
        """Return the upper bound of the 95 % confidence interval."""
        return self._interval[1]

    @cached_property
    def _interval(self) -> tuple[float, float]:
        return self.bounds()


def effect_size(first: Variable, second: Variable) -> Effect | None:
    """Measure how two columns without missing values go together; None where one does not vary or rows are too few."""
    if len(first.codes) < FEWEST_ROWS:
        return None
    if isinstance(first, Categories) and isinstance(second, Categories):
        return cramers_v(contingency(first, second))
    if isinstance(first, Categories):
        return rank_ratio(first.codes, len(first.values), midranks(second))
    if isinstance(second, Categories):
        return rank_ratio(second.codes, len(second.values), midranks(first))
    return spearman(midranks(first), midranks(second))


def contingency(first: Categories, second: Categories) -> Counts:
    """Count the rows of each pair of values, in an array of len(first.values) by len(second.values)."""
    width = len(second.values)
    cells = first.codes.astype(np.int64) * width + second.codes
    return np.bincount(cells, minlength=len(first.values) * width).reshape(-1, width).astype(np.int64)


def midranks(variable: Variable) -> Floats:
    """Rank the rows from 1; equal values share the mean of their ranks."""
    rows = np.bincount(variable.codes, minlength=len(variable.values))
    ranks: Floats = (np.cumsum(rows) - (rows - 1) / 2)[variable.codes]
    return ranks


def cramers_v(table: Counts) -> Effect | None:
    """Measure a contingency table; the test is the chi-square, or Fisher's exact one for a sparse table of 2 by 2.

    Cochran's rule: the chi-square is trusted from 5 expected rows in each cell on. The interval comes from the
    noncentral chi-square.
    """
    from scipy.special import chdtrc

    table = _occupied(table)
    rows, (height, width) = int(table.sum()), table.shape
    if min(height, width) < 2:
        return None
    statistic, expected = _chi_square(table)
    freedom = (height - 1) * (width - 1)
    sparse = freedom == 1 and expected.min() < 5
    test, p_value = (FISHER, _fisher(table)) if sparse else (CHI_SQUARE, float(chdtrc(freedom, statistic)))
    scale = _cramer_scale(rows, height, width)
    explained = max(0.0, statistic / rows - freedom / (rows - 1)) / scale
    sign = int(np.sign(table[0, 0] * table[1, 1] - table[0, 1] * table[1, 0])) if freedom == 1 else 0

    def bounds() -> tuple[float, float]:
        low, high = noncentrality_interval(statistic, freedom)
        return low / rows / scale, high / rows / scale

    return _on_one_scale((CRAMER, test), explained, bounds, min(p_value, 1.0), rows, sign)


def cramers_v_alone(table: Counts) -> float | None:
    """Return the value of `cramers_v` without its test, so that SciPy need not be loaded to look at many tables."""
    table = _occupied(table)
    rows, (height, width) = int(table.sum()), table.shape
    if min(height, width) < 2:
        return None
    excess = max(0.0, _chi_square(table)[0] / rows - (height - 1) * (width - 1) / (rows - 1))
    return _root(excess / _cramer_scale(rows, height, width))


def _occupied(table: Counts) -> Counts:
    occupied: Counts = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    return occupied


def _chi_square(table: Counts) -> tuple[float, Floats]:
    """Return the statistic of a table, and the rows that each cell would have by chance."""
    expected: Floats = table.sum(axis=1, keepdims=True) * (table.sum(axis=0, keepdims=True) / table.sum())
    return float(((table - expected) ** 2 / expected).sum()), expected


def _fisher(table: Counts) -> float:
    """Sum the probabilities of all tables with these margins that are no likelier than this one.

    SciPy's own `fisher_exact` is in a module that takes a second to import.
    """
    from scipy.special import gammaln

    rows, across, down = int(table.sum()), int(table[0].sum()), int(table[:, 0].sum())
    corner = np.arange(max(0, across + down - rows), min(across, down) + 1)
    logarithms = -sum(
        gammaln(part + 1) for part in (corner, across - corner, down - corner, rows - across - down + corner)
    )
    weights = np.exp(logarithms - logarithms.max())
    observed = weights[int(table[0, 0]) - corner[0]]
    return float(weights[weights <= observed * (1 + 1e-7)].sum() / weights.sum())


def _cramer_scale(rows: int, height: int, width: int) -> float:
    """Return the largest phi squared that a table of this size can have, corrected as Bergsma does."""
    smallest = min(size - 1 - (size - 1) ** 2 / (rows - 1) for size in (height, width))
    return max(smallest, 1 / rows)


def rank_ratio(groups: Codes, group_count: int, ranks: Floats) -> Effect | None:
    """Measure how the ranks differ between groups; the test is that of Kruskal & Wallis.

    The interval takes the likelihood ratio, -n log(1 - eta squared), as a noncentral chi-square; simulations in the
    tests show that it covers at least what it says.
    """
    from scipy.special import chdtrc

    rows = len(ranks)
    in_group = np.bincount(groups, minlength=group_count)
    sums = np.bincount(groups, weights=ranks, minlength=group_count)[in_group > 0]
    in_group = in_group[in_group > 0]
    centre = (rows + 1) / 2
    total = float(((ranks - centre) ** 2).sum())
    freedom = len(in_group) - 1
    if freedom < 1 or total == 0 or rows <= freedom + 1:
        return None
    between = float((in_group * (sums / in_group - centre) ** 2).sum())
    share = min(between / total, 1.0)
    explained = max(0.0, 1 - (1 - share) * (rows - 1) / (rows - freedom - 1))
    ratio = -rows * math.log1p(-min(share, 1 - 1e-12))
    sign = int(np.sign(sums[1] / in_group[1] - sums[0] / in_group[0])) if freedom == 1 else 0
    p_value = float(chdtrc(freedom, share * (rows - 1)))

    def bounds() -> tuple[float, float]:
        low, high = noncentrality_interval(ratio, freedom)
        return -math.expm1(-low / rows), -math.expm1(-high / rows)

    return _on_one_scale((RANK_RATIO, KRUSKAL), explained, bounds, p_value, rows, sign)


def spearman(first: Floats, second: Floats) -> Effect | None:
    """Measure how two columns of ranks go together."""
    rows = len(first)
    centre = (rows + 1) / 2
    one, other = first - centre, second - centre
    # Sums of products rather than `@`, whose threads get in each other's way for one row of numbers.
    scale = math.sqrt(float((one * one).sum()) * float((other * other).sum()))
    if scale == 0:
        return None
    return of_correlation(float((one * other).sum()) / scale, rows)


def of_correlation(correlation: float, rows: int) -> Effect:
    """Return the effect that Spearman's rho is; the test is Student's t for a correlation."""
    from scipy.special import stdtr

    correlation = max(-1.0, min(1.0, correlation))
    left = max(1 - correlation**2, 1e-300)
    p_value = 2 * float(stdtr(rows - 2, -abs(correlation) * math.sqrt((rows - 2) / left)))
    sign = int(np.sign(correlation))
    return Effect(
        SPEARMAN,
        STUDENT,
        abs(correlation),
        lambda: rank_correlation_interval(correlation, rows),
        min(p_value, 1.0),
        rows,
        sign,
    )


def _on_one_scale(
    names: tuple[str, str],
    explained: float,
    bounds: Callable[[], tuple[float, float]],
    p_value: float,
    rows: int,
    sign: int,
) -> Effect:
    """Put shares of variance on the scale of correlations, within 0 and 1, the effect within its interval."""
    value = _root(explained)

    def around() -> tuple[float, float]:
        low, high = bounds()
        return min(_root(low), value), max(_root(high), value)

    return Effect(*names, value, around, p_value, rows, sign)


def _root(share: float) -> float:
    return math.sqrt(min(max(share, 0.0), 1.0))
