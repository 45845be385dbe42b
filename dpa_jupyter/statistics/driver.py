"""What one column has to do with a target."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from dpa_jupyter.statistics.missingness import missing_notes, presence, presence_leak
from dpa_jupyter.statistics.target import Target
from dpa_jupyter.statistics.variable import (
    Categories,
    Floats,
    Mask,
    Moments,
    Numbers,
    Variable,
    at_rows,
    counts,
    present,
)

BANDS_TO_MEASURE = 10
BANDS_TO_TELL = 5
MOST_GROUPS = 6
IN_BANDS = "in bands"
BY_PRESENCE = "by whether it has a value"

Direction: TypeAlias = Literal["up", "down", "mixed"]


@dataclass(frozen=True, slots=True)
class Look:
    """What came of looking at one column: a comparison, or the reason why there is none; and what else to say of it."""

    comparison: Comparison | None
    reason: str = ""
    notes: list[str] = field(default_factory=list)
    """Sentences that start with the column's name."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a column goes with a target, over the rows where both have a value."""

    column: str
    kind: ColumnType
    missing: int
    """Rows left out because one of the two has no value."""
    leak: str | None
    target: Target
    shape: _Shape

    @property
    def effect(self) -> float:
        """Return the effect size as it is told."""
        return rounding.effect(self.shape.effect.value)

    @property
    def p_value(self) -> float:
        """Return the p-value as it is told, not yet corrected for other looks."""
        return rounding.effect(self.shape.effect.p_value)

    def driver(self) -> Driver:
        """Return all that is told of it: its interval, and the target by group, take longer than the rest."""
        shape, target, groups = self.shape, self.target, self.shape.groups()
        driver = Driver(
            column=self.column,
            type=self.kind,
            measure=shape.effect.measure if not shape.seen else f"{shape.effect.measure}, {shape.seen}",
            effect=self.effect,
            low=rounding.effect(shape.effect.low),
            high=rounding.effect(shape.effect.high),
            p_value=self.p_value,
            p_adjusted=1.0,
            rows_used=shape.effect.rows,
            missing=self.missing,
            direction=None,
            groups=[],
            leak=self.leak,
        )
        if target.kind == "categorical":
            driver["groups"] = telling_cells(_limited(target), groups, MOST_GROUPS)
        else:
            by_group = rates(target, groups)
            telling = by_group.most_telling()[:MOST_GROUPS]
            driver["groups"] = by_group.told(telling, shares=target.kind == "binary")
            driver["direction"] = _direction(shape, by_group.values)
        return driver


def look_at(column: str, kind: ColumnType, feature: Variable, target: Target, target_name: str) -> Look:
    """Measure how a column goes with a target, over the rows where both have a value.

    Where its values can't tell, such as those of a mark that is either there or not, whether it has one may.
    """
    wanted = present(target.variable)
    rows = len(wanted)
    feature, target = at_rows(feature, wanted), _target_at(target, wanted)
    known = present(feature)
    at_known, target_there = at_rows(feature, known), _target_at(target, known)
    shape = _strongest(at_known, target_there)
    if shape is not None:
        leak = leak_reason(at_known, target_there, shape.effect, target_name)
        notes = missing_notes(column, known, target, target_name)
        return Look(Comparison(column, kind, rows - shape.effect.rows, leak, target_there, shape), notes=notes)
    groups = presence(known)
    effect = effect_size(groups, _goal(target)) if groups else None
    if groups is None or effect is None:
        return Look(None, _why_none(at_known, target_there, target_name))
    shape = _Shape(effect, lambda: groups, BY_PRESENCE)
    leak = presence_leak(groups, target, effect, target_name)
    return Look(Comparison(column, kind, rows - effect.rows, leak, target, shape))


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a column goes with the target, seen the way that shows most."""

    effect: Effect
    groups: Callable[[], Categories]
    """Makes groups that show it."""
    seen: str = ""
    """Empty for the column as it is, else such as "in bands" or "by hour of the day"."""
    straight: Callable[[], Effect | None] = lambda: None
    """Measures the effect of the column as it is, where it has an order."""


def _strongest(feature: Variable, target: Target) -> _Shape | None:
    """Measure a column as it is and, where it has an order, in other ways too.

    As it is shows what rises or falls. Bands (and the month, weekday and hour of a date) show every other shape; that
    counts where its interval lies wholly above, and its p-value is multiplied by the number of looks (Bonferroni).
    """
    wanted = _goal(target)
    if isinstance(feature, Categories):
        levels = common_levels(feature)
        effect = effect_size(levels, wanted)
        return _Shape(effect, lambda: levels, straight=lambda: _order(feature, target)) if effect else None
    straight = effect_size(feature, wanted)
    if straight is None:
        return None
    looks = [(effect, how, groups) for how, groups in _other_shapes(feature) if (effect := effect_size(groups, wanted))]
    best = max(looks, key=lambda look: look[0].value, default=None)

    def told() -> Categories:
        return quantile_bands(feature, BANDS_TO_TELL)

    # A lower bound is never above its effect, so that most columns need no interval.
    if best is None or best[0].value <= straight.value or best[0].low <= straight.high:
        return _Shape(straight, told, straight=lambda: straight)
    effect, how, groups = best
    effect = replace(effect, p_value=min(1.0, effect.p_value * (len(looks) + 1)))
    if how == IN_BANDS:
        return _Shape(effect, told, how, lambda: straight)
    return _Shape(effect, lambda: groups, how)


def _other_shapes(feature: Numbers | Moments) -> Iterator[tuple[str, Categories]]:
    yield IN_BANDS, quantile_bands(feature, BANDS_TO_MEASURE)
    if isinstance(feature, Moments):
        yield from ((f"by {cycle}", groups) for cycle, groups in cycles(feature))


def _order(feature: Categories, target: Target) -> Effect | None:
    ordered = feature.ordered and target.kind != "categorical"
    return spearman(midranks(feature), midranks(target.variable)) if ordered else None


def _target_at(target: Target, rows: Mask) -> Target:
    return target if rows.all() else replace(target, variable=at_rows(target.variable, rows))


def _goal(target: Target) -> Variable:
    return _limited(target) if target.kind == "categorical" else target.variable


def _limited(target: Target) -> Categories:
    assert isinstance(target.variable, Categories)
    return common_levels(target.variable)


def _direction(shape: _Shape, values: Floats) -> Direction | None:
    """Tell which way the target goes as the column rises; "mixed" where that is not clear or changes on the way."""
    straight = shape.straight()
    if straight is None:
        return None
    turns = shape.seen and (np.diff(values) * straight.sign < 0).any()
    if turns or straight.low == 0:
        return "mixed"
    return "up" if straight.sign > 0 else "down"


def _why_none(feature: Variable, target: Target, target_name: str) -> str:
    if len(feature.codes) < FEWEST_ROWS:
        return f"only {len(feature.codes):,} rows have a value of it and of {target_name}, too few to compare"
    if np.count_nonzero(counts(feature)) < 2:
        return f"it has only one value where {target_name} is known"
    if np.count_nonzero(counts(target.variable)) > 1:
        return "its values repeat too seldom to make groups that can be compared"
    return f"{target_name} is the same in all rows where it has a value"
