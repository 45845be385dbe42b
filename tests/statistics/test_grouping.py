"""Rows in groups: bands, periods, common categories."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.statistics.calendar import Period, as_periods, cycles, fitting_period, moments_of_parts
from dpa_jupyter.statistics.grouping import common_levels, crossed, quantile_bands
from dpa_jupyter.statistics.variable import Moments
from tests.statistics.columns import categories, numbers, variable

PERIODS: list[tuple[Period, str]] = [("day", "D"), ("week", "W-SUN"), ("month", "M"), ("quarter", "Q"), ("year", "Y")]


@given(st.lists(st.integers(-50, 50) | st.none(), max_size=80), st.integers(1, 12))
def test_bands_ascend_hold_equal_values_together_and_say_what_is_in_them(values: list[int | None], most: int) -> None:
    bands = quantile_bands(numbers(values), most)
    assert len(bands.values) <= most
    of_value = {value: code for value, code in zip(values, bands.codes.tolist(), strict=True) if value is not None}
    assert all((value is None) == (code < 0) for value, code in zip(values, bands.codes, strict=True))
    assert [of_value[value] for value in sorted(of_value)] == sorted(of_value.values())
    for code, name in enumerate(bands.values):
        inside = [value for value, band in of_value.items() if band == code]
        assert name == (f"{min(inside)} to {max(inside)}" if len(inside) > 1 else str(inside[0]))


def test_bands_of_many_values_are_of_about_equal_size() -> None:
    bands = quantile_bands(numbers(np.random.default_rng(0).normal(size=10_000)), 5)
    assert set(np.bincount(bands.codes)) == {2000}


def test_rare_categories_of_many_are_put_together() -> None:
    words = [f"w{place:03}" for place in range(100) for _ in range(1 + place % 10)]
    levels = common_levels(categories(words))
    often = {word for word, count in Counter(words).items() if count >= 5}
    named = {str(value) for value in levels.values[:-1]}
    assert named < often | {"x"}
    assert len(named) == 50
    assert levels.values[-1] == "other (50 values)"
    assert len(levels.codes) == len(words)


def test_few_categories_stay_as_they_are() -> None:
    rare = categories(["a"] * 100 + ["b"])
    assert common_levels(rare) is rare


def test_two_groupings_are_crossed_where_both_are_known() -> None:
    both = crossed(categories(["a", "b", None, "a"]), categories(["x", "y", "x", None]))
    assert [None if code < 0 else both.values[code] for code in both.codes] == ["a · x", "b · y", None, None]


@pytest.mark.parametrize(("period", "rule"), PERIODS)
@given(days=st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=1, max_size=20))
def test_periods_are_those_of_pandas(period: Period, rule: str, days: list[date]) -> None:
    moments = variable(pa.array(days, pa.date32()))
    assert isinstance(moments, Moments)
    groups = as_periods(moments, period)
    expected = pd.Series(pd.to_datetime(days)).dt.to_period(rule)
    same = pd.DataFrame({"ours": [groups.values[code] for code in groups.codes], "theirs": expected})
    assert (same.groupby("ours").theirs.nunique() == 1).all()
    assert (same.groupby("theirs").ours.nunique() == 1).all()
    assert list(groups.values) == sorted(map(str, groups.values))


def test_period_names_are_the_usual_ones() -> None:
    moments = variable(["2020-12-31", "2021-01-03", "2021-01-04"])
    assert isinstance(moments, Moments)
    named = {period: list(as_periods(moments, period).values) for period, _ in PERIODS}
    assert named["week"] == ["2020-W53", "2021-W01"]
    assert named["quarter"] == ["2020-Q4", "2021-Q1"]
    assert named["month"] == ["2020-12", "2021-01"]


@pytest.mark.parametrize(
    ("last", "period"),
    [
        ("2024-01-20", "day"),
        ("2024-04-01", "week"),
        ("2024-12-31", "month"),
        ("2035-01-01", "quarter"),
        ("2090-01-01", "year"),
    ],
)
def test_the_period_fits_the_time_that_is_spanned(last: str, period: Period) -> None:
    moments = variable(["2024-01-01", last])
    assert isinstance(moments, Moments)
    assert fitting_period(moments) == period


def test_years_months_and_days_make_dates_where_they_can() -> None:
    parts = [np.array(part, dtype=float) for part in ([2024, 2024, np.nan, 2023], [2, 2, 1, 13], [29, 30, 1, 1])]
    moments = moments_of_parts(parts)
    assert moments.codes.tolist() == [0, -1, -1, -1]
    assert str(moments.values[0])[:10] == "2024-02-29"


def test_what_returns_in_the_calendar_is_found() -> None:
    hours = pd.date_range("2020-01-01", "2022-01-01", freq="h")
    moments = variable(pa.array(hours))
    assert isinstance(moments, Moments)
    found = dict(cycles(moments))
    weekday = found["day of the week"]
    assert [weekday.values[code] for code in weekday.codes[::1000]] == list(hours.day_name()[::1000])
    assert found["month of the year"].codes.tolist() == (hours.month - 1).tolist()
    assert found["hour of the day"].codes.tolist() == hours.hour.tolist()
