"""Whether values are missing more often with some values of the target than with others."""

from __future__ import annotations

import numpy as np

from dpa_jupyter.statistics.effect_size import effect_size
from dpa_jupyter.statistics.group_rates import rates
from dpa_jupyter.statistics.grouping import common_levels
from dpa_jupyter.statistics.target import Target
from dpa_jupyter.statistics.variable import Categories, Mask, label

FEWEST = 5
"""Rows with and without a value, below which nothing is said."""
TELLING = 0.1
"""Effect from which it is worth saying; Cohen's "small" (Statistical Power Analysis, 1988)."""
SURE = 0.001
"""The largest p-value with which it is said: it is looked at in every column."""


def missing_notes(column: str, known: Mask, target: Target, target_name: str) -> list[str]:
    """Say so where rows without a value differ much in the target; `known` and the target have the same rows."""
    without = int(len(known) - np.count_nonzero(known))
    if without < FEWEST or len(known) - without < FEWEST:
        return []
    groups = Categories(known.astype(np.int32), ("missing", "known"))
    variable = target.variable
    effect = effect_size(groups, common_levels(variable) if isinstance(variable, Categories) else variable)
    if effect is None or effect.value < TELLING or effect.p_value > SURE:
        return []
    if target.kind == "categorical":
        return [f"{column} is missing more often with some values of {target_name} than with others"]
    missing, there = rates(target, groups).values
    if target.kind == "binary":
        what = f"{target_name} is {label(target.positive)} in {100 * missing:.1f} % of the {without:,} rows"
        return [f"{what} where {column} is missing, and in {100 * there:.1f} % of the others"]
    what = f"the mean of {target_name} is {missing:,.4g} in the {without:,} rows"
    return [f"{what} where {column} is missing, and {there:,.4g} in the others"]
