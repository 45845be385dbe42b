"""A frame that is to take another's place has its library, its index, its labels and its types."""

from __future__ import annotations

import asyncio

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.likeness import in_likeness_of
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.tools.query_sql import query_sql
from tests.support.same_frames import assert_same
from tests.tools.contexts import context_of


def queried(parent: object, sql: str) -> Frame:
    """Make a frame by SQL, as a run does."""
    frame = recognise("df", parent)
    assert frame is not None
    context = context_of([frame])
    asyncio.run(query_sql.call({"sql": sql, "name": "made"}, context))
    assert isinstance(context.frames, FrameCatalog)
    return context.frames["made"]


def typed_frame() -> pd.DataFrame:
    rows = 12
    return pd.DataFrame(
        {
            "small": np.arange(rows, dtype="int8"),
            "unsigned": np.arange(rows, dtype="uint32"),
            "single": np.arange(rows, dtype="float32") / 4,
            "nullable": pd.array([1, None, 3] * 4, "Int64"),
            "maybe": pd.array([True, None, False] * 4, "boolean"),
            "text": ["a", None, "b"] * 4,
            "objects": np.array(["a", None, "b"] * 4, dtype=object),
            "nan objects": np.array(["a", float("nan"), "b"] * 4, dtype=object),
            "kind": pd.Categorical(["x", "y", None] * 4, categories=["y", "x", "never"], ordered=True),
            "day": pd.date_range("2024-01-01", periods=rows, tz="Europe/Vienna").as_unit("us"),
            "second": pd.date_range("2024-01-01", periods=rows).as_unit("s"),
            "took": pd.to_timedelta(range(rows), unit="s"),
            ("a", "tuple"): range(rows),
            7: range(rows),
        },
        index=pd.Index([f"r{row}" for row in range(rows)], name="row"),
    )


def test_all_rows_by_sql_are_the_frame_itself_again() -> None:
    frame = typed_frame()
    assert_same(in_likeness_of(frame, queried(frame, "SELECT * FROM df")), frame)


def test_rows_chosen_by_sql_keep_types_labels_and_index() -> None:
    frame = typed_frame()
    made = in_likeness_of(frame, queried(frame, "SELECT * FROM df WHERE small % 3 = 0 ORDER BY small DESC"))
    assert_same(made, frame[frame["small"] % 3 == 0].iloc[::-1])


def test_the_name_over_the_columns_stays() -> None:
    named = pd.DataFrame({"a": [1, 2], "b": [3, 4]}).rename_axis(columns="what")
    found = in_likeness_of(named, queried(named, "SELECT a, b + a AS c FROM df"))
    assert isinstance(found, pd.DataFrame)
    assert list(found.columns.names) == ["what"]


def test_a_type_that_sql_changed_stays_changed() -> None:
    frame = typed_frame()
    made = in_likeness_of(frame, queried(frame, "SELECT row, small / 2 AS small, text::BLOB AS text FROM df"))
    assert isinstance(made, pd.DataFrame)
    assert str(made.dtypes["small"]) == "float64"
    assert made.index.equals(frame.index)


def test_a_value_that_does_not_fit_the_old_type_keeps_the_new_one() -> None:
    frame = typed_frame()
    made = in_likeness_of(frame, queried(frame, "SELECT row, small + 1000 AS small, 'new' AS kind FROM df"))
    assert isinstance(made, pd.DataFrame)
    assert made["small"].tolist() == list(range(1000, 1012))
    assert made["kind"].tolist() == ["new"] * 12


def test_without_the_column_of_the_index_the_rows_are_only_counted() -> None:
    frame = typed_frame()
    made = in_likeness_of(frame, queried(frame, "SELECT small FROM df"))
    assert isinstance(made, pd.DataFrame)
    assert made.index.equals(pd.RangeIndex(12))


@pytest.mark.parametrize("lazy", [False, True])
def test_a_polars_frame_stays_one(lazy: bool) -> None:
    kinds = pl.Series("kind", ["x", None, "y"], dtype=pl.Enum(["x", "y", "z"]))
    frame = pl.DataFrame({"n": pl.Series([1, 2, 3], dtype=pl.Int16), "text": ["a", None, "c"]}).with_columns(kinds)
    made = in_likeness_of(frame.lazy() if lazy else frame, queried(frame, "SELECT * FROM df"))
    if lazy:
        assert isinstance(made, pl.LazyFrame)
        assert made.collect().columns == frame.columns
    else:
        assert_same(made, frame)


def test_an_arrow_table_stays_one_with_its_metadata() -> None:
    table = pa.table({"n": pa.array([1, 2], pa.int16()), "text": ["a", None]}).replace_schema_metadata({"from": "here"})
    assert_same(in_likeness_of(table, queried(table, "SELECT * FROM df")), table)


def test_what_takes_the_place_shares_nothing_that_could_be_written_to() -> None:
    parent = pd.DataFrame({"x": [1, 2, 3]}, index=pd.RangeIndex(3))
    parent.attrs = {"notes": ["first"]}
    frame = recognise("made", pd.DataFrame({"x": [1, 2, 4]}))
    assert frame is not None
    made = in_likeness_of(parent, frame)
    assert isinstance(made, pd.DataFrame)
    made.loc[0, "x"] = 100
    made.index.name = "changed"
    made.columns.name = "changed"
    made.attrs["notes"].append("second")
    assert parent["x"].tolist() == [1, 2, 3]
    assert frame.value["x"].tolist() == [1, 2, 4]  # type: ignore[index]  # a pandas frame
    assert (parent.index.name, parent.columns.name, parent.attrs) == (None, None, {"notes": ["first"]})
