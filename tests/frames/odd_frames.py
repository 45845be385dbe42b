"""Frames that people really have and that break tools."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import uuid

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa


class Unwilling:
    """A cell whose text can't be had."""

    def __str__(self) -> str:
        raise RuntimeError("no text of mine")

    __repr__ = __str__


def odd_frames() -> dict[str, object]:
    """Make one of each kind anew, so that a test may change it."""
    return {**_pandas_frames(), **_polars_frames(), **_arrow_tables()}


def _pandas_frames() -> dict[str, object]:
    days = pd.date_range("2024-01-01", periods=3)
    return {
        "pandas empty": pd.DataFrame(),
        "pandas no rows": pd.DataFrame({"a": pd.Series([], dtype="int64"), "b": pd.Series([], dtype=object)}),
        "pandas no columns": pd.DataFrame(index=range(5)),
        "pandas repeated names": pd.DataFrame([[1, "x", 2.0], [3, "y", 4.0]], columns=["a", "a", "A"]),
        "pandas odd names": pd.DataFrame(
            [[1] * 9], columns=[1, 2.5, None, ("a", "b"), "", 'q"uote', "nul\x00", "\ud800", dt.date(2024, 1, 1)]
        ),
        "pandas levels of columns": pd.DataFrame(
            [[1, 2]], columns=pd.MultiIndex.from_tuples([("fare", "mean"), ("fare", "max")])
        ),
        "pandas levels of index": pd.DataFrame(
            {"x": [1, 2]}, index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["key", None])
        ),
        "pandas index of times": pd.DataFrame({"x": [1, 2, 3]}, index=days),
        "pandas index named like a column": pd.DataFrame({"x": [1, 2]}, index=pd.Index([5, 6], name="x")),
        "pandas mixed cells": pd.DataFrame(
            {
                "mixed": [1, "one", None, 2.5],
                "huge": [2**70, -(2**70), 1, None],
                "dicts": [{"a": 1}, {"b": "x"}, None, {}],
                "lists": [[1], [2, 3], None, []],
                "uneven lists": [[1], ["x"], 3, None],
                "objects": [Unwilling(), object, uuid.UUID(int=1), fractions.Fraction(1, 3)],
                "bytes": [b"\x00\xff", b"", None, b"x"],
                "surrogates": pd.Series(["\ud800", "ok", None, "x"], dtype=object),
                "dates": [dt.date(2024, 1, 1), None, dt.date(1, 1, 1), dt.date(9999, 12, 31)],
                "moments": [dt.datetime(2024, 1, 1, tzinfo=dt.UTC), None, None, None],
                "decimals": [decimal.Decimal("1.50"), decimal.Decimal(2), None, decimal.Decimal("-1e10")],
                "flags": [True, False, None, True],
                "nothing": [None] * 4,
            }
        ),
        "pandas types": pd.DataFrame(
            {
                "float16": np.array([1, 2, np.nan], "float16"),
                "longdouble": np.array([1, 2, np.nan], np.longdouble),
                "complex": np.array([1, 2j, 3], complex),
                "endless": [np.inf, -np.inf, np.nan],
                "uint64": np.array([2**64 - 1, 0, 1], "uint64"),
                "Int64": pd.array([1, None, 3], "Int64"),
                "boolean": pd.array([True, None, False], "boolean"),
                "string": pd.array(["a", None, "b"], "string"),
                "arrow list": pd.arrays.ArrowExtensionArray(pa.array([[1], None, [2]])),
                "arrow decimal": pd.arrays.ArrowExtensionArray(pa.array([decimal.Decimal("1.1"), None, None])),
                "category": pd.Categorical(["x", None, "y"]),
                "bands": pd.cut([1, 5, 9], [0, 4, 10]),
                "numbered": pd.Categorical([3, 1, 3]),
                "interval": pd.arrays.IntervalArray.from_breaks([0, 1, 2, 3]),
                "period": pd.period_range("2024-01", periods=3, freq="M"),
                "zoned": days.tz_localize("America/New_York"),
                "nanoseconds": pd.to_datetime([1, 2, float("nan")], unit="ns"),
                "seconds": days.astype("datetime64[s]"),
                "durations": pd.to_timedelta(["1 day 02:03:04.5", None, "-1 s"]),
                "sparse": pd.arrays.SparseArray([0.0, 0.0, 1.0]),
                "times": [dt.time(1, 2), None, dt.time(3)],
            }
        ),
    }


def _polars_frames() -> dict[str, object]:
    frame = pl.DataFrame(
        {
            "endless": [float("inf"), float("nan"), None],
            "list": [[1], None, []],
            "struct": [{"a": 1}, None, {"a": None}],
            "category": pl.Series(["x", None, "y"], dtype=pl.Categorical),
            "enum": pl.Series(["x", None, "y"], dtype=pl.Enum(["x", "y"])),
            "huge": pl.Series([2**100, None, 1], dtype=pl.Int128),
            "decimal": pl.Series(["1.50", None, "2"]).cast(pl.Decimal(20, 2)),
            "zoned": pl.Series([dt.datetime(2024, 1, 1, tzinfo=dt.UTC), None, None]).dt.convert_time_zone("Asia/Tokyo"),
            "duration": [dt.timedelta(days=1, seconds=2), None, dt.timedelta(0)],
            "time": [dt.time(1, 2), None, dt.time(3)],
            "binary": [b"\x00", None, b""],
            "nothing": pl.Series([None] * 3),
            "objects": pl.Series([Unwilling(), {1}, "x"], dtype=pl.Object),
            "": [1, 2, 3],
            "a": [1, 2, 3],
            "A": [4, 5, 6],
        }
    )
    return {
        "polars empty": pl.DataFrame(),
        "polars no rows": frame.head(0),
        "polars types": frame,
        "polars lazy": frame.lazy(),
        # Without the struct: Polars 1.30 exports filtered structs as Arrow that is not valid.
        "polars lazy plan": frame.drop("struct").lazy().filter(pl.col("a") > 1),
        "polars lazy empty": pl.LazyFrame(),
        "polars lazy that fails": pl.LazyFrame({"a": ["x"], "b": [1]}).with_columns(pl.col("a").cast(pl.Int64)),
        "polars lazy without its file": pl.scan_parquet("no such file.parquet"),
    }


def _arrow_tables() -> dict[str, object]:
    dictionary = pa.chunked_array([pa.array(["x", None]).dictionary_encode(), pa.array(["y", "x"]).dictionary_encode()])
    return {
        "arrow empty": pa.table({}),
        "arrow repeated names": pa.Table.from_arrays([pa.array([1]), pa.array(["x"])], names=["a", "a"]),
        "arrow types": pa.table(
            {
                "category": dictionary,
                "half": pa.array(np.array([1, 2, 3, np.nan], "float16")),
                "view": pa.array(["a", None, "b", "c"], pa.string_view()),
                "map": pa.array([[("k", 1)], None, [], []], pa.map_(pa.string(), pa.int64())),
                "uuid": pa.array([b"0" * 16] * 4, pa.uuid()),
                "union": pa.UnionArray.from_sparse(
                    pa.array([0, 1, 0, 1], pa.int8()), [pa.array([1, 2, 3, 4]), pa.array(["a", "b", "c", "d"])]
                ),
                "date64": pa.array([dt.date(2024, 1, 1)] * 4, pa.date64()),
                "wide decimal": pa.array([decimal.Decimal(10) ** 50] * 4, pa.decimal256(60, 2)),
                "run ends": pa.RunEndEncodedArray.from_arrays(pa.array([2, 4]), pa.array(["x", "y"])),
            }
        ),
    }
