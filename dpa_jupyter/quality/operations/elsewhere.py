"""What the columns of a frame are in another library: told by its first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dpa_jupyter.errors import ChangeError
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.recognition import recognise

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

FIRST_ROWS = 1_000


def as_pandas(frame: object) -> pd.DataFrame:
    """Return a frame of pandas, or the first rows of another as one."""
    if is_kind_of(type(frame), "pandas", "DataFrame"):
        return cast("pd.DataFrame", frame)
    return cast("pd.DataFrame", _first_rows(frame).to_pandas())


def as_polars(frame: object) -> pl.DataFrame | pl.LazyFrame:
    """Return a frame of Polars, or the first rows of another as one."""
    import polars as pl

    if isinstance(frame, pl.DataFrame | pl.LazyFrame):
        return frame
    return pl.DataFrame(pl.from_arrow(_first_rows(frame)))


def duckdb_types(frame: object) -> dict[str, str]:
    """Return the types that columns have in DuckDB, by name."""
    import duckdb

    if is_kind_of(type(frame), "duckdb", "DuckDBPyRelation"):
        relation = cast("duckdb.DuckDBPyRelation", frame)
    else:
        connection = duckdb.connect()  # a relation needs it until its types are told
        relation = connection.from_arrow(_first_rows(frame))
    return {name: str(kind) for name, kind in zip(relation.columns, relation.types, strict=True)}


def spark_types(frame: object) -> dict[str, str]:
    """Return the types that columns have in Spark, by name, as `DataFrame.dtypes` writes them."""
    if is_kind_of(type(frame), "pyspark.sql", "DataFrame"):
        return dict(cast("dict[str, str]", getattr(frame, "dtypes", {})))
    return {field.name: _spark_type(field.type) for field in _first_rows(frame).schema}


def _first_rows(frame: object) -> pa.Table:
    known = recognise("df", frame)
    if known is None:
        raise ChangeError(f"a {type(frame).__name__} is no frame of pandas, Polars, Arrow or DuckDB")
    return known.adapter.batches(frame, None, FIRST_ROWS).read_all()


def _spark_type(kind: pa.DataType) -> str:
    import pyarrow.types as t

    if t.is_dictionary(kind):
        return _spark_type(kind.value_type)
    if t.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    if t.is_timestamp(kind):
        return "timestamp" if kind.tz is not None else "timestamp_ntz"
    if t.is_integer(kind):
        return {8: "tinyint", 16: "smallint", 32: "int"}.get(kind.bit_width, "bigint")
    named = {t.is_boolean: "boolean", t.is_float32: "float", t.is_floating: "double", t.is_date: "date"}
    texts = {t.is_string: "string", t.is_large_string: "string", t.is_string_view: "string", t.is_null: "void"}
    return next((name for holds, name in {**named, **texts}.items() if holds(kind)), "binary")
