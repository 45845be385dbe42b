"""One number for each group of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from dpa_jupyter.statistics.group_rates import rates
from dpa_jupyter.statistics.periods import medians
from dpa_jupyter.statistics.target import Target
from dpa_jupyter.statistics.variable import Categories, Counts, Floats, Numbers, counts, row_values

Aggregate: TypeAlias = Literal["count", "share", "mean", "median", "sum", "min", "max"]


@dataclass(frozen=True, slots=True)
class Aggregates:
    """A number for each group, in the order of the groups; NaN for a group without rows, but for counts and sums."""

    rows: Counts
    values: Floats
    low: Floats
    """Bounds of the 95 % interval of a share or a mean; NaN where there is none."""
    high: Floats


def aggregated(groups: Categories, target: Target | None, aggregate: Aggregate) -> Aggregates:
    """Aggregate a target by group; no row may be missing either value."""
    rows = counts(groups)
    unknown = np.full(len(rows), np.nan)
    if target is None or aggregate == "count":
        return Aggregates(rows, rows.astype(np.float64), unknown, unknown)
    if aggregate in ("share", "mean"):
        found = rates(target, groups)
        values, low, high = unknown.copy(), unknown.copy(), unknown.copy()
        values[found.places], low[found.places], high[found.places] = found.values, found.low, found.high
        return Aggregates(rows, values, low, high)
    assert isinstance(target.variable, Numbers)
    return Aggregates(rows, _of_numbers(groups, rows, row_values(target.variable), aggregate), unknown, unknown)


def _of_numbers(groups: Categories, rows: Counts, values: Floats, aggregate: Aggregate) -> Floats:
    if aggregate == "sum":
        return np.bincount(groups.codes, weights=values, minlength=len(rows)).astype(np.float64)
    if aggregate == "median":
        return medians(groups.codes, rows, values)
    ends = np.full(len(rows), np.nan)
    order = np.lexsort((values, groups.codes))
    last = np.cumsum(rows) - 1
    used = rows > 0
    ends[used] = values[order][(last - rows + 1 if aggregate == "min" else last)[used]]
    return ends


def overall(target: Target | None, aggregate: Aggregate) -> float | None:
    """Return the same number over all rows, where it stands in one measure with those of the groups."""
    if target is None or aggregate not in ("share", "mean", "median"):
        return None
    everyone = Categories(np.zeros(len(target.variable.codes), dtype=np.int32), ("all",))
    return float(aggregated(everyone, target, aggregate).values[0]) if len(everyone.codes) else None
