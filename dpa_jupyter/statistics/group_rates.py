"""The target within groups of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.findings import GroupRate
from dpa_jupyter.statistics import rounding
from dpa_jupyter.statistics.effect_size import contingency
from dpa_jupyter.statistics.intervals import mean_interval, wilson
from dpa_jupyter.statistics.target import Target
from dpa_jupyter.statistics.variable import Categories, Counts, Floats, counts, label, row_values


@dataclass(frozen=True, slots=True)
class Rates:
    """The target by group, for groups that have rows, in the order of the groups."""

    places: NDArray[np.intp]
    """Which of the groups have rows."""
    names: list[str]
    rows: Counts
    values: Floats
    """The share of the positive value, or the mean."""
    low: Floats
    high: Floats
    overall: float

    def told(self, places: NDArray[np.intp], *, shares: bool) -> list[GroupRate]:
        """Return these groups as findings, rounded; a bound that is unknown is None."""
        rounded = rounding.share if shares else rounding.amount
        return [
            GroupRate(
                group=self.names[place],
                rows=int(self.rows[place]),
                value=rounded(self.values[place]),
                low=None if np.isnan(self.low[place]) else rounded(self.low[place]),
                high=None if np.isnan(self.high[place]) else rounded(self.high[place]),
            )
            for place in places
        ]

    def highest_first(self) -> NDArray[np.intp]:
        """Order the groups by their value, the larger group first where values are equal."""
        return np.lexsort((-self.rows, -self.values))

    def most_telling(self) -> NDArray[np.intp]:
        """Order the groups by how far they are from the overall value, in standard errors."""
        telling = np.abs(self.values - self.overall) * np.sqrt(self.rows)
        return np.argsort(-telling, kind="stable")


def overall(target: Target) -> float:
    """Return the share of the positive value, or the mean, over the rows that have a target."""
    rows = counts(target.variable)
    if isinstance(target.variable, Categories):
        return float(rows[1] / rows.sum())
    return float(rows @ target.variable.values / rows.sum())


def rates(target: Target, groups: Categories) -> Rates:
    """Compute shares with Wilson's intervals, or means with Student's; no row may be missing either value."""
    rows = counts(groups)
    used = np.flatnonzero(rows)
    names = [label(groups.values[place]) for place in used.tolist()]
    in_group = rows[used]
    if isinstance(target.variable, Categories):
        hits = np.bincount(groups.codes, weights=target.variable.codes, minlength=len(rows))[used]
        low, high = wilson(hits, in_group)
        return Rates(used, names, in_group, hits / in_group, low, high, overall(target))
    values = row_values(target.variable)
    means = np.bincount(groups.codes, weights=values, minlength=len(rows)) / np.maximum(rows, 1)
    squares = np.bincount(groups.codes, weights=(values - means[groups.codes]) ** 2, minlength=len(rows))[used]
    deviation = np.sqrt(squares / np.maximum(in_group - 1, 1))
    low, high = mean_interval(means[used], deviation, in_group)
    return Rates(used, names, in_group, means[used], low, high, overall(target))


def telling_cells(target: Categories, groups: Categories, most: int) -> list[GroupRate]:
    """Tell where a target of several categories differs most: "group → category" with the category's share there."""
    table = contingency(groups, target)
    in_group = table.sum(axis=1, keepdims=True)
    shares = table / np.maximum(in_group, 1)
    overall = table.sum(axis=0, keepdims=True) / max(table.sum(), 1)
    order = np.argsort(-(np.abs(shares - overall) * np.sqrt(in_group)), axis=None, kind="stable")[:most]
    low, high = wilson(table, np.maximum(in_group, 1))
    return [
        GroupRate(
            group=f"{label(groups.values[row])} → {label(target.values[column])}",
            rows=int(in_group[row, 0]),
            value=rounding.share(shares[row, column]),
            low=rounding.share(low[row, column]),
            high=rounding.share(high[row, column]),
        )
        for row, column in zip(*np.unravel_index(order, table.shape), strict=True)
        if in_group[row, 0]
    ]
