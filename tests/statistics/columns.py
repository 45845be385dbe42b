"""Columns for tests, as variables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from dpa_jupyter.statistics.arrow_column import numbers_of, read_column
from dpa_jupyter.statistics.variable import Categories, Numbers, Variable


def numbers(values: Sequence[float | None] | np.ndarray) -> Numbers:
    return numbers_of(np.array([np.nan if value is None else value for value in values], dtype=np.float64))


def categories(values: Sequence[str | None]) -> Categories:
    names = sorted({value for value in values if value is not None})
    codes = [-1 if value is None else names.index(value) for value in values]
    return Categories(np.array(codes, dtype=np.int32), tuple(names))


def variable(values: Sequence[object] | pa.Array) -> Variable:
    array = values if isinstance(values, pa.Array) else pa.array(values)
    read = read_column(pa.chunked_array([array])).variable
    assert read is not None
    return read
