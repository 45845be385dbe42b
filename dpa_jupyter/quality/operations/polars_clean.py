"""A plan in Polars, to run or to read."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from dpa_jupyter.quality.languages.polars_code import PolarsCode, PolarsColumn
from dpa_jupyter.quality.languages.polars_types import fitted, named_type, widened
from dpa_jupyter.quality.operations.plan import Plan
from dpa_jupyter.quality.operations.script import Steps

if TYPE_CHECKING:
    import polars as pl

PolarsFrame = TypeVar("PolarsFrame", "pl.DataFrame", "pl.LazyFrame")
MARK = "is dropped"
"""The name of a column that is there for a moment."""


def clean_polars(
    frame: PolarsFrame, plan: Plan, columns: Mapping[str, PolarsColumn], names: ModuleType, steps: Steps
) -> PolarsFrame:
    """Carry a plan out on a frame; on a LazyFrame, lazily.

    Args:
        frame: the source, or a name that records what is done with it.
        plan: what to do.
        columns: what the columns are, by name.
        names: `polars`, or a name that records.
        steps: runs them or writes them down.
    """
    changed = _changed(plan, columns, names, steps)
    values = [value.alias(name) for name, value in changed.items()]
    dropped = _dropped(plan, PolarsCode(columns, names), steps)
    cleaned = frame
    if dropped is not None and values and plan.computes_over_rows:  # which have to be there still
        cleaned = cleaned.with_columns(*values, dropped.alias(MARK)).remove(names.col(MARK)).drop(MARK)
    else:
        if dropped is not None:  # before its columns are changed; rows where it is unknown stay
            cleaned = cleaned.remove(dropped)
        if values:
            cleaned = cleaned.with_columns(*values)
    if plan.dropped:
        cleaned = cleaned.drop(*plan.dropped)
    return cleaned.rename(dict(plan.renamed)) if plan.renamed else cleaned


def _changed(plan: Plan, columns: Mapping[str, PolarsColumn], names: ModuleType, steps: Steps) -> dict[str, pl.Expr]:
    """Return what becomes of each column, one step after the other."""
    changed: dict[str, pl.Expr] = {}
    for step in plan.steps:
        steps.note(step.operation)
        own = widened(columns[step.column], [each.value for each in plan.steps if each.column == step.column])
        known = {**columns, step.column: own}
        unchanged = changed.get(step.column, names.col(step.column))
        if own != columns[step.column] and step.column not in changed:
            unchanged = unchanged.cast(named_type(own.dtype, names))
        seen = {step.column: unchanged} if step.is_computed else {}
        value = fitted(
            PolarsCode(known if seen else columns, names, seen).write(step.value), step.value, step.kind, own, names
        )
        if step.where is not None and not step.is_implied:
            value = names.when(PolarsCode(columns, names).true(step.where)).then(value).otherwise(unchanged)
        changed[step.column] = steps.let(value, column=step.column)
    return changed


def _dropped(plan: Plan, code: PolarsCode, steps: Steps) -> pl.Expr | None:
    """Return in which rows any of the predicates for dropping is true."""
    dropped: pl.Expr | None = None
    for drop in plan.drops:
        steps.note(drop.operation)
        where = code.true(drop.where)
        dropped = steps.let(where if dropped is None else dropped | where, name="dropped")
    return dropped
