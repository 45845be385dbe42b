"""A pandas frame becomes an Arrow table that pandas can make into the same frame again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.frames.cell_text import cell_texts
from dpa_jupyter.frames.names import unique_names

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def pandas_table(frame: pd.DataFrame) -> tuple[pa.Table, tuple[str, ...]]:
    """Return a table with index and types, and notes on what Arrow can't hold; the frame itself stays as it is."""
    import pandas as pd

    bare = pd.DataFrame(frame, copy=False)  # without its attributes, which may hold anything and are no data
    notes: tuple[str, ...] = ()
    table = _as_arrow(bare)
    if table is None:
        bare, notes = _mended(bare)
        table = _as_arrow(bare)
        assert table is not None
    table = _with_nan(table, bare)
    return (table.combine_chunks() if table.num_rows else table), notes


def content_marks(frame: pd.DataFrame) -> str:
    """Return what tells frames apart that a fingerprint of their columns may not see: the index, the labels' names."""
    import pandas as pd
    import xxhash

    index = frame.index
    values = index if isinstance(index, pd.RangeIndex) else pd.util.hash_pandas_object(index).to_numpy().tobytes()
    return xxhash.xxh3_128_hexdigest(repr((values, index.dtype, index.names, frame.columns.names)).encode())


def _as_arrow(frame: pd.DataFrame) -> pa.Table | None:
    """Return a table, or None where something would be lost on the way."""
    import pandas as pd
    import pyarrow as pa

    levels = [frame.columns.get_level_values(level) for level in range(frame.columns.nlevels)]
    mixed_labels = any("mixed" in pd.api.types.infer_dtype(level) for level in levels)
    if mixed_labels or not frame.columns.is_unique or any(map(_is_misread, frame.dtypes)):
        return None
    try:
        return pa.Table.from_pandas(frame)
    except (pa.ArrowException, ValueError, TypeError, NotImplementedError, OverflowError, AttributeError):
        return None


def _is_misread(dtype: object) -> bool:
    """Tell whether pandas can't read back what Arrow writes: Arrow's own nested types, intervals as categories."""
    import pandas as pd

    if isinstance(dtype, pd.ArrowDtype):
        return _is_nameless(dtype)
    return isinstance(dtype, pd.CategoricalDtype) and isinstance(
        dtype.categories.dtype, pd.IntervalDtype | pd.PeriodDtype
    )


def _is_nameless(dtype: pd.ArrowDtype) -> bool:
    """Tell whether pandas does not know this type by its name: Arrow's lists, structs and dictionaries."""
    import pandas as pd

    try:
        return pd.api.types.pandas_dtype(str(dtype)) != dtype
    except (TypeError, NotImplementedError):
        return True


def _with_nan(table: pa.Table, frame: pd.DataFrame) -> pa.Table:
    """Keep NaN as NaN: as a missing value it would be put back by the reader, who copies the column for it."""
    import numpy as np
    import pyarrow as pa

    for position, dtype in enumerate(frame.dtypes):
        if isinstance(dtype, np.dtype) and dtype.kind == "f" and table.column(position).null_count:
            values = pa.array(frame.iloc[:, position].to_numpy(), from_pandas=False)
            table = table.set_column(position, table.field(position), values)
    return table


def _mended(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return a frame that Arrow can hold, and say what had to be done to it."""
    import pandas as pd

    notes = []
    columns = [_dense(frame.iloc[:, position]) for position in range(frame.shape[1])]
    arrays = [column.array if _fits(column) else _as_text(column) for column in columns]
    texts = [str(column.name) for column, array in zip(columns, arrays, strict=True) if array is not column.array]
    if texts:
        notes.append(f"columns that Arrow has no type for came as text: {', '.join(texts)}")
    index, names = frame.index, frame.columns
    if _as_arrow(pd.DataFrame(index=index)) is None:
        index = pd.RangeIndex(len(frame))
        notes.append("the index, which Arrow has no type for, was left behind")
    if _as_arrow(pd.DataFrame(columns=names)) is None:
        names = pd.Index(unique_names(names), dtype=object)
        notes.append(f"columns are named {', '.join(names[:20])}")
    mended = pd.DataFrame(dict(enumerate(arrays)), index=index)
    mended.columns = names
    return mended, tuple(notes)


def _fits(column: pd.Series) -> bool:
    import pandas as pd

    return _as_arrow(pd.DataFrame({"column": column.array})) is not None


def _as_text(column: pd.Series) -> pd.api.extensions.ExtensionArray:
    import pandas as pd

    return pd.array(cell_texts(column), dtype=object)


def _dense(column: pd.Series) -> pd.Series:
    import numpy as np
    import pandas as pd

    if isinstance(column.dtype, pd.ArrowDtype) and _is_nameless(column.dtype):
        return column.astype(object)
    is_sparse = isinstance(column.dtype, pd.SparseDtype)
    return pd.Series(np.asarray(column), index=column.index, name=column.name) if is_sparse else column
