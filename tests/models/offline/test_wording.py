"""How findings are worded: sizes of effects, times, numbers of things, and frames with little in them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pytest

from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.recognition import recognise
from tests.models.offline.talks import asked, talk
from tests.models.offline.test_real_data import request, tools_on

MORNINGS = [dt.time(hour % 24, 15) for hour in range(48)]
SHIFTS = pd.DataFrame(
    {
        "begun": MORNINGS,
        "night": ["yes" if time.hour < 6 else "no" for time in MORNINGS],
        "day": pd.date_range("2024-01-01", periods=48),
        "size": [2.5 * number for number in range(48)],
        "team": ["red", "red", "blue"] * 16,
        "void": [None] * 48,
        "empty": [float("nan")] * 48,
    }
)


@pytest.mark.parametrize(("noise", "adverb"), [(5, "weakly"), (2, "moderately"), (0.5, "strongly")])
async def test_an_effect_is_called_what_cohen_calls_one_of_its_size(noise: float, adverb: str) -> None:
    draw = np.random.default_rng(1)
    x = draw.normal(size=5_000)
    frame = pl.DataFrame({"x": x, "y": x + noise * draw.normal(size=5_000)})
    told = await request(tools_on("df", frame), "correlation between x and y")
    assert f"go together {adverb}" in told.answer


@pytest.mark.parametrize(
    ("text", "time"),
    [("analyze begun", "on average 11:45"), ("compare begun by night", "(02:45)"), ("begun by night", "(02:45)")],
)
async def test_a_time_of_day_is_told_as_one(text: str, time: str) -> None:
    verb = "analyze" if text.startswith("analyze") else "ask"
    told = await talk([asked(text, verb=verb, column="begun")], tools_on("df", SHIFTS))
    assert time in told.answer
    assert "9900" not in told.answer


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("begun", "From 00:15:00 to 23:15:00."),
        ("day", "From 2024-01-01 to 2024-02-17."),
        ("size", "median 58.75, the middle half between 29.38 and 88.12, all between 0 and 117.5"),
        ("team", "Most frequent: red (66.7 %), blue (33.3 %)."),
    ],
)
async def test_what_a_column_is_tells_what_its_type_lets_tell(column: str, said: str) -> None:
    told = await request(tools_on("df", SHIFTS), f"what is {column}?", column=column)
    assert said in told.answer


async def test_dates_are_analysed_by_how_many_rows_they_have() -> None:
    told = await request(tools_on("df", SHIFTS), "analyze day", column="day")
    assert "`day` in `df` goes from 2024-01-01 to 2024-02-17" in told.answer
    assert "the number of rows" in told.answer


async def test_columns_without_any_value_are_said_once_and_together() -> None:
    tools = tools_on("df", SHIFTS)
    checked = await request(tools, "quality df")
    assert checked.answer.count("`void` has no value at all") == 1
    asked_for = await request(tools, "missing values in df")
    assert "`void` and `empty` have no value at all" in asked_for.answer
    analysed = await request(tools, "analyze size in df", column="size")
    assert "`void` and `empty` (they have no value in any row)" in analysed.answer


@pytest.mark.parametrize("text", ["how many rows?", "what is in df?", "how many rows and columns", "explain df"])
async def test_a_frame_without_columns_still_has_rows(text: str) -> None:
    frame = recognise("df", pd.DataFrame(index=range(5)))
    assert frame is not None
    tools = tools_on("df", frame.value)
    told = await talk([asked(text, verb="ask", cards=[card(frame)])], tools)
    assert "could not be" not in told.answer
    assert "5 rows and 0 columns" in told.answer
