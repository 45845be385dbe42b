"""Odd tables that every library can hold, and odd frames that only one of them can."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from dpa_jupyter.findings import ColumnType
from tests.frames.odd_frames import Unwilling


class Quarrelsome:
    """A cell that can neither be written down nor compared."""

    def __repr__(self) -> str:
        raise RuntimeError("no text of mine")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("not comparable")

    __hash__ = None  # type: ignore[assignment]


def odd_tables() -> dict[str, pa.Table]:
    """Tables that pandas, Polars, DuckDB and Parquet can hold as well."""
    utc = dt.UTC
    return {
        "no rows": pa.table({"a": pa.array([], pa.string()), "b": pa.array([], pa.int64()), "c": pa.array([], pa.float64())}),
        "one row": pa.table({"a": ["x"], "b": [1], "c": [1.5], "d": [dt.date(2024, 1, 1)]}),
        "all null": pa.table({"a": pa.array([None] * 30, pa.string()), "b": pa.array([None] * 30, pa.float64()), "c": pa.array([None] * 30, pa.timestamp("us")), "d": pa.array([None] * 30, pa.bool_())}),
        "infinities": pa.table({"a": [float("inf"), float("-inf"), None, 0.0] * 30, "b": [float("nan"), 1.0, None, -0.0] * 30, "c": [0.0, -0.0, 1e308, -1e308] * 30, "d": [5e-324, 0.0, 1.0, None] * 30}),
        "centuries": pa.table({"day": [dt.date(1, 1, 1), dt.date(9999, 12, 31), None, dt.date(2024, 2, 29)] * 10, "moment": [dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59, 999_999), None, dt.datetime(2024, 2, 29)] * 10}),
        "odd types": pa.table({
            "instant": pa.array([dt.datetime(2024, 3, 31, 0, 59, tzinfo=utc), dt.datetime(2024, 3, 31, 1, 1, tzinfo=utc), None] * 20, pa.timestamp("us", "UTC")),
            "time of day": pa.array([dt.time(1, 2), dt.time(23, 59, 59), None] * 20, pa.time64("us")),
            "i8": pa.array([-128, 127, None] * 20, pa.int8()), "u8": pa.array([0, 255, None] * 20, pa.uint8()), "u64": pa.array([2**64 - 1, 0, None] * 20, pa.uint64()), "i64": pa.array([-(2**63), 2**63 - 1, None] * 20, pa.int64()),
            "decimal": [Decimal("1.10"), Decimal("-2.20"), None] * 20, "large decimal": pa.array([Decimal(10) ** 37, Decimal(1), None] * 20, pa.decimal128(38, 0)),
            "list": [[1, None], [], None] * 20, "struct": [{"a": 1, "b": "x"}, {"a": None, "b": None}, None] * 20, "lists": [[["a"], []], None, [None]] * 20,
            "truth": [True, False, None] * 20, "always": [True] * 60,
        }),
        "bytes": pa.table({"a": [b"x", b"\x00\xff", None, b""] * 20}),
        "odd texts": pa.table({"a": ["", " ", "\u00a0", "\u200b", "\x00", "a\x00b", "\ud7ff\U0010ffff", "e\u0301", "é", "x" * 70_000, "line\nline", "\r\n", "'\"\\;--", "%s{0}"] * 8}),
        "odd names": pa.table({" ": [1, 2] * 10, 'a"b': ["p", "q"] * 10, "`": [1, 2] * 10, "SELECT": [1, 2] * 10, "n": [3, 4] * 10, "value": [5, 6] * 10, "data": [1, 1] * 10, "x'y": [0, 1] * 10, "%": [0, 1] * 10, "a\nb": [0, 1] * 10}),
        "names of ours": pa.table({name: [place, 7, place] * 10 for place, name in enumerate(("row of the file", "file_row_number", "place of the row", "position", "rows", "row", "filename", "fails here", "new 0", "text", "place", "word", "kind", "hashes", "p0", "0.present"))}),
    }  # fmt: skip


def categories() -> dict[str, object]:
    """The same categories of texts in each library that has them."""
    words = ["x", "y ", None, "x"] * 15
    return {
        "Arrow": pa.table({"a": pa.array(words).dictionary_encode()}),
        "pandas": pd.DataFrame({"a": pd.Categorical(words)}),
        "Polars": pl.DataFrame({"a": pl.Series(words, dtype=pl.Categorical)}),
        "Polars Enum": pl.DataFrame({"a": pl.Series(words, dtype=pl.Enum(["x", "y "]))}),
        "large texts": pa.table({"a": pa.array(words, pa.large_string())}),
        "views": pa.table({"a": pa.array(words, pa.string_view())}),
        "pandas of objects": pd.DataFrame({"a": pd.Series(words, dtype=object)}),
        "pandas string": pd.DataFrame({"a": pd.array(words, dtype="string")}),
    }


def odd_columns() -> dict[str, tuple[object, ColumnType]]:
    """A column `a` that is kept in an odd way, and what it is a column of."""
    short = getattr(pa, "decimal32", pa.decimal128)  # PyArrow has them since 19
    ends = pa.RunEndEncodedArray.from_arrays(pa.array([10, 20]), pa.array(["x", "y"]))
    return {
        "DuckDB intervals": (duckdb.sql("SELECT INTERVAL (i) HOUR AS a FROM range(20) t(i)"), "duration"),
        "DuckDB huge": (
            duckdb.sql("SELECT i * 170141183460469231731687303715884105 AS a FROM range(20) t(i)"),
            "number",
        ),
        "DuckDB enum": (duckdb.sql("SELECT 'b'::ENUM('a', 'b') AS a FROM range(20) t(i)"), "text"),
        "DuckDB time with a zone": (duckdb.sql("SELECT TIMETZ '10:00:00+02' AS a FROM range(20) t(i)"), "time"),
        "DuckDB endless day": (duckdb.sql("SELECT 'infinity'::DATE AS a FROM range(20) t(i)"), "date"),
        "Arrow intervals": (pa.table({"a": pa.array([pa.MonthDayNano([0, 1, 5_000]), None] * 10)}), "duration"),
        "Arrow views of bytes": (pa.table({"a": pa.array([b"x", None] * 10, pa.binary_view())}), "other"),
        "Arrow runs": (pa.table({"a": ends}), "text"),
        "Arrow short decimals": (pa.table({"a": pa.array([Decimal("1.1"), None] * 10, short(5, 2))}), "number"),
        "Arrow wide decimals": (
            pa.table({"a": pa.array([Decimal(10) ** 60, None] * 10, pa.decimal256(70, 2))}),
            "number",
        ),
        "Arrow far moments": (pa.table({"a": pa.array([2**62, -(2**62), 2**62] * 10, pa.timestamp("s"))}), "datetime"),
        "Arrow categories of numbers": (pa.table({"a": pa.array([1.5, None, 2.5] * 10).dictionary_encode()}), "number"),
        "pandas huge": (pd.DataFrame({"a": [2**70, -(2**70), 1, None] * 10}), "number"),
        "pandas decimals with NaN": (
            pd.DataFrame({"a": [Decimal("NaN"), Decimal(1), Decimal("Infinity")] * 10}),
            "number",
        ),
        "pandas scalars of NumPy": (
            pd.DataFrame({"a": pd.Series([np.int64(1), np.float32(2)] * 10, dtype=object)}),
            "number",
        ),
        "pandas numbers and gaps as objects": (pd.DataFrame({"a": pd.Series([1, None] * 10, dtype=object)}), "integer"),
        "pandas nanoseconds": (
            pd.DataFrame({"a": pd.to_datetime(pd.Series([1, 2, None] * 10, dtype="Int64"), unit="ns")}),
            "datetime",
        ),
        "Polars arrays": (pl.DataFrame({"a": pl.Series([[1, 2]] * 20, dtype=pl.Array(pl.Int64, 2))}), "other"),
    }


def native_frames() -> dict[str, object]:
    """Frames of one library only."""
    levels = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)] * 10, names=["key", None])
    return {
        "pandas cells that quarrel": pd.DataFrame({"a": pd.Series([Quarrelsome() for _ in range(20)], dtype=object), "b": range(20)}),
        "pandas cells without a text": pd.DataFrame({"a": pd.Series([Unwilling() for _ in range(20)], dtype=object), "b": range(20)}),
        "pandas sets": pd.DataFrame({"a": [{1, 2}, set(), None, {3}] * 5, "b": [frozenset({1})] * 20}),
        "pandas levels": pd.DataFrame([[1, 2.5]] * 20, index=levels, columns=pd.MultiIndex.from_tuples([("x", "mean"), ("x", 1)])),
        "pandas huge": pd.DataFrame({"a": [2**70, -(2**70), 1, None] * 10, "b": [2**64, 1, 2, 3] * 10}),
        "pandas mixed": pd.DataFrame({"a": [1, "one", None, 2.5, b"x", dt.date(2024, 1, 1), [1], {"k": 1}] * 5}),
        "pandas repeated names": pd.DataFrame([[1, "x", 2.0]] * 12, columns=["a", "a", "A"]),
        "pandas odd names": pd.DataFrame([[1] * 6] * 12, columns=[1, 2.5, None, ("a", "b"), dt.date(2024, 1, 1), True]),
        "pandas far days": pd.DataFrame({"a": pd.Series([dt.datetime(1, 1, 1), dt.datetime(9999, 1, 1), None] * 5, dtype=object)}),
        "pandas half and long": pd.DataFrame({"half": np.array([1, 2, np.nan] * 5, "float16"), "long": np.array([1, 2, np.nan] * 5, np.longdouble), "complex": np.array([1, 2j, np.nan] * 5)}),
        "Polars objects": pl.DataFrame({"a": pl.Series([{1}, "x", None] * 10, dtype=pl.Object)}),
        "Polars huge": pl.DataFrame({"a": pl.Series([2**100, None, 1] * 10, dtype=pl.Int128)}),
        "Arrow without columns": pa.table({}),
        "pandas without columns": pd.DataFrame(index=range(5)),
        "Polars without columns": pl.DataFrame(),
        "plan without columns": pl.LazyFrame(),
    }  # fmt: skip
