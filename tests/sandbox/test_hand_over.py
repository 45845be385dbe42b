"""A frame that was handed over equals the one it came from: values, types, names, index."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.pandas import column, data_frames, range_indexes
from polars.testing import assert_frame_equal

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.sandbox.hand_over import content_key, hand_over, library_of
from dpa_jupyter.sandbox.worker.handed_frames import load
from dpa_jupyter.sandbox.worker.mapped_parts import map_parts

words = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
instants = st.none() | st.datetimes(pd.Timestamp("1700-01-01"), pd.Timestamp("2200-01-01"))


def received(value: object) -> tuple[object, Sequence[str]]:
    """Hand over an object to ourselves."""
    frame = recognise("frame", value)
    assert frame is not None
    given_over = hand_over(frame, content_key(frame, library_of(frame)), library_of(frame))
    content = map_parts([os.dup(descriptor) for descriptor in given_over.memory.descriptors])
    return load(content, given_over.library), given_over.notes


def wider(frame: pd.DataFrame, texts: list[str | None], times: Sequence[datetime | None], zone: str) -> pd.DataFrame:
    """Add columns of the types that Hypothesis does not make."""
    frame["text"] = pd.array(texts, dtype="str")
    frame["category"] = pd.Series(texts, index=frame.index, dtype="category")
    frame["ordered"] = pd.Categorical(["b"] * len(frame), categories=["c", "b", "a"], ordered=True)
    frame["time"] = pd.array(times, dtype="datetime64[us]")
    frame["zoned"] = frame["time"].dt.tz_localize("UTC").dt.tz_convert(zone)
    frame["delta"] = frame["time"] - pd.Timestamp("2000-01-01").as_unit("us")
    frame["nullable"] = pd.array([None if text is None else len(text) for text in texts], dtype="Int32")
    frame["maybe"] = pd.array([None if text is None else bool(text) for text in texts], dtype="boolean")
    frame["period"] = frame["time"].dt.to_period("M")
    return frame


@settings(max_examples=20)
@given(
    data_frames(
        [column("i", dtype="int16"), column("f", dtype=float), column("h", dtype="float32"), column("b", dtype=bool)],
        index=range_indexes(min_size=0, max_size=20),
    ),
    st.data(),
)
def test_pandas_frames_arrive_as_they_are(frame: pd.DataFrame, data: st.DataObject) -> None:
    rows = len(frame)
    texts = data.draw(st.lists(words, min_size=rows, max_size=rows))
    times = data.draw(st.lists(instants, min_size=rows, max_size=rows))
    frame = wider(frame, texts, times, data.draw(st.sampled_from(["UTC", "Asia/Tokyo", "Europe/Paris"])))
    indexes = [None, "text", "time", "zoned", ["category", "i"]]
    key = data.draw(st.sampled_from(indexes))
    frame = frame if key is None else frame.set_index(key)
    got, notes = received(frame)
    assert isinstance(got, pd.DataFrame)
    pd.testing.assert_frame_equal(got, frame)
    assert not notes


@given(st.lists(st.tuples(st.none() | st.integers(-(2**63), 2**63 - 1), st.none() | st.floats(), words, instants)))
def test_polars_frames_arrive_as_they_are(rows: list[tuple[object, ...]]) -> None:
    schema = pl.Schema({"i": pl.Int64(), "f": pl.Float64(), "s": pl.String(), "t": pl.Datetime("us")})
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        category=pl.col("s").cast(pl.Categorical),
        kind=pl.Series(["a"] * len(rows), dtype=pl.Enum(["b", "a"])),
        zoned=pl.col("t").dt.replace_time_zone("UTC").dt.convert_time_zone("Asia/Tokyo"),
        day=pl.col("t").dt.date(),
        clock=pl.col("t").dt.time(),
        delta=pl.col("t") - pl.datetime(2000, 1, 1),
        many=pl.concat_list("i", "i"),
        both=pl.struct("i", "s"),
        nothing=pl.lit(None),
    )
    got, notes = received(frame)
    assert isinstance(got, pl.DataFrame)
    assert_frame_equal(got, frame, categorical_as_str=False)
    assert not notes


@given(st.lists(st.tuples(st.none() | st.integers(-100, 100), words)))
def test_arrow_tables_arrive_as_they_are(rows: list[tuple[object, ...]]) -> None:
    plain = pa.table(
        {"i": pa.array([row[0] for row in rows], pa.int16()), "s": pa.array([row[1] for row in rows], pa.string())}
    )
    table = pa.concat_tables([plain, plain]).append_column(
        "d",
        plain["s"].dictionary_encode()
        if False
        else pa.chunked_array([plain["s"].combine_chunks().dictionary_encode()] * 2),
    )
    got, _ = received(table)
    assert isinstance(got, pa.Table)
    assert got.equals(table)
    assert got.schema.equals(table.schema)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"x": [1, 2]}, index=[5, 3]),
        pd.DataFrame({1: [1], 2.5: [2]}),
        pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")], names=["one", "two"])),
        pd.DataFrame({"x": [1, 2]}, index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["k", None])),
        pd.DataFrame({"x": [1]}, columns=pd.Index(["x"], name="columns")),
        pd.DataFrame({"x": pd.arrays.IntervalArray.from_breaks([1, 2, 3])}),
        pd.DataFrame({"x": [1]}, index=pd.date_range("2020-01-01", periods=1, freq="D", name="day")),
        pd.DataFrame({"x": [float("inf"), -0.0, float("nan")]}),
        pd.DataFrame({"x": pd.array([1.5, None], dtype="float64[pyarrow]")}),
        pd.DataFrame(index=range(3)),
        pd.DataFrame(),
    ],
)
def test_labels_and_rare_types_of_pandas_arrive_too(frame: pd.DataFrame) -> None:
    got, notes = received(frame)
    assert isinstance(got, pd.DataFrame)
    pd.testing.assert_frame_equal(got, frame, check_freq=False)
    assert not notes


def test_attributes_stay_at_home() -> None:
    frame = pd.DataFrame({"x": [1]})
    frame.attrs["connection"] = object()
    got, _ = received(frame)
    assert isinstance(got, pd.DataFrame)
    assert got.attrs == {}
    assert set(frame.attrs) == {"connection"}


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (pd.DataFrame([[1, 2]], columns=["x", "x"]), {"x": {0: 1}, "x_2": {0: 2}}),
        (pd.DataFrame({"x": [2**70, 1]}), {"x": {0: str(2**70), 1: "1"}}),
        (pd.DataFrame({"x": [1, "a"], "y": [1, 2]}), {"x": {0: "1", 1: "a"}, "y": {0: 1, 1: 2}}),
        (pd.DataFrame({"x": pd.arrays.SparseArray([0, 0, 1])}), {"x": {0: 0, 1: 0, 2: 1}}),
        (pd.DataFrame({"x": [1, 2]}, index=[1, "a"]), {"x": {0: 1, 1: 2}}),
        (pd.DataFrame({"x": pd.cut([1, 3], [0, 2, 4])}), {"x": {0: "(0, 2]", 1: "(2, 4]"}}),
        (pd.DataFrame({"x": [1], 5: [2], (1, 2): [3]}), {"x": {0: 1}, "5": {0: 2}, "1_2": {0: 3}}),
    ],
)
def test_what_arrow_can_not_hold_is_mended_and_said(frame: pd.DataFrame, expected: dict[str, object]) -> None:
    before = frame.copy()
    got, notes = received(frame)
    assert isinstance(got, pd.DataFrame)
    assert got.to_dict() == expected
    assert notes or isinstance(frame.dtypes.iloc[0], pd.SparseDtype)
    pd.testing.assert_frame_equal(frame, before)


def test_polars_types_that_arrow_can_not_hold_come_as_text() -> None:
    got, notes = received(pl.DataFrame({"x": pl.Series([1, None], dtype=pl.Int128), "y": [1, 2]}))
    assert isinstance(got, pl.DataFrame)
    assert got.to_dict(as_series=False) == {"x": ["1", None], "y": [1, 2]}
    assert notes
