"""The same table in every library that the engine measures, each kind of frame by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

WHOLE = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")
Make: TypeAlias = Callable[[pa.Table, Path], object]


def nullable_pandas(table: pa.Table) -> pd.DataFrame:
    """Make a frame whose whole numbers stay whole where some are missing, as NumPy's would not, and texts are texts."""
    kinds = {pa.type_for_alias(each.lower()): pd.api.types.pandas_dtype(each) for each in WHOLE} | {
        pa.bool_(): pd.BooleanDtype()
    }
    frame: pd.DataFrame = table.to_pandas(types_mapper=kinds.get)
    # pandas 2 keeps texts as objects, of which nobody can tell what they are where there are none
    unknown = [field.name for field in table.schema if field.type == pa.string() and frame[field.name].isna().all()]
    return frame.astype(dict.fromkeys(unknown, "string")) if unknown else frame


def parquet_scan(table: pa.Table, folder: Path) -> pl.LazyFrame:
    """Write a file, and make a plan that does nothing but read it."""
    path = folder / "data.parquet"
    pq.write_table(table, path, row_group_size=50_000)
    return pl.scan_parquet(path)


def plan(table: pa.Table, _folder: Path) -> pl.LazyFrame:
    """Make a plan that has to be run: it filters, if nothing out."""
    return pl.DataFrame(table).lazy().filter(pl.lit(value=True) | (pl.first().is_null()))


LIBRARIES: Mapping[str, Make] = {
    "Arrow": lambda table, _: table,
    "pandas": lambda table, _: nullable_pandas(table),
    "pandas on Arrow": lambda table, _: table.to_pandas(types_mapper=pd.ArrowDtype),
    "Polars": lambda table, _: pl.DataFrame(table),
    "Polars plan": plan,
    "DuckDB": lambda table, _: duckdb.from_arrow(table),  # before DuckDB 2 one does not keep its connection
    "Parquet": parquet_scan,
}
OTHERS = [name for name in LIBRARIES if name != "Arrow"]
"""All that are held against Arrow."""
