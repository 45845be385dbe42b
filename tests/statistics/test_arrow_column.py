"""Any Arrow column becomes numbers, moments or categories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.statistics.arrow_column import read_column
from dpa_jupyter.statistics.variable import Categories, Moments, Numbers, row_values
from tests.statistics.columns import variable


def read(array: pa.Array) -> list[str]:
    return read_column(pa.chunked_array([array])).notes


@pytest.mark.parametrize(
    "array",
    [
        pa.array([3, 1, None, 2**62]),
        pa.array([0.5, float("nan"), None, -0.0]),
        pa.array([Decimal("1.10"), None, Decimal("-3.05")]),
        pa.array([timedelta(seconds=90), None, timedelta(days=1)]),
        pa.array([1, 2**64 - 1], pa.uint64()),
        pa.array(["1.5", " 2", "-3e2", None, ""]),
    ],
)
def test_numbers_of_every_kind_are_numbers(array: pa.Array) -> None:
    numbers = variable(array)
    assert isinstance(numbers, Numbers)
    assert (np.diff(numbers.values) > 0).all()
    expected = [
        value.total_seconds() if isinstance(value, timedelta) else float(value) if value not in (None, "") else np.nan
        for value in array.to_pylist()
    ]
    np.testing.assert_allclose(row_values(numbers), expected, rtol=1e-15)


@pytest.mark.parametrize("texts", [["007", "012", "3"], ["a", "1", "2"], ["nan", "inf", "1"], ["1", "2", "1"]])
def test_text_that_may_be_a_code_or_a_word_stays_text(texts: list[str]) -> None:
    assert isinstance(variable(texts), Categories)


@pytest.mark.parametrize(
    "array",
    [
        pa.array([datetime(2024, 1, 31, 12, tzinfo=UTC), None]),
        pa.array(["2024-01-31", None, "2023-12-01"]),
        pa.array(["2024-01-31T12:00:00Z", "2023-12-01T00:00:00Z"]),
        pa.array([19_000, None], pa.date32()),
    ],
)
def test_dates_and_times_are_moments(array: pa.Array) -> None:
    moments = variable(array)
    assert isinstance(moments, Moments)
    assert (moments.codes >= 0).tolist() == [value is not None for value in array.to_pylist()]


def test_times_with_a_zone_are_read_as_the_clock_there_shows_them() -> None:
    noon = pa.array([datetime(2024, 7, 1, 12, tzinfo=UTC)]).cast(pa.timestamp("us", "Europe/Berlin"))
    moments = variable(noon)
    assert str(moments.values[0]).startswith("2024-07-01T14:00")


def test_dictionaries_stay_categories_and_keep_an_order_they_have() -> None:
    sizes = pa.DictionaryArray.from_arrays([1, 0, None, 1], ["small", "large"], ordered=True)
    ordered = variable(sizes)
    assert isinstance(ordered, Categories)
    assert (ordered.values, ordered.ordered) == (("small", "large"), True)
    classes = variable(pa.array([3, 1, 3]).dictionary_encode())
    assert isinstance(classes, Categories)
    assert classes.values == (1, 3)


def test_what_was_made_of_the_values_is_said() -> None:
    assert read(pa.array([1.0, float("inf"), float("-inf")])) == ["has 2 infinite values, which are left out"]
    assert read(pa.array(["1", "2", "3", " "])) == [
        "is kept as text, but holds numbers and was read as such",
        "has 1 blank texts, which count as missing",
    ]


def test_what_cannot_be_compared_says_why() -> None:
    lists = read_column(pa.chunked_array([pa.array([[1], [2]])]))
    assert lists.variable is None
    assert "list" in lists.reason


@given(st.lists(st.none() | st.sampled_from(["x", "y", "", "zé", "\x00"]), max_size=40), st.integers(0, 40))
def test_chunks_make_no_difference(texts: list[str | None], cut: int) -> None:
    whole = read_column(pa.chunked_array([pa.array(texts, pa.string())])).variable
    parts = [pa.array(texts[:cut], pa.string()), pa.array(texts[cut:], pa.string())]
    chunked = read_column(pa.chunked_array(parts)).variable
    assert isinstance(whole, Categories)
    assert isinstance(chunked, Categories)
    assert whole.values == chunked.values
    assert [None if code < 0 else whole.values[code] for code in chunked.codes] == texts


@pytest.mark.parametrize("kind", [pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.null(), pa.timestamp("ns")])
def test_no_rows_and_no_values_can_be_read(kind: pa.DataType) -> None:
    for array in (pa.chunked_array([], kind), pa.chunked_array([pa.nulls(3, kind)])):
        empty = read_column(array).variable
        assert empty is not None
        assert (empty.codes < 0).all()
