"""One pandas column as Arrow, whatever it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.frames.cell_text import MIXED, cell_texts

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

NO_ARROW_TYPE = (TypeError, ValueError, OverflowError, AttributeError, NotImplementedError)
"""What pyarrow raises for mixed types, integers beyond 64 bits, complex numbers and objects."""

ROUNDED = frozenset({"floating", "mixed-integer-float", "decimal"})
"""What pandas calls cells that are all numbers, some of them no integers."""
PLAIN_NUMBERS = frozenset("?bBhHiIlLqQfd")
"""NumPy's characters of the booleans, integers and floats that Arrow has too."""


def arrow_column(series: pd.Series, *, typed: bool = False) -> tuple[pa.Array | pa.ChunkedArray, str | None]:
    """Convert a column, copying as little as can be, and say in words what had to be done to it, if anything.

    With `typed`, cells of a column that has to become text carry their type, so that 1 and "1" differ.
    """
    import numpy as np
    import pyarrow as pa

    dtype = series.dtype
    if isinstance(dtype, np.dtype) and dtype.char in PLAIN_NUMBERS:  # as below, without the detours by its Series
        return pa.array(series.to_numpy(), from_pandas=True), None
    try:
        array = pa.array(_plain(series), from_pandas=True)
    except NO_ARROW_TYPE:
        numbers = _numbers(series.to_numpy(dtype=object))
        return (pa.array(cell_texts(series, typed=typed), pa.string()), MIXED) if numbers is None else (numbers, None)
    return array, None


def object_type(cells: NDArray[np.object_]) -> pa.DataType:
    """Return the Arrow type that these cells of an object column ask for."""
    import pyarrow as pa

    try:
        return pa.array(cells, from_pandas=True).type
    except NO_ARROW_TYPE:
        numbers = _numbers(cells)
        return pa.string() if numbers is None else numbers.type


def _numbers(cells: NDArray[np.object_]) -> pa.Array | None:
    """Read numbers that have no type in common: whole ones beyond 64 bits exactly, any others as doubles."""
    import pandas as pd
    import pyarrow as pa

    kind = pd.api.types.infer_dtype(cells, skipna=True)
    try:
        if kind == "integer":
            return pa.array(cells, pa.decimal256(76, 0), from_pandas=True)
        return pa.array(cells.astype("float64"), from_pandas=True) if kind in ROUNDED else None
    except NO_ARROW_TYPE:
        return None


def _plain(series: pd.Series) -> pd.Series:
    """Turn what Arrow would only hold in a type of pandas' own into something that every reader knows."""
    import numpy as np
    import pandas as pd

    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        categories = dtype.categories
        if isinstance(categories.dtype, pd.IntervalDtype | pd.PeriodDtype):
            return series.cat.rename_categories(categories.astype(str).tolist())
    elif isinstance(dtype, pd.IntervalDtype | pd.PeriodDtype):
        return series.astype(str).where(series.notna(), None)
    elif isinstance(dtype, pd.SparseDtype):
        return pd.Series(np.asarray(series))
    elif dtype == np.float16:
        return series.astype("float32")
    elif dtype == np.longdouble and dtype != np.float64:
        return series.astype("float64")
    return series
