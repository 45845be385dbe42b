"""All pairs of some columns, measured with as little work as can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from dpa_jupyter.statistics.effect_size import Effect, effect_size, midranks, spearman
from dpa_jupyter.statistics.grouping import common_levels
from dpa_jupyter.statistics.variable import Categories, Floats, Variable, at_rows, counts, present

MOST_WORK = 200_000_000
"""Rows times pairs that are measured; above it, evenly spread rows stand for all."""
FEWEST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns and how they go together."""

    first: str
    second: str
    effect: Effect
    same: bool
    """Whether each value of one stands for one value of the other."""


def rows_to_measure(rows: int, columns: int) -> int:
    """Return how many of the rows can be measured in reasonable time."""
    pairs = columns * (columns - 1) // 2
    return min(rows, max(FEWEST_ROWS, MOST_WORK // max(pairs, 1)))


def measured_pairs(variables: Mapping[str, Variable]) -> Iterator[Pair]:
    """Measure each pair over the rows where both have a value; pairs that can't be measured are passed over."""
    limited = {name: _limited(variable) for name, variable in variables.items()}
    whole = {name: present(variable) for name, variable in limited.items()}
    complete = {name: bool(mask.all()) for name, mask in whole.items()}
    ranks: dict[str, Floats] = {
        name: midranks(variable)
        for name, variable in limited.items()
        if complete[name] and not isinstance(variable, Categories)
    }
    for first, second in combinations(limited, 2):
        one, other = limited[first], limited[second]
        if first in ranks and second in ranks:
            effect = spearman(ranks[first], ranks[second])
        else:
            if not (complete[first] and complete[second]):
                both = whole[first] & whole[second]
                one, other = at_rows(one, both), at_rows(other, both)
            effect = effect_size(one, other)
        if effect is not None:
            yield Pair(first, second, effect, _same(one, other))


def _limited(variable: Variable) -> Variable:
    return common_levels(variable) if isinstance(variable, Categories) else variable


def _same(one: Variable, other: Variable) -> bool:
    """Tell whether the values of two columns correspond one to one, where they repeat often enough to tell."""
    first, second = np.count_nonzero(counts(one)), np.count_nonzero(counts(other))
    if first != second or first * 5 > len(one.codes):
        return False
    pairs = one.codes.astype(np.int64) * len(other.values) + other.codes
    return len(np.unique(pairs)) == first
