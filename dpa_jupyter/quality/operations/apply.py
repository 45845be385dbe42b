"""A choice of operations carried out on a frame of any library: a new frame of the same library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from dpa_jupyter.errors import ChangeError
from dpa_jupyter.frames.database import quote
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.dask_clean import clean_dask
from dpa_jupyter.quality.operations.labels import under_labels
from dpa_jupyter.quality.operations.plan import make_plan
from dpa_jupyter.quality.operations.script import Running

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from dask.dataframe import DataFrame as DaskDataFrame
    from duckdb import DuckDBPyRelation
    from pyspark.sql import DataFrame


def apply(frame: object, operations: Sequence[Operation]) -> object:
    """Return what the operations make of a frame, which itself stays as it is; `plan` says what they mean together.

    A plan of Polars, a relation of DuckDB, a frame of Spark and one of Dask stay such: nothing is run. Index, labels,
    and the types of what is not changed are the same.

    Raises:
        ColumnNotFoundError: an operation names a column that is not there.
        ExpressionError: an expression means nothing for these columns.
        ChangeError: two operations can't go together, or the frame is of no known library.
    """
    kind = type(frame)
    if is_kind_of(kind, "pandas", "DataFrame"):
        return _apply_to_pandas(cast("pd.DataFrame", frame), operations)
    if is_kind_of(kind, "polars", "DataFrame") or is_kind_of(kind, "polars", "LazyFrame"):
        return _apply_to_polars(cast("pl.LazyFrame", frame), operations)
    if is_kind_of(kind, "pyarrow", "Table"):
        return _apply_to_arrow(cast("pa.Table", frame), operations)
    if is_kind_of(kind, "duckdb", "DuckDBPyRelation"):
        return _apply_to_relation(cast("DuckDBPyRelation", frame), operations)
    if is_kind_of(kind, "pyspark.sql", "DataFrame"):
        return _apply_to_spark(cast("DataFrame", frame), operations)
    if is_kind_of(kind, "dask.dataframe", "DataFrame"):
        return clean_dask(cast("DaskDataFrame", frame), operations)
    raise ChangeError(
        f"a {kind.__name__} can't be changed here, only frames of pandas, Polars, Arrow, DuckDB, Spark and Dask"
    )


def _apply_to_pandas(frame: pd.DataFrame, operations: Sequence[Operation]) -> pd.DataFrame:
    import pandas as pd

    from dpa_jupyter.quality.languages import pandas_helpers
    from dpa_jupyter.quality.languages.pandas_columns import pandas_columns
    from dpa_jupyter.quality.operations.pandas_clean import clean_pandas

    columns = pandas_columns(frame)
    plan = make_plan(operations, {name: column.kind for name, column in columns.items()})
    return clean_pandas(frame, plan, columns, (pd, pandas_helpers), Running())


def _apply_to_polars(frame: pl.LazyFrame, operations: Sequence[Operation]) -> pl.LazyFrame:
    import polars as pl

    from dpa_jupyter.quality.languages.polars_code import polars_columns
    from dpa_jupyter.quality.operations.polars_clean import clean_polars

    columns = polars_columns(frame)
    plan = make_plan(under_labels(operations, columns), {name: column.kind for name, column in columns.items()})
    return clean_polars(frame, plan, columns, pl, Running())


def _apply_to_arrow(table: pa.Table, operations: Sequence[Operation]) -> pa.Table:
    from dpa_jupyter.quality.operations.arrow_clean import ArrowSource

    source = ArrowSource(table)
    return source.clean(make_plan(operations, source.kinds))


def _apply_to_relation(relation: DuckDBPyRelation, operations: Sequence[Operation]) -> DuckDBPyRelation:
    from dpa_jupyter.quality.languages.duckdb_sql import sql_column
    from dpa_jupyter.quality.operations.sql_clean import clean_relation

    names = unique_names(relation.columns)
    types = {name: str(kind) for name, kind in zip(names, relation.types, strict=True)}
    plan = make_plan(operations, {name: sql_column(name, kind).kind for name, kind in types.items()})
    if list(names) != relation.columns:  # several of one name can only be told apart by their place
        relation = relation.project(", ".join(f"#{place} AS {quote(name)}" for place, name in enumerate(names, 1)))
    return clean_relation(relation, plan, types)


def _apply_to_spark(frame: DataFrame, operations: Sequence[Operation]) -> DataFrame:
    from pyspark.sql import functions

    from dpa_jupyter.frames.spark_frames import named_plan
    from dpa_jupyter.quality.languages.spark_sql import spark_value
    from dpa_jupyter.quality.operations.spark_clean import clean_spark

    frame = named_plan(frame)
    types = dict(frame.dtypes)
    plan = make_plan(operations, {name: spark_value(name, kind).kind for name, kind in types.items()})
    return clean_spark(frame, plan, types, functions, Running())
