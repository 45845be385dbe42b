"""A pandas frame taken apart into Arrow columns, bit by bit, and put together again.

Numbers, times and codes go as the bits that they are, so that NaN's payload and the like stay. Text in object columns
goes with a mark for each kind of missing value. What can't go stays in memory as it is: columns of other objects, the
index, the labels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    Pieces: TypeAlias = Sequence[pa.ChunkedArray]


@dataclass(frozen=True)
class _Column:
    """A column as pieces of Arrow, and how to make it of them again."""

    pieces: Sequence[pa.Array | pa.ChunkedArray]
    rebuild: Callable[[Pieces], object] = field(repr=False)


def taken_apart(frame: pd.DataFrame) -> tuple[pa.Table, Callable[[pa.Table], pd.DataFrame]]:
    """Return what can go to disk, and a function that makes the very frame of it again; it holds what can't go."""
    import pyarrow as pa

    columns = [_column(frame.iloc[:, position]) for position in range(frame.shape[1])]
    pieces = [piece for column in columns for piece in column.pieces]
    table = pa.table({str(number): piece for number, piece in enumerate(pieces)})
    rebuilds = [(len(column.pieces), column.rebuild) for column in columns]
    index, labels, attrs = frame.index, frame.columns, frame.attrs
    unique_only = not frame.flags.allows_duplicate_labels
    dtypes = frame.dtypes.tolist()

    def put_together(stored: pa.Table) -> pd.DataFrame:
        import pandas as pd

        left = iter(stored.columns)
        arrays = [rebuild([next(left) for _ in range(count)]) for count, rebuild in rebuilds]
        series = [
            pd.Series(array, dtype=dtype, index=index, copy=False) for array, dtype in zip(arrays, dtypes, strict=True)
        ]
        again = pd.DataFrame(dict(enumerate(series)), index=index, copy=False)
        again.columns = labels
        again.attrs = attrs
        return again.set_flags(allows_duplicate_labels=not unique_only)

    return table, put_together


def _column(series: pd.Series) -> _Column:
    import numpy as np
    import pandas as pd

    dtype = series.dtype
    if isinstance(dtype, np.dtype):
        values = series.to_numpy()
        found = _texts(values) if dtype.kind == "O" else _bits(values)
    elif isinstance(dtype, pd.CategoricalDtype):
        found = _categories(series)
    elif isinstance(dtype, pd.DatetimeTZDtype):
        found = _zoned(series)
    else:
        found = _extension(series)
    if found is not None:
        return found
    held = series.array.copy()  # or it would keep its neighbours, too
    return _Column((), lambda _: held)


def _bits(values: NDArray[np.generic]) -> _Column:
    """Take numbers and times of any width as bytes."""
    import numpy as np
    import pyarrow as pa

    dtype, length = values.dtype, len(values)
    whole = np.ascontiguousarray(values)
    kind = pa.binary(dtype.itemsize)
    array = pa.FixedSizeBinaryArray.from_buffers(kind, length, [None, pa.py_buffer(whole.view(np.uint8))])

    def rebuild(pieces: Pieces) -> NDArray[np.generic]:
        again: NDArray[np.generic] = np.empty(length, dtype)
        start = 0
        for chunk in pieces[0].chunks:
            raw = np.frombuffer(chunk.buffers()[1], dtype, len(chunk), chunk.offset * dtype.itemsize)
            again[start : start + len(chunk)] = raw
            start += len(chunk)
        return again

    return _Column((array,), rebuild)


def _texts(cells: NDArray[np.object_]) -> _Column | None:
    """Take an object column of texts and missing values; None where it holds anything else."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    missing = (None, float("nan"), pd.NA, pd.NaT)
    codes = {type(value): code for code, value in enumerate(missing, start=1)}
    kinds = list(map(type, cells))
    if not set(kinds) <= {str, *codes}:
        return None
    marks = np.fromiter((codes.get(kind, 0) for kind in kinds), np.uint8, len(cells))
    if not all(cell != cell for cell in cells[marks == codes[float]]):
        return None
    try:
        texts = pa.array(cells, pa.large_string(), mask=marks != 0)
    except (UnicodeEncodeError, pa.ArrowException):  # half a surrogate pair
        return None

    def rebuild(pieces: Pieces) -> NDArray[np.object_]:
        again: NDArray[np.object_] = pieces[0].to_numpy().astype(object)
        stored = pieces[1].to_numpy()
        for code, value in enumerate(missing, start=1):
            again[stored == code] = value
        return again

    return _Column((texts, pa.array(marks)), rebuild)


def _categories(series: pd.Series) -> _Column:
    import pandas as pd

    dtype = cast("pd.CategoricalDtype[str]", series.dtype)  # of any type: the stubs want one
    codes = _bits(series.cat.codes.to_numpy())

    def rebuild(pieces: Pieces) -> object:
        return pd.Categorical.from_codes(cast("NDArray[np.int64]", codes.rebuild(pieces)), dtype=dtype)

    return _Column(codes.pieces, rebuild)


def _zoned(series: pd.Series) -> _Column:
    """Take moments with a zone as the moments that they are."""
    import pandas as pd

    dtype = series.dtype
    moments = _bits(series.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy())

    def rebuild(pieces: Pieces) -> object:
        return pd.Series(moments.rebuild(pieces)).dt.tz_localize("UTC").astype(dtype).array

    return _Column(moments.pieces, rebuild)


def _extension(series: pd.Series) -> _Column | None:
    """Take a column of a type that can go to Arrow and back by itself, which is tried."""
    import pyarrow as pa

    dtype, values = series.dtype, series.array
    make = getattr(dtype, "__from_arrow__", None)
    if make is None or not hasattr(values, "__arrow_array__"):
        return None
    try:
        array = pa.array(values)
        again = make(array)
    except (pa.ArrowException, ValueError, TypeError, NotImplementedError):
        return None
    if type(again) is not type(values) or again.dtype != dtype or not again.equals(values):
        return None
    return _Column((array,), lambda pieces: make(pieces[0]))
