"""Whether a frame is still what a shallow copy of it is.

Frame and copy share their memory until one of them is written to, so in most cases a look at the addresses is enough.
Values are compared only where that does not tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def is_same_pandas(frame: pd.DataFrame, copy: pd.DataFrame) -> bool:
    """Compare labels and columns."""
    labels_same = frame.columns.identical(copy.columns) and frame.index.identical(copy.index)
    return labels_same and all(
        _is_same_pandas_column(frame.iloc[:, position], copy.iloc[:, position]) for position in range(frame.shape[1])
    )


def is_same_polars(frame: pl.DataFrame, copy: pl.DataFrame) -> bool:
    """Compare schema, length and columns."""
    return (
        frame.schema == copy.schema
        and frame.height == copy.height
        and all(map(_is_same_polars_column, frame.get_columns(), copy.get_columns()))
    )


def _is_same_pandas_column(column: pd.Series, copy: pd.Series) -> bool:
    import numpy as np

    if column.dtype != copy.dtype:
        return False
    in_numpy = isinstance(column.dtype, np.dtype)
    return (in_numpy and np.may_share_memory(column.to_numpy(), copy.to_numpy())) or column.equals(copy)


def _is_same_polars_column(column: pl.Series, copy: pl.Series) -> bool:
    import polars as pl

    # For Arrow, Polars writes the codes of categories anew.
    shared = column.dtype != pl.Categorical and _is_same_memory(column, copy)
    return shared or column.equals(copy, null_equal=True)


def _is_same_memory(column: pl.Series, copy: pl.Series) -> bool:
    """Compare addresses; both arrays are alive meanwhile, or memory might be used twice."""
    import polars as pl
    import pyarrow as pa

    newest = pl.CompatLevel.newest()
    try:
        first, second = column.to_arrow(compat_level=newest), copy.to_arrow(compat_level=newest)
    except (pa.ArrowException, pl.exceptions.PolarsError, ValueError, TypeError):  # of a type that Arrow has not
        return False
    return len(first) == len(second) and _addresses(first) == _addresses(second)


def _addresses(array: pa.Array) -> list[tuple[int, int | None]]:
    return [(array.offset, buffer and buffer.address) for buffer in array.buffers()]
