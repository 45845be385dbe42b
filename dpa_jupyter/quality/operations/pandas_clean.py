"""A plan in pandas, to run or to read."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ChangeError
from dpa_jupyter.quality.expressions import Literal, Value
from dpa_jupyter.quality.languages.pandas_code import PandasCode
from dpa_jupyter.quality.languages.pandas_columns import PandasColumn
from dpa_jupyter.quality.languages.pandas_writer import scalar
from dpa_jupyter.quality.operations.plan import EVERYWHERE, Plan, Step
from dpa_jupyter.quality.operations.script import Steps

if TYPE_CHECKING:
    import pandas as pd


def clean_pandas(
    frame: pd.DataFrame,
    plan: Plan,
    columns: Mapping[str, PandasColumn],
    names: tuple[ModuleType, ModuleType],
    steps: Steps,
) -> pd.DataFrame:
    """Carry a plan out on a frame; what it leaves alone is shared with the source.

    Args:
        frame: the source, or a name that records what is done with it.
        plan: what to do.
        columns: what the columns are, by name.
        names: `pandas` and `pandas_helpers`, or names that record.
        steps: runs them or writes them down.

    Raises:
        ChangeError: it would change the index.
    """
    _check_index(plan, columns)
    code = PandasCode(columns, frame, names, lambda called, value: steps.let(value, column=called))
    cleaned = steps.let(frame.copy(deep=False), name="cleaned") if plan.steps else frame
    changed: set[str] = set()
    for step in plan.steps:
        steps.note(step.operation)
        own = columns[step.column]
        sees_change = step.is_computed and step.column in changed
        values = _stepped(step, own, code.after(step.column, cleaned) if sees_change else code)
        if not step.changes_type:
            values = names[1].put(code.raw(step.column, cleaned), code.true(step.where or EVERYWHERE), values)
        cleaned = steps.put(cleaned, str(own.label) if own.is_named else own.position, values)
        changed.add(step.column)
    dropped: pd.Series | None = None
    for drop in plan.drops:
        steps.note(drop.operation)
        where = code.true(drop.where)
        dropped = steps.let(where if dropped is None else dropped | where, name="dropped")
    if dropped is not None:
        cleaned = cleaned[~dropped]
    return _with_other_columns(cleaned, plan, columns)


def _stepped(step: Step, own: PandasColumn, code: PandasCode) -> pd.Series | Value:
    """Return what becomes of a column: a series, or the one value of all."""
    value = code.folded(step.value)
    if isinstance(value, Literal) and own.zone is None and not own.is_object and not step.changes_type:
        return scalar(value.value)
    values = code.series(value, step.kind)
    if step.changes_type:
        return values.astype("float64") if step.kind == "number" else values
    if own.zone is not None:
        return values.dt.tz_localize(own.zone, ambiguous="NaT", nonexistent="NaT")  # type: ignore[no-any-return]  # a series
    if own.is_object and own.kind == "date":
        return values.dt.date  # type: ignore[no-any-return]  # a series
    return values


def _with_other_columns(cleaned: pd.DataFrame, plan: Plan, columns: Mapping[str, PandasColumn]) -> pd.DataFrame:
    """Leave columns out and rename others: by their labels where these name them, else by their positions."""
    kept = {name: column for name, column in columns.items() if name not in plan.dropped and column.level is None}
    if all(columns[name].is_named for name in (*plan.dropped, *plan.renamed)):
        if plan.dropped:
            cleaned = cleaned.drop(columns=[columns[name].label for name in plan.dropped])
        labels = {columns[name].label: new for name, new in plan.renamed.items()}
        return cleaned.rename(columns=labels) if labels else cleaned
    cleaned = cleaned.iloc[:, [column.position for column in kept.values()]]
    return cleaned.set_axis([plan.renamed.get(name, column.label) for name, column in kept.items()], axis=1)


def _check_index(plan: Plan, columns: Mapping[str, PandasColumn]) -> None:
    for name in (*(step.column for step in plan.steps), *plan.dropped, *plan.renamed):
        if columns[name].level is not None:
            raise ChangeError(f"{name!r} is the index: make it a column by reset_index() to change it")
