"""A plan in pandas, to run or to read."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ChangeError
from dpa_jupyter.quality.languages.pandas_code import PandasCode
from dpa_jupyter.quality.languages.pandas_columns import PandasColumn
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
    cleaned = steps.let(frame.copy(deep=False), name="cleaned") if plan.steps else frame
    for step in plan.steps:
        steps.note(step.operation)
        own = columns[step.column]
        place = str(own.label) if own.is_named else own.position
        cleaned = steps.put(cleaned, place, _stepped(step, columns, (frame, cleaned), names))
    dropped: pd.Series | None = None
    for drop in plan.drops:
        steps.note(drop.operation)
        where = PandasCode(columns, frame, *names).true(drop.where)
        dropped = steps.let(where if dropped is None else dropped | where, name="dropped")
    if dropped is not None:
        cleaned = cleaned[~dropped]
    return _with_other_columns(cleaned, plan, columns)


def _stepped(
    step: Step,
    columns: Mapping[str, PandasColumn],
    frames: tuple[pd.DataFrame, pd.DataFrame],
    names: tuple[ModuleType, ModuleType],
) -> pd.Series:
    """Return what becomes of a column; the frames are the source and the one that is cleaned so far."""
    source, cleaned = frames
    code = PandasCode(columns, source, *names, {step.column: cleaned})
    value = code.series(code.folded(step.value), step.kind)
    if step.changes_type:
        return value.astype("float64") if step.kind == "number" else value
    own = columns[step.column]
    if own.zone is not None:
        value = value.dt.tz_localize(own.zone, ambiguous="NaT", nonexistent="NaT")
    elif own.is_object and own.kind == "date":
        value = value.dt.date
    where = PandasCode(columns, source, *names).true(step.where or EVERYWHERE)
    put: pd.Series = names[1].put(code.raw(step.column), where, value)
    return put


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
