"""Whether two frames are the same bit by bit: stricter than the libraries' own tests."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa


def assert_same(first: object, second: object) -> None:
    """Fail unless both are of one library and nothing tells them apart."""
    assert type(first) is type(second)
    if isinstance(first, pd.DataFrame) and isinstance(second, pd.DataFrame):
        _assert_same_pandas(first, second)
    elif isinstance(first, pl.DataFrame) and isinstance(second, pl.DataFrame):
        assert first.schema == second.schema
        assert first.columns == second.columns
        assert first.equals(second, null_equal=True)
    elif isinstance(first, pl.LazyFrame) and isinstance(second, pl.LazyFrame):
        assert first.explain(optimized=False) == second.explain(optimized=False)
    elif isinstance(first, pa.Table) and isinstance(second, pa.Table):
        assert first.schema.equals(second.schema, check_metadata=True)
        assert [repr(column.to_pylist()) for column in first.columns] == [
            repr(column.to_pylist()) for column in second.columns
        ]
    else:
        assert first is second


def _assert_same_pandas(first: pd.DataFrame, second: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(first, second, check_exact=True, check_index_type="equiv", check_freq=True)
    assert type(first.index) is type(second.index)
    assert first.index.names == second.index.names
    assert first.columns.names == second.columns.names
    assert first.columns.tolist() == second.columns.tolist() or first.columns.identical(second.columns)
    assert first.attrs == second.attrs
    assert first.flags.allows_duplicate_labels == second.flags.allows_duplicate_labels
    for place, dtype in enumerate(first.dtypes):
        old, new = first.iloc[:, place], second.iloc[:, place]
        assert old.dtype == new.dtype
        if isinstance(dtype, np.dtype) and dtype.kind in "fc":
            assert old.to_numpy().tobytes() == new.to_numpy().tobytes()
        if str(dtype) == "object":
            assert list(map(type, old)) == list(map(type, new))
