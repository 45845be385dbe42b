"""Columns that may give a target away: made from it, known only after it, or the same under another name."""

from __future__ import annotations

import numpy as np

from dpa_jupyter.statistics.effect_size import SPEARMAN, Effect, contingency, midranks
from dpa_jupyter.statistics.grouping import as_groups
from dpa_jupyter.statistics.target import Target
from dpa_jupyter.statistics.variable import Categories, Codes, Counts, Numbers, Variable, counts, row_values

FEWEST_ROWS = 20
ROWS_A_GROUP = 5
"""Groups have to be this large on average: in groups of one row everything is determined."""
MOST_GROUPS = 50
DETERMINED = 0.95
"""Goodman & Kruskal's lambda: the share of wrong guesses of the target that knowing the column saves."""
SEPARATED = 0.99
"""The area under the ROC curve, from which one cut of the column parts the target's values."""
ONE_TO_ONE = 0.999
"""|Spearman's rho| of two numbers that are one quantity in two forms."""
HARDLY_VARIES = 0.98
"""Correlation ratio of ranks from which the target is nearly fixed within groups; ten equal ranges of it give 0.995."""


def leak_reason(feature: Variable, target: Target, effect: Effect, name: str) -> str | None:
    """Say why a column may give the target called `name` away, or return None; no row may be missing either value."""
    if len(feature.codes) < FEWEST_ROWS:
        return None
    if isinstance(target.variable, Categories):
        return _of_categories(feature, target.variable, name)
    return _of_numbers(feature, target.variable, effect, name)


def _of_categories(feature: Variable, target: Categories, name: str) -> str | None:
    groups = as_groups(feature, MOST_GROUPS)
    table = contingency(groups, target)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    rows = int(table.sum())
    if rows >= ROWS_A_GROUP * len(table):
        if (np.count_nonzero(table, axis=1) == 1).all() and table.shape[0] == table.shape[1]:
            return f"it says the same as {name} in other words: each of its values stands for one of {name}"
        right, baseline = int(table.max(axis=1).sum()), int(table.sum(axis=0).max())
        if right - baseline >= DETERMINED * (rows - baseline):
            return f"it alone tells {name} in {100 * right / rows:.1f} % of the rows"
    if isinstance(feature, Categories) or table.shape[1] != 2 or _most_separation(table) < SEPARATED:
        return None
    parted = separation(feature, target) >= SEPARATED
    return f"one cut of it parts the values of {name} almost without error" if parted else None


def _most_separation(table: Counts) -> float:
    """Return what the area under the ROC curve can be at most by these bands, whichever way round."""
    lower, upper = table[:, 0], table[:, 1]
    above, pairs = float(upper @ (np.cumsum(lower) - lower)), float(lower.sum()) * float(upper.sum())
    within = float(upper @ lower)
    return max(above + within, pairs - above) / pairs


def separation(feature: Variable, target: Categories) -> float:
    """Return the area under the ROC curve, whichever way round."""
    upper = target.codes == np.flatnonzero(counts(target))[-1]
    above = int(np.count_nonzero(upper))
    wins = float(midranks(feature)[upper].sum()) - above * (above + 1) / 2
    area = wins / (above * (len(upper) - above))
    return max(area, 1 - area)


def _of_numbers(feature: Variable, target: Numbers, effect: Effect, name: str) -> str | None:
    if isinstance(feature, Numbers) and np.array_equal(row_values(feature), row_values(target)):
        return f"it holds the same values as {name}"
    if effect.measure == SPEARMAN and effect.value >= ONE_TO_ONE:
        return f"it rises and falls with {name} almost one to one"
    groups = as_groups(feature, MOST_GROUPS)
    group_count = np.count_nonzero(counts(groups))
    if len(groups.codes) < ROWS_A_GROUP * group_count:
        return None
    if effect.measure != SPEARMAN and effect.value >= HARDLY_VARIES:
        return f"{name} hardly varies within its groups"
    few = isinstance(feature, Categories) or np.count_nonzero(counts(feature)) <= MOST_GROUPS
    if few and group_count > 1 and are_ranges(groups.codes, target.codes):
        return f"its groups are ranges of {name} that do not overlap, as if it was made from it"
    return None


def are_ranges(groups: Codes, target: Codes) -> bool:
    """Tell whether each group lies wholly above or below each other one."""
    order = np.argsort(groups.astype(np.int32), kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    low, high = np.minimum.reduceat(target[order], starts), np.maximum.reduceat(target[order], starts)
    ascending = np.argsort(low)
    return bool((high[ascending][:-1] < low[ascending][1:]).all())
