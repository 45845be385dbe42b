"""How much memory a frame takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.library_type import is_kind_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def size_of(value: object) -> int:
    """Return the bytes of a frame in memory; 0 for a plan, and for what is no frame."""
    kind = type(value)
    if is_kind_of(kind, "pandas", "DataFrame"):
        import pandas as pd

        return int(pd.DataFrame.memory_usage(cast("pd.DataFrame", value), deep=True).sum())
    if is_kind_of(kind, "polars", "DataFrame"):
        return int(cast("pl.DataFrame", value).estimated_size())
    return _size_of_table(cast("pa.Table", value)) if is_kind_of(kind, "pyarrow", "Table") else 0


def _size_of_table(table: pa.Table) -> int:
    import pyarrow as pa

    try:
        return int(table.nbytes)
    except pa.ArrowException:  # some versions can't tell for views; this counts the whole of what is shared
        return int(table.get_total_buffer_size())
