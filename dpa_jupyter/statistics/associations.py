"""All pairs of some columns, measured with as little work as can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from dpa_jupyter.statistics.effect_size import FEWEST_ROWS as FEWEST_TO_RANK
from dpa_jupyter.statistics.effect_size import Effect, effect_size, midranks, of_correlation
from dpa_jupyter.statistics.grouping import common_levels
from dpa_jupyter.statistics.variable import Categories, Variable, at_rows, counts, present

MOST_WORK = 200_000_000
"""Rows times pairs that are measured; above it, evenly spread rows stand for all."""
FEWEST_ROWS = 2_000
REPEATED = 5
"""Rows for each value, on average, from which values that always come together say the same."""


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
    known = {name: present(variable) for name, variable in limited.items()}
    complete = {name for name, rows in known.items() if rows.all()}
    values = {name: int(np.count_nonzero(counts(variable))) for name, variable in limited.items()}
    correlation = _correlations({name: limited[name] for name in limited if name in complete})
    for first, second in combinations(limited, 2):
        one, other = limited[first], limited[second]
        if not {first, second} <= complete:
            both = known[first] & known[second]
            one, other = at_rows(one, both), at_rows(other, both)
        rho = correlation.get((first, second))
        effect = effect_size(one, other) if rho is None else of_correlation(rho, len(one.codes))
        if effect is not None:
            yield Pair(first, second, effect, values[first] == values[second] and _same(one, other, values[first]))


def _limited(variable: Variable) -> Variable:
    return common_levels(variable) if isinstance(variable, Categories) else variable


def _correlations(variables: Mapping[str, Variable]) -> dict[tuple[str, str], float]:
    """Correlate the ranks of all ordered columns at once: one product of matrices instead of one for each pair."""
    ordered = {name: midranks(variable) for name, variable in variables.items() if not isinstance(variable, Categories)}
    varying = {name: ranks for name, ranks in ordered.items() if len(ranks) >= FEWEST_TO_RANK and np.ptp(ranks) > 0}
    if len(varying) < 2:
        return {}
    matrix = np.stack(list(varying.values()))
    matrix -= matrix.mean(axis=1, keepdims=True)
    matrix /= np.sqrt((matrix**2).sum(axis=1, keepdims=True))
    products = matrix @ matrix.T
    names = list(varying)
    return {
        (names[one], names[other]): float(products[one, other]) for one, other in combinations(range(len(names)), 2)
    }


def _same(one: Variable, other: Variable, values: int) -> bool:
    """Tell whether the values of two columns correspond one to one, where they repeat often enough to tell."""
    if values * REPEATED > len(one.codes):
        return False
    pairs = one.codes.astype(np.int64) * len(other.values) + other.codes
    return len(np.unique(pairs)) == values
