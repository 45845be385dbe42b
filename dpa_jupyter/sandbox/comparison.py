"""Whether a frame is still what a shallow copy of it is.

Frame and copy share their memory until one of them is written to, so in most cases a look at the addresses is enough.
Values are compared only where that does not tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard, cast

from dpa_jupyter.frames.library_type import is_kind_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def snapshot(frame: object) -> object:
    """Return a shallow copy by which a change is found at once, or None where none would tell.

    None tells for frames that don't copy on write, that hold objects (which change from within), or that are lazy.
    """
    if is_pandas(frame):
        return _pandas_snapshot(frame)
    if is_polars(frame):
        has_objects = any(dtype.is_object() for dtype in frame.schema.values())
        return None if has_objects else frame.clone()
    return frame if is_kind_of(type(frame), "pyarrow", "Table") else None


def _pandas_snapshot(frame: pd.DataFrame) -> pd.DataFrame | None:
    import pandas as pd

    copies_on_write = int(pd.__version__.partition(".")[0]) >= 3 or pd.options.mode.copy_on_write is True
    if not copies_on_write or type(frame) is not pd.DataFrame or object in frame.dtypes.tolist():
        return None
    return pd.DataFrame(frame, copy=False)


def is_certainly_same(frame: object, known: object) -> bool:
    """Tell whether a frame is still what its snapshot is; unsure is no."""
    if is_pandas(frame) and is_pandas(known):
        return is_same_pandas(frame, known)
    if is_polars(frame) and is_polars(known):
        return is_same_polars(frame, known)
    return known is not None and frame is known


def is_pandas(value: object) -> TypeGuard[pd.DataFrame]:
    """Tell whether this is a pandas frame."""
    return is_kind_of(type(value), "pandas", "DataFrame")


def is_polars(value: object) -> TypeGuard[pl.DataFrame]:
    """Tell whether this is a Polars frame; a lazy one is none."""
    return is_kind_of(type(value), "polars", "DataFrame")


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
    return column.dtype == copy.dtype and (_shares_memory(column, copy) or column.equals(copy))


def _shares_memory(column: pd.Series, copy: pd.Series) -> bool:
    """Compare addresses; both arrays are alive meanwhile, or memory might be used twice."""
    first, second = _memory(column), _memory(copy)
    if isinstance(first, list) or isinstance(second, list):
        return first == second
    return _view(first) == _view(second) and first.size > 0


def _memory(column: pd.Series) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]] | list[object]:
    """Return the array behind a column without a copy, or the addresses behind a column of Arrow's."""
    import numpy as np
    import pandas as pd

    array, dtype = column.array, column.dtype
    if isinstance(dtype, np.dtype):
        return column.to_numpy()
    if isinstance(array, pd.Categorical):
        return array.codes
    if isinstance(dtype, pd.DatetimeTZDtype | pd.PeriodDtype):
        return cast("np.ndarray[tuple[int, ...], np.dtype[np.generic]]", array.asi8)
    if isinstance(dtype, pd.ArrowDtype) or (isinstance(dtype, pd.StringDtype) and dtype.storage == "pyarrow"):
        chunks = array.__arrow_array__().chunks
        return [*map(_addresses, chunks)]
    return [object()]  # equals nothing


def _view(array: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> tuple[object, ...]:
    interface = array.__array_interface__
    return (interface["data"][0], array.strides, array.shape)


def _is_same_polars_column(column: pl.Series, copy: pl.Series) -> bool:
    import polars as pl

    # For Arrow, Polars writes the codes of categories anew.
    shared = column.dtype != pl.Categorical and _is_same_memory(column, copy)
    return shared or column.equals(copy, null_equal=True)


def _is_same_memory(column: pl.Series, copy: pl.Series) -> bool:
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
