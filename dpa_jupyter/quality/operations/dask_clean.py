"""A plan carried out on a Dask frame: on each partition by pandas, when it is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ChangeError
from dpa_jupyter.quality.expressions import looks_at_other_rows
from dpa_jupyter.quality.languages.pandas_columns import PandasColumn
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.plan import Plan, make_plan
from dpa_jupyter.quality.operations.script import Running

if TYPE_CHECKING:
    import pandas as pd
    from dask.dataframe import DataFrame


def clean_dask(frame: DataFrame, operations: Sequence[Operation]) -> DataFrame:
    """Carry operations out on a frame, which is not computed for it, but for columns of Python objects.

    Raises:
        ChangeError: an operation looks at rows other than its own.
    """
    from dpa_jupyter.frames.dask_partitions import with_types
    from dpa_jupyter.quality.languages.pandas_columns import pandas_columns

    columns = pandas_columns(with_types(frame))
    plan = make_plan(operations, {name: column.kind for name, column in columns.items()})
    _check_rows(plan)
    meta = clean_partition(frame._meta, plan, columns)  # noqa: SLF001 - what Dask's own documentation calls it
    cleaned: DataFrame = frame.map_partitions(clean_partition, plan, columns, meta=meta)
    return cleaned


def clean_partition(part: pd.DataFrame, plan: Plan, columns: Mapping[str, PandasColumn]) -> pd.DataFrame:
    """Carry a plan out on a partition."""
    import pandas as pd

    from dpa_jupyter.quality.languages import pandas_helpers
    from dpa_jupyter.quality.operations.pandas_clean import clean_pandas

    return clean_pandas(part, plan, columns, (pd, pandas_helpers), Running())


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
            f"{looks[0].title!r} compares rows of several partitions, which Dask does itself: "
            "use drop_duplicates() or ffill() of the frame"
        )
