"""Which frames can go to disk and come back bit by bit as they were."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from dpa_jupyter.changes.stored import Stored

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def spill(value: object) -> Stored | None:
    """Write a frame to disk; None where it can't be made again exactly, or where there is no room.

    A class of somebody's own may hold more than its data, so it stays in memory.
    """
    kind = type(value)
    library = kind.__module__.partition(".")[0]
    try:
        match library, kind.__name__:
            case "pandas", "DataFrame":
                return _spilled_pandas(cast("pd.DataFrame", value))
            case "polars", "DataFrame":
                return _spilled_polars(cast("pl.DataFrame", value))
            case "pyarrow", "Table":
                return _spilled_arrow(cast("pa.Table", value))
            case _:
                return None
    except OSError:  # the disk is full, or too many files are open: memory it is
        return None


def _spilled_pandas(frame: pd.DataFrame) -> Stored | None:
    from dpa_jupyter.changes.pandas_columns import taken_apart

    table, put_together = taken_apart(frame)
    return Stored(table, put_together) if table.num_columns else None


def _spilled_polars(frame: pl.DataFrame) -> Stored | None:
    import polars as pl
    import pyarrow as pa

    newest = pl.CompatLevel.newest()
    try:
        table = frame.to_arrow(compat_level=newest)
        again = _polars_again(frame.schema, table)
    except (pa.ArrowException, pl.exceptions.PolarsError, ValueError, TypeError):  # of a type that Arrow has not
        return None
    if not table.num_columns or again.schema != frame.schema or not again.equals(frame, null_equal=True):
        return None
    return Stored(table, partial(_polars_again, frame.schema))


def _polars_again(schema: pl.Schema, table: pa.Table) -> pl.DataFrame:
    import polars as pl

    frame = pl.DataFrame(pl.from_arrow(table))
    return frame if frame.schema == schema else frame.cast(pl.Schema(schema))


def _spilled_arrow(table: pa.Table) -> Stored | None:
    return Stored(table, _as_it_is) if table.num_columns else None


def _as_it_is(table: pa.Table) -> pa.Table:
    return table
