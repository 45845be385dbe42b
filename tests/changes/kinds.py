"""Columns, indexes and labels of every kind that pandas knows and that is hard to keep."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

ROWS = 6


def columns() -> dict[str, Any]:
    """Make a column of each kind, of six rows."""
    days = pd.date_range("2024-01-01", periods=ROWS)
    return {**_numbers(), **_objects(), **_arrow(), **_times(days), **_categories()}


def _numbers() -> dict[str, Any]:
    return {
        "bits": np.array([1.5, np.nan, -0.0, np.inf, -np.inf, 2], "float32"),
        "half": np.array([1, 2, np.nan, 0, 1, 2], "float16"),
        "complex": np.arange(ROWS) * 1j,
        "unsigned": np.array([2**64 - 1, 0, 1, 2, 3, 4], "uint64"),
        "Int64": pd.array([1, None, 3, 4, None, 6], "Int64"),
        "boolean": pd.array([True, None, False] * 2, "boolean"),
        "sparse": pd.arrays.SparseArray([0.0, 0, 1, 0, 0, 2]),
        "sparse whole": pd.arrays.SparseArray([0, 0, 1, 0, 0, 2], fill_value=0),
    }


def _objects() -> dict[str, Any]:
    cells: dict[str, list[object]] = {
        "object texts": ["a", None, "b"] * 2,
        "object nan": ["a", np.nan, "b"] * 2,
        "object NA": ["a", pd.NA, "b"] * 2,
        "all that is missing": ["a", None, np.nan, pd.NA, pd.NaT, "b"],
        "mixed": [1, "one", 2.5, None, True, b"x"],
        "lists": [[1], [2, 3], None, [], [4], [5]],
        "dicts": [{"a": 1}, {"b": "x"}, None, {}, {"a": 2}, {}],
        "sets": [{1}, {2}, None, set(), {3}, {4}],
        "tuples": [(1, 2), (3,), None, (), (4,), (5,)],
        "dates": [dt.date(2024, 1, 1), None] * 3,
        "decimals": [decimal.Decimal("1.50"), None] * 3,
        "bytes": [b"\x00", None] * 3,
        "object integers": [1, 2, None, 4, 5, 6],
        "object truths": [True, None] * 3,
        "huge": [2**70, 1, None] * 2,
        "object moments": [pd.Timestamp("2024"), None] * 3,
        "times": [dt.time(1, 2), None] * 3,
    }
    return {name: pd.Series(listed, dtype=object) for name, listed in cells.items()}


def _arrow() -> dict[str, Any]:
    lists, structs = pa.list_(pa.int64()), pa.struct([("a", pa.int64())])
    words, day = pa.dictionary(pa.int32(), pa.string()), dt.date(2024, 1, 1)
    cells: dict[str, tuple[list[object], Any]] = {
        "string": (["a", None, "b"] * 2, "string[python]"),
        "string[pyarrow]": (["a", None, "b"] * 2, "string[pyarrow]"),
        "arrow list": ([[1], None, [2], [], [3], [4]], pd.ArrowDtype(lists)),
        "arrow struct": ([{"a": 1}, None] * 3, pd.ArrowDtype(structs)),
        "arrow decimal": ([decimal.Decimal("1.1"), None] * 3, pd.ArrowDtype(pa.decimal128(10, 2))),
        "arrow integer": ([1, None] * 3, "int32[pyarrow]"),
        "arrow text": (["a", None] * 3, pd.ArrowDtype(pa.string())),
        "arrow moment": ([pd.Timestamp("2024"), None] * 3, "timestamp[us][pyarrow]"),
        "arrow day": ([day, None] * 3, pd.ArrowDtype(pa.date32())),
        "arrow words": (["a", None] * 3, pd.ArrowDtype(words)),
    }
    return {name: pd.array(listed, dtype=dtype) for name, (listed, dtype) in cells.items()}


def _times(days: pd.DatetimeIndex) -> dict[str, Any]:
    return {
        "zoned": days.tz_localize("Europe/Vienna"),
        "offset": days.tz_localize(dt.timezone(dt.timedelta(hours=5, minutes=30))),
        "seconds": days.as_unit("s"),
        "durations": pd.to_timedelta(np.arange(ROWS), unit="s"),
        "period": pd.period_range("2024-01", periods=ROWS, freq="M"),
        "quarter": pd.period_range("2024Q1", periods=ROWS, freq="Q-NOV"),
        "interval": pd.arrays.IntervalArray.from_breaks(range(ROWS + 1)),
    }


def _categories() -> dict[str, Any]:
    return {
        "category": pd.Categorical(["x", None, "y"] * 2, categories=["y", "x", "never"]),
        "ordered": pd.Categorical(["x", None, "y"] * 2, categories=["y", "x", "never"], ordered=True),
        "numbered": pd.Categorical([3, 1, 3] * 2),
        "dated": pd.Series(pd.to_datetime(["2024-01-01", "2025-01-01"] * 3)).astype("category"),
        "bands": pd.cut([1, 5, 9] * 2, [0, 4, 10]),
    }


def frames() -> dict[str, pd.DataFrame]:
    """Make a frame with each of the columns, and frames with odd indexes and labels."""
    plain = pd.DataFrame({"a": range(ROWS), "b": list("uvwxyz")})
    indexes: dict[str, Any] = {
        "levels": pd.MultiIndex.from_product([["p", "q"], [1, 2, 3]], names=["L", None]),
        "repeated index": [0, 0, 1, 1, 2, 2],
        "index of categories": pd.CategoricalIndex(list("xyxyxy"), ordered=True, name="ci"),
        "index of intervals": pd.interval_range(0, ROWS),
        "index of periods": pd.period_range("2024", periods=ROWS, freq="D", name="p"),
        "index of days": pd.date_range("2024", periods=ROWS, freq="D", tz="Asia/Tokyo"),
        "index of floats": pd.Index([1.5, np.nan, 2, 3, 4, 5]),
        "index of objects": pd.Index(["a", None, 1, 2.5, "b", "c"], dtype=object),
        "index of a range": pd.RangeIndex(5, 5 + 2 * ROWS, 2, name="r"),
    }
    labels: dict[str, Any] = {
        "levels of labels": pd.MultiIndex.from_tuples([("x", "a"), ("x", "b")], names=["u", "v"]),
        "repeated labels": ["a", "a"],
        "labels of numbers": [1, 2.5],
        "labels of objects": [None, ("a", "b")],
    }
    made = {name: pd.DataFrame({"c": column, "key": np.arange(ROWS) * 10}) for name, column in columns().items()}
    made |= {name: plain.set_axis(index) for name, index in indexes.items()}
    made |= {name: plain.set_axis(names, axis="columns") for name, names in labels.items()}
    noted = plain.copy()
    noted.attrs = {"x": {"y": [1]}}
    return {**made, "notes": noted, "unique": plain.set_flags(allows_duplicate_labels=False), "empty": plain.head(0)}
