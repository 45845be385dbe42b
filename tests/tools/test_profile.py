"""The statistics of a frame, and the caveats about it."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import cast

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import ColumnProfile, FrameProfile
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.tools.profile import profile, profile_frame
from dpa_jupyter.tools.profile_query import Data, duplicate_rows, measure, most_frequent
from dpa_jupyter.tools.query_bounds import QueryBounds
from dpa_jupyter.tools.tool import Observation
from dpa_jupyter.wording import NO_MEANING
from tests.tools.contexts import context_of
from tests.tools.kinds import churn, every_kind, frame_as, frame_of


async def observe(frame: Frame, columns: list[str] | None = None) -> Observation:
    return await profile.call({"frame": frame.name, "columns": list(columns or []) or None}, context_of([frame]))


async def profiled(frame: Frame, columns: list[str] | None = None) -> FrameProfile:
    return cast("FrameProfile", (await observe(frame, columns)).content)


async def column_of(values: object, name: str = "x") -> ColumnProfile:
    array = values if isinstance(values, pa.Array) else pa.array(cast("list[object]", values))
    (told,) = (await profiled(frame_as("arrow", pa.table({name: array}))))["columns"]
    return told


@every_kind
async def test_every_number_equals_what_pandas_says(kind: str) -> None:
    told = await profiled(frame_as(kind, churn()))
    data = churn().to_pandas()
    assert (told["rows"], told["column_count"], told["more_columns"], told["precision"]) == (7043, 20, 0, "exact")
    assert told["duplicate_rows"] == int(data.duplicated().sum())
    by_name = {column["name"]: column for column in told["columns"]}
    assert list(by_name) == list(data.columns)
    for name, column in by_name.items():
        assert column["missing"] == int(data[name].isna().sum())
        assert column["distinct"] == data[name].nunique()
    for name in ("tenure", "monthly_charges", "total_charges"):
        column, values = by_name[name], data[name]
        assert [column["minimum"], column["maximum"]] == [values.min(), values.max()]
        found = (column["mean"], column["standard_deviation"], column["quantile_25"], column["median"])
        expected = (values.mean(), values.std(), values.quantile(0.25), values.median())
        assert found == pytest.approx(expected, rel=1e-9)
        assert column["zeros"] == int((values == 0).sum())
    top = by_name["contract"]["top"]
    assert [(value["value"], value["count"]) for value in top] == list(data["contract"].value_counts().items())


@every_kind
async def test_missing_values_and_repeated_rows_are_said_in_sentences(kind: str) -> None:
    assert (await observe(frame_as(kind, churn()))).quality == (
        "22 of 7,043 rows (0.3 %) repeat another row.",
        "total_charges has no value in 11 of 7,043 rows (0.2 %).",
    )


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ([1, 1, 1], "has one value only"),
        ([1, 1, None], "has one value only, where it has any"),
        ([None, None], "has no value at all"),
        ([1, None, None, 2, None], "is mostly missing: it has no value in 3 of 5 rows (60 %)"),
        (["1", "2.5", " 3", "n/a"], "holds numbers kept as text"),
        (["1"] * 30 + ["2", "x"], "holds numbers kept as text; 1 value can't be read as such"),
        (["2020-01-01", "2020-01-02", ""], "holds dates kept as text"),
        (["a", "", " \t"], "is blank text in 2 of 3 rows (66.7 %)"),
        (["a", " b", "c "], "has spaces around the text in 2 of 3 rows (66.7 %)"),
        (
            ["a", "N/A", "Unknown"],
            "has words that may stand for a missing value (n/a, unknown, - …) in 2 of 3 rows (66.7 %)",
        ),
        ([1.0, math.inf, 2.0], "is infinite in 1 of 3 rows (33.3 %), which its statistics leave out"),
        ([1, 2, 3], "has a different value in every row: it may be an identifier"),
    ],
)
async def test_what_would_mislead_is_noted(values: list[object], note: str) -> None:
    assert note in (await column_of(values))["notes"]


@pytest.mark.parametrize(
    "values", [["01234", "02345", "11111"], ["a", "b", "a"], [1.5, 2.5, 3.5], ["x1", "2", "y"], [True, False, True]]
)
async def test_what_is_as_it_should_be_is_not_noted(values: list[object]) -> None:
    notes = (await column_of(values))["notes"]
    assert not [note for note in notes if "identifier" not in note]


async def test_an_identifier_is_noted_but_is_no_caveat() -> None:
    assert (await observe(frame_as("polars", {"id": [1, 2, 3]}))).quality == ()


async def test_the_infinite_is_left_out_of_the_statistics() -> None:
    told = await column_of([1.0, math.inf, -math.inf, 3.0, math.nan, None])
    assert (told["missing"], told["mean"], told["minimum"], told["maximum"]) == (2, 2.0, 1, 3)


async def test_a_statistic_that_overflows_is_unknown() -> None:
    assert (await column_of([1.7e308, 1.7e308, 1.6e308]))["mean"] is None


async def test_times_keep_their_meaning() -> None:
    stamps = pa.array([datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 7, 1, tzinfo=UTC)])
    told = await column_of(stamps.cast(pa.timestamp("us", "Europe/Paris")))
    assert (told["minimum"], told["maximum"], told["mean"]) == ("2020-01-01 01:00:00", "2020-07-01 02:00:00", None)
    told = await column_of([date(2020, 1, 1), date(9999, 12, 31)])
    assert (told["type"], told["minimum"], told["maximum"]) == ("date", "2020-01-01", "9999-12-31")
    assert (await column_of([timedelta(days=1), timedelta(days=2)]))["maximum"] == "48:00:00"
    assert (await column_of(pa.array([0, 2**62], pa.timestamp("ns"))))["distinct"] == 2


async def test_decimals_and_wide_integers_are_numbers() -> None:
    told = await column_of([Decimal("0.10"), Decimal("0.30")])
    assert [told["minimum"], told["maximum"]] == [0.1, 0.3]
    assert told["mean"] == pytest.approx(0.2)
    assert (await column_of(pa.array([0, 2**64 - 1], pa.uint64())))["maximum"] == 2**64 - 1


@pytest.mark.parametrize(
    "values",
    [
        pa.array([[1], [2], None]),
        pa.array([{"a": 1}, None, {"a": 2}]),
        pa.array([b"\xff", b"", None]),
        pa.nulls(3),
        pa.array(["a", "b", None]).dictionary_encode(),
        pa.array(["x" * 10_000, "y", None], pa.string_view()),
        pa.array([np.float16(1.5), None, np.float16(2.5)], pa.float16()),
        pa.array([Decimal(1), None, Decimal(2)], pa.decimal256(60, 2)),
    ],
    ids=lambda array: str(array.type),
)
async def test_no_type_is_too_odd(values: pa.Array) -> None:
    frame = frame_as("arrow", pa.table({"odd": values, "a": [1, 2, 3]}))
    told = await profiled(frame)
    assert told["columns"][1]["mean"] == 2.0
    assert told["columns"][0]["missing"] == values.null_count or "could not be read" in told["columns"][0]["notes"][0]


async def test_a_column_that_can_not_be_read_says_so_and_spoils_no_other() -> None:
    broken = pl.LazyFrame({"a": [1, 2], "b": ["x", "y"]}).with_columns(c=pl.col("b").cast(pl.Int64))
    told = await profiled(frame_of(broken))
    by_name = {column["name"]: column for column in told["columns"]}
    assert by_name["a"]["mean"] == 1.5
    assert "could not be read" in by_name["c"]["notes"][0]
    assert told["duplicate_rows"] is None


async def test_mixed_objects_are_read_as_text_and_that_is_said() -> None:
    frame = frame_of(pd.DataFrame({"mixed": [1, "two", None, 3.0]}))
    (told,) = (await profiled(frame))["columns"]
    assert told["missing"] == 1
    assert any("mixed" in note for note in told["notes"])


async def test_odd_names_are_told_as_they_are() -> None:
    frame = frame_of(pd.DataFrame([[1, 2, 3, 4]], columns=["a", "a", 'x"; DROP', ""]))
    assert [column["name"] for column in (await profiled(frame))["columns"]] == ["a", "a_2", 'x"; DROP', "column"]


@every_kind
async def test_an_empty_frame_has_a_profile(kind: str) -> None:
    empty = pa.table({"a": pa.array([], pa.int64()), "b": pa.array([], pa.string())})
    told = await profiled(frame_as(kind, empty))
    assert (told["rows"], told["duplicate_rows"], [column["notes"] for column in told["columns"]]) == (0, 0, [[], []])


async def test_a_frame_without_columns_has_a_profile() -> None:
    told = await profiled(frame_of(pl.DataFrame()))
    assert (told["rows"], told["columns"], told["duplicate_rows"]) == (0, [], None)


async def test_of_a_wide_frame_sixty_columns_are_told_and_the_rest_is_counted() -> None:
    wide = frame_of(pl.DataFrame(np.zeros((3, 5000))))
    seen = await observe(wide)
    told = cast("FrameProfile", seen.content)
    assert (len(told["columns"]), told["more_columns"], told["duplicate_rows"]) == (60, 4940, 2)
    assert len(seen.quality) == 21
    (display,) = seen.displays
    assert isinstance(display, TableDisplay)
    assert (len(display.rows), display.total_rows) == (20, 5000)
    assert [column["name"] for column in (await profiled(wide, ["column_4999"]))["columns"]] == ["column_4999"]


async def test_an_unknown_column_gets_a_suggestion() -> None:
    with pytest.raises(ToolError, match="Did you mean 'tenure'"):
        await observe(frame_as("arrow", churn()), ["tenur"])


async def test_beyond_five_million_rows_the_profile_says_what_is_estimated() -> None:
    told = await profiled(frame_as("arrow", pa.table({"x": pa.array(np.arange(5_000_001) % 4)})))
    (column,) = told["columns"]
    assert (told["precision"], told["rows_used"], told["duplicate_rows"]) == ("approximate", 5_000_001, None)
    assert "estimates" in told["notes"][0]
    assert column["missing"] == 0
    assert column["mean"] == pytest.approx(1.5, abs=1e-6)


@every_kind
def test_rows_that_are_streamed_give_what_rows_that_are_held_give(kind: str) -> None:
    frame, columns = frame_as(kind, churn()), ["tenure", "contract", "total_charges"]
    held, streamed = (Data(frame, columns, rows, QueryBounds(60, 2 << 30)) for rows in (7043, 10**9))
    for here, there in zip(measure(held, columns, exact=True), measure(streamed, columns, exact=True), strict=True):
        assert here == {name: pytest.approx(value) for name, value in there.items()}
    assert most_frequent(held, ["contract"], 2) == most_frequent(streamed, ["contract"], 2)
    assert duplicate_rows(held, columns) == duplicate_rows(streamed, columns)


async def test_a_profile_that_takes_too_long_says_so() -> None:
    frame = frame_as("arrow", churn())
    told = profile_frame(frame, None, QueryBounds(0, 2 << 30))
    assert {note for column in told["columns"] for note in column["notes"]} == {
        "could not be read: it took longer than 0 seconds"
    }


numbers = st.lists(st.none() | st.integers(-(10**6), 10**6), min_size=1, max_size=50)


@settings(max_examples=25, deadline=None)
@given(numbers)
async def test_any_numbers_are_counted_as_pandas_counts_them(values: list[int | None]) -> None:
    series = pd.Series(values, dtype="Int64")
    told = await column_of(pa.array(values, pa.int64()))
    assert told["missing"] == int(series.isna().sum())
    assert told["distinct"] == series.nunique()
    if told["mean"] is not None:
        assert told["mean"] == pytest.approx(float(series.mean()))
        assert told["median"] == pytest.approx(float(series.median()))


async def test_the_table_rounds_means_and_marks_what_a_type_has_no_statistic_for() -> None:
    seen = await observe(frame_of(pd.DataFrame({"pay": [1.0, 2.0, 1234567.5], "who": ["a", "b", "b"]})))
    (table,) = seen.displays
    assert isinstance(table, TableDisplay)
    assert table.columns[4:] == ("minimum", "median", "mean", "maximum", "most frequent")
    assert table.rows[0][4:8] == ("1", "2", "411,524", "1,234,567.5")
    assert table.rows[1][4:] == (*[NO_MEANING] * 4, "b (66.7 %)")


async def test_in_a_table_of_numbers_alone_the_statistics_stay_numbers() -> None:
    (table,) = (await observe(frame_of(pd.DataFrame({"share": [0.1, 0.2, 0.49]})))).displays
    assert isinstance(table, TableDisplay)
    assert table.rows[0][4:8] == (0.1, 0.2, 0.2633, 0.49)


def wide_frame(columns: int = 150) -> Frame:
    values: dict[str, list[object]] = {f"c{place}": [place, place + 1, 3, 3] for place in range(columns)}
    return frame_as("arrow", {**values, "house_income": [1, 2, 2, None], "same": [7] * 4, "none": [None] * 4})


async def test_every_column_of_a_wide_frame_can_be_reached() -> None:
    names: list[str] = []
    skip: int | None = 0
    while skip is not None:
        seen = await profile.call({"frame": "df", "skip": skip}, context_of([wide_frame()]))
        told = cast("FrameProfile", seen.content)
        names.extend(column["name"] for column in told["columns"])
        skip = told.get("next_skip")
    assert len(names) == len(set(names)) == told["column_count"] == 153


async def test_the_columns_that_a_question_names_come_first() -> None:
    seen = await profile.call({"frame": "df", "about": "what is the income per house?"}, context_of([wide_frame()]))
    told = cast("FrameProfile", seen.content)
    assert [column["name"] for column in told["columns"][:2]] == ["house_income", "c0"]


async def test_what_is_wrong_with_columns_that_are_not_told_is_said() -> None:
    told = await profiled(wide_frame())
    others = "of the 93 columns that are not listed"
    assert told["notes"] == [
        f"1 {others} have no value at all: none.",
        f"1 {others} have one value only: same.",
        f"1 {others} have missing values: house_income (25 %).",
    ]


@every_kind
async def test_columns_that_hold_the_same_are_said_to(kind: str) -> None:
    first = ["x", None, "y", "y"]
    told = await profiled(frame_as(kind, {"a": first, "b": [1, 2, 3, 3], "c": first, "d": [1, 2, 3, 4]}))
    notes = {column["name"]: column["notes"] for column in told["columns"]}
    assert "holds the same as a in every row" in notes["c"]
    assert not [note for name in "abd" for note in notes[name] if "the same" in note]


async def test_columns_of_one_name_that_hold_the_same_are_said_to() -> None:
    told = await profiled(frame_of(pd.DataFrame([[1, 1], [2, 2], [3, 3]], columns=["a", "a"])))
    assert "holds the same as a in every row" in told["columns"][1]["notes"]


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=20))
@settings(max_examples=25, deadline=None)
async def test_the_mean_of_integers_is_exact(values: list[int]) -> None:
    mean = (await column_of(pa.array(values, pa.int64())))["mean"]
    assert mean is not None
    total = sum(values)
    if total % len(values) == 0:
        assert mean == total // len(values)
    assert mean == pytest.approx(total / len(values), abs=1e-9, rel=1e-9)
