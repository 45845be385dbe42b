"""A plan carried out on a Dask frame: on each partition by pandas, when it is computed."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ChangeError
from dpa_jupyter.quality.engines.duckdb.predicates import repeated_rows
from dpa_jupyter.quality.expressions import Call, Column, Expression, Literal, looks_at_other_rows
from dpa_jupyter.quality.languages.pandas_columns import PandasColumn
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.dask_repeated import without_repeated
from dpa_jupyter.quality.operations.plan import Plan, make_plan
from dpa_jupyter.quality.operations.script import Running
from dpa_jupyter.sentence import sentence

if TYPE_CHECKING:
    import pandas as pd
    from dask.dataframe import DataFrame

PARTIAL = frozenset({"divide", "extract_pattern", "to_integer", "to_number", "to_boolean", "to_date", "to_datetime"})
"""Functions that may give nothing for what is there."""


def clean_dask(frame: DataFrame, operations: Sequence[Operation]) -> DataFrame:
    """Carry operations out on a frame, which is not computed for it, but for columns of Python objects.

    Raises:
        ChangeError: an operation looks at rows other than its own, but to leave out those that repeat one.
    """
    from dpa_jupyter.frames.dask_partitions import with_types
    from dpa_jupyter.quality.languages.pandas_columns import pandas_columns

    typed = with_types(frame)
    columns = pandas_columns(typed)
    plan = make_plan(operations, {name: column.kind for name, column in columns.items()})
    repeated = [known for drop in plan.drops if (known := repeated_rows(drop.where)) is not None]
    plan = replace(plan, drops=tuple(drop for drop in plan.drops if repeated_rows(drop.where) is None))
    _check_rows(plan)
    source = without_repeated(frame, repeated) if repeated else frame
    learning = tuple(_learning(plan, columns, typed))
    meta = clean_partition(frame._meta, plan, columns, learning)  # noqa: SLF001 - what Dask's own documentation calls it
    cleaned: DataFrame = source.map_partitions(clean_partition, plan, columns, learning, meta=meta)
    return cleaned


def clean_partition(
    part: pd.DataFrame, plan: Plan, columns: Mapping[str, PandasColumn], learning: Sequence[int]
) -> pd.DataFrame:
    """Carry a plan out on a partition, of which some columns, by their places, may have missing values from then on."""
    import pandas as pd

    from dpa_jupyter.quality.languages import pandas_helpers
    from dpa_jupyter.quality.operations.pandas_clean import clean_pandas

    taught = part.copy(deep=False) if learning else part
    for place in learning:
        taught.isetitem(place, taught.iloc[:, place].convert_dtypes())  # type: ignore[arg-type]  # pandas takes a series
    return clean_pandas(taught, plan, columns, (pd, pandas_helpers), Running())


def _learning(plan: Plan, columns: Mapping[str, PandasColumn], typed: pd.DataFrame) -> Iterator[int]:
    """Name columns of whole numbers or truths that learn to be missing: in all partitions, or their types differ."""
    sure = {name for name, each in columns.items() if each.level is None and _is_sure(typed.dtypes.iloc[each.position])}
    for name in sure:
        steps = [step for step in plan.steps if step.column == name and not step.changes_type]
        if any(_may_be_missing(step.value, sure) for step in steps):
            yield columns[name].position


def _is_sure(dtype: object) -> bool:
    import numpy as np

    return isinstance(dtype, np.dtype) and dtype.kind in "iub"


def _may_be_missing(value: Expression, sure: Container[str]) -> bool:
    match value:
        case Literal(known):
            return known is None
        case Column(name):
            return name not in sure
        case Call(function, arguments):
            return function in PARTIAL or any(_may_be_missing(each, sure) for each in arguments)
        case _:
            return True


def _check_rows(plan: Plan) -> None:
    looks = [
        *(
            step.operation
            for step in plan.steps
            for each in (step.where, step.value)
            if each and looks_at_other_rows(each)
        ),
        *(drop.operation for drop in plan.drops if looks_at_other_rows(drop.where)),
    ]
    if looks:
        raise ChangeError(
            sentence(
                "{any!r} looks at rows of other partitions: use what Dask has for it, such as ffill() of the frame",
                any=looks[0].title,
            )
        )
