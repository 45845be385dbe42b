"""Whether values are missing more often with some values of the target than with others."""

from __future__ import annotations

import math

import numpy as np

from dpa_jupyter.statistics.effect_size import Effect, effect_size
from dpa_jupyter.statistics.group_rates import rates
from dpa_jupyter.statistics.grouping import common_levels
from dpa_jupyter.statistics.leak import leak_reason
from dpa_jupyter.statistics.target import Target
from dpa_jupyter.statistics.variable import Categories, Mask, at_rows, counts, label

FEWEST = 5
"""Rows with and without a value, below which nothing is said."""
TELLING = 0.1
"""Effect from which it is worth saying; Cohen's "small" (Statistical Power Analysis, 1988)."""
SURE = 0.001
"""The largest p-value with which it is said: it is looked at in every column."""


def presence(known: Mask) -> Categories | None:
    """Group the rows by whether they have a value; None where almost all have one, or almost none."""
    there = int(np.count_nonzero(known))
    if min(there, len(known) - there) < FEWEST:
        return None
    return Categories(known.astype(np.int32), ("no value", "a value"))


def presence_leak(groups: Categories, target: Target, effect: Effect, target_name: str) -> str | None:
    """Say why having a value may give the target away, or return None; the target has a value in every row."""
    there = counts(at_rows(target.variable, groups.codes == 1))
    if np.count_nonzero(there) == 1 and effect.p_value <= SURE:
        return f"it has values only where {target_name} is {label(target.variable.values[int(np.argmax(there))])}"
    reason = leak_reason(groups, target, effect, target_name)
    return f"by whether it has a value, {reason}" if reason else None


def _correlation(one: Mask, other: Mask) -> float:
    """Return |phi| of two yes-or-no columns."""
    rows, first, second = len(one), int(np.count_nonzero(one)), int(np.count_nonzero(other))
    spread = math.sqrt(first * (rows - first) * second * (rows - second))
    return abs(int(np.count_nonzero(one & other)) * rows - first * second) / spread if spread else 0.0


def missing_notes(column: str, known: Mask, target: Target, target_name: str) -> list[str]:
    """Say so where rows without a value differ much in the target; `known` and the target have the same rows."""
    groups = presence(known)
    if groups is None:
        return []
    without = len(known) - int(np.count_nonzero(known))
    variable = target.variable
    if target.kind == "binary" and _correlation(known, variable.codes == 1) < TELLING:
        return []  # the effect below, corrected for bias, is never more than this
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
