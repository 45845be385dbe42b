"""What one column has to do with a target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import numpy as np

from dpa_jupyter.findings import ColumnType, Driver
from dpa_jupyter.statistics import rounding
from dpa_jupyter.statistics.calendar import cycles
from dpa_jupyter.statistics.effect_size import FEWEST_ROWS, Effect, effect_size, midranks, spearman
from dpa_jupyter.statistics.group_rates import rates, telling_cells
from dpa_jupyter.statistics.grouping import common_levels, quantile_bands
from dpa_jupyter.statistics.leak import leak_reason
from dpa_jupyter.statistics.missingness import missing_notes
from dpa_jupyter.statistics.target import Target
from dpa_jupyter.statistics.variable import (
    Categories,
    Floats,
    Moments,
    Numbers,
    Variable,
    at_rows,
    counts,
    label,
    present,
)

BANDS_TO_MEASURE = 10
BANDS_TO_TELL = 5
MOST_GROUPS = 6
IN_BANDS = "in bands"

Direction: TypeAlias = Literal["up", "down", "mixed"]


@dataclass(frozen=True, slots=True)
class Look:
    """What came of looking at one column: a driver, or the reason why there is none; and what else to say of it."""

    driver: Driver | None
    reason: str = ""
    notes: list[str] = field(default_factory=list)
    """Sentences that start with the column's name."""


def look_at(column: str, kind: ColumnType, feature: Variable, target: Target, target_name: str) -> Look:
    """Measure how a column goes with a target, over the rows where both have a value."""
    wanted, known = present(target.variable), present(feature)
    both = wanted & known
    at_target = replace(target, variable=at_rows(target.variable, wanted))
    notes = missing_notes(column, known[wanted], at_target, target_name)
    feature, target = at_rows(feature, both), replace(target, variable=at_rows(target.variable, both))
    shape = _strongest(feature, target)
    if shape is None:
        return Look(None, _why_none(feature, target, target_name), notes)
    driver = Driver(
        column=column,
        type=kind,
        measure=shape.effect.measure if not shape.seen else f"{shape.effect.measure}, {shape.seen}",
        effect=rounding.effect(shape.effect.value),
        low=rounding.effect(shape.effect.low),
        high=rounding.effect(shape.effect.high),
        p_value=rounding.effect(shape.effect.p_value),
        p_adjusted=1.0,
        rows_used=shape.effect.rows,
        missing=int(len(wanted) - shape.effect.rows),
        direction=None,
        groups=[],
        leak=leak_reason(feature, target, shape.effect, target_name),
    )
    if target.kind == "categorical":
        driver["groups"] = telling_cells(_limited(target), shape.groups, MOST_GROUPS)
    else:
        by_group = rates(target, shape.groups)
        telling = by_group.most_telling()[:MOST_GROUPS]
        driver["groups"] = by_group.told(telling, shares=target.kind == "binary")
        driver["direction"] = _direction(shape, by_group.values)
    return Look(driver, notes=notes)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a column goes with the target, seen the way that shows most."""

    effect: Effect
    groups: Categories
    """Groups that show it."""
    seen: str = ""
    """Empty for the column as it is, else such as "in bands" or "by hour of the day"."""
    straight: Effect | None = None
    """The effect of the column as it is, where it has an order."""


def _strongest(feature: Variable, target: Target) -> _Shape | None:
    """Measure a column as it is and, where it has an order, in other ways too.

    As it is shows what rises or falls. Bands (and the month, weekday and hour of a date) show every other shape; that
    counts where its interval lies wholly above, and its p-value is multiplied by the number of looks (Bonferroni).
    """
    wanted = _limited(target) if target.kind == "categorical" else target.variable
    if isinstance(feature, Categories):
        levels = common_levels(feature)
        effect = effect_size(levels, wanted)
        return _Shape(effect, levels, straight=_order(feature, target)) if effect else None
    straight = effect_size(feature, wanted)
    if straight is None:
        return None
    looks = [(effect, how, groups) for how, groups in _other_shapes(feature) if (effect := effect_size(groups, wanted))]
    best = max(looks, key=lambda look: look[0].value, default=None)
    told = quantile_bands(feature, BANDS_TO_TELL)
    if best is None or best[0].low <= straight.high:
        return _Shape(straight, told, straight=straight)
    effect, how, groups = best
    effect = replace(effect, p_value=min(1.0, effect.p_value * (len(looks) + 1)))
    return _Shape(effect, told, how, straight) if how == IN_BANDS else _Shape(effect, groups, how)


def _other_shapes(feature: Numbers | Moments) -> Iterator[tuple[str, Categories]]:
    yield IN_BANDS, quantile_bands(feature, BANDS_TO_MEASURE)
    if isinstance(feature, Moments):
        yield from ((f"by {cycle}", groups) for cycle, groups in cycles(feature))


def _order(feature: Categories, target: Target) -> Effect | None:
    ordered = feature.ordered and target.kind != "categorical"
    return spearman(midranks(feature), midranks(target.variable)) if ordered else None


def _limited(target: Target) -> Categories:
    assert isinstance(target.variable, Categories)
    return common_levels(target.variable)


def _direction(shape: _Shape, values: Floats) -> Direction | None:
    """Tell which way the target goes as the column rises; "mixed" where that is not clear or changes on the way."""
    if shape.straight is None:
        return None
    turns = shape.seen and (np.diff(values) * shape.straight.sign < 0).any()
    if turns or shape.straight.low == 0:
        return "mixed"
    return "up" if shape.straight.sign > 0 else "down"


def _why_none(feature: Variable, target: Target, target_name: str) -> str:
    if len(feature.codes) < FEWEST_ROWS:
        return f"only {len(feature.codes):,} rows have a value of it and of {target_name}, too few to compare"
    if np.count_nonzero(counts(feature)) < 2:
        return f"it has only one value where {target_name} is known"
    if np.count_nonzero(counts(target.variable)) > 1:
        return "its values repeat too seldom to make groups that can be compared"
    value = target.variable.values[int(np.argmax(counts(target.variable)))]
    return f"it has values only where {target_name} is {label(value)}, and so may give it away"
