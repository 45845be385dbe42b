"""Whole requests on real data with the real tools, whatever library holds the frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.tools.toolbox import built_in_tools
from tests.models.offline.evidence import unfounded
from tests.models.offline.talks import Talk, Workshop, asked, remembered, talk, workshop_of
from tests.tools.contexts import context_of

TOOLS = built_in_tools()
DATA = Path(__file__).parents[3] / "notebooks" / "data"
CHURN = DATA / "telco_churn.csv"
FLIGHTS = DATA / "flights.parquet"

CHURN_AS: dict[str, Callable[[], object]] = {
    "pandas": lambda: pd.read_csv(CHURN),
    "polars": lambda: pl.read_csv(CHURN),
    "lazy": lambda: pl.scan_csv(CHURN),
    "arrow": lambda: csv.read_csv(CHURN, convert_options=csv.ConvertOptions(column_types={"churn": pa.string()})),
}


@cache
def churn_tools(kind: str) -> Workshop:
    """Return tools on the churn data, as held by one library."""
    return remembered(tools_on("df", CHURN_AS[kind]()))


def tools_on(name: str, value: object) -> Workshop:
    """Return the real tools on one frame."""
    frame = recognise(name, value)
    assert frame is not None
    return workshop_of(TOOLS, context_of([frame]))


async def request(tools: Workshop, text: str, *, name: str = "df", column: str | None = None) -> Talk:
    """Ask for something, and check that all that was told was seen."""
    first = text.partition(" ")[0]
    verb = first if first in ("analyze", "quality", "clean", "document", "explain") else "ask"
    told = await talk([asked(text, verb=verb, frames=[name], column=column)], tools)
    assert unfounded(told.answer, told.observed) == []
    assert "could not be used" not in told.answer
    return told


@pytest.mark.parametrize("kind", CHURN_AS)
async def test_churn_is_explained_alike_in_every_library(kind: str) -> None:
    rows = pd.read_csv(CHURN)
    rate = (rows["churn"] == "Yes").groupby(rows["contract"]).mean()
    told = await request(churn_tools(kind), "analyze churn in df", column="churn")
    assert told.answer.startswith("**26.5 % of the 7,043 rows in `df` have `churn` = Yes.**")
    assert f"{rate['Month-to-month']:.1%}".replace("%", " %") in told.answer
    assert f"{rate['Two year']:.1%}".replace("%", " %") in told.answer
    assert re.search(r"`tenure`\*\* .*falling as it rises", told.answer)
    assert "11 rows have no `total_charges` (0.2 %)" in told.answer
    assert told.calls.count("plot") == 1
    assert told.answer == (await request(churn_tools("pandas"), "analyze churn in df", column="churn")).answer


async def test_a_frame_without_a_named_column_gets_one_that_is_said_to_be_a_choice() -> None:
    told = await request(churn_tools("polars"), "analyze df")
    assert "I took `churn` for the outcome" in told.answer
    assert {"profile", "correlations", "find_drivers"} <= set(told.calls)


async def test_flights_are_followed_over_time_and_by_what_delays_them() -> None:
    tools = tools_on("flights", pl.scan_parquet(FLIGHTS))
    told = await request(tools, "analyze arr_delay in flights", name="flights", column="arr_delay")
    assert "`arr_delay` averages 6.895 over 327,346 flights in `flights`: median -5" in told.answer
    assert "9,430 flights have no `arr_delay` (2.8 %)" in told.answer
    assert "`dep_delay`" in told.answer
    assert "compare_periods" in told.calls


@pytest.mark.parametrize("verb", ["quality", "document", "explain"])
async def test_the_other_verbs_give_the_same_answer_for_equal_rows(verb: str) -> None:
    answers = {kind: (await request(churn_tools(kind), f"{verb} df")).answer for kind in CHURN_AS}
    assert set(answers.values()) == {answers["pandas"]}
    assert "`total_charges`" in answers["pandas"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how many rows?", "**`df` has 7,043 rows"),
        ("how many customers churned?", "**1,869 rows of `df` have `churn` = Yes.**"),
        ("what share of customers churned?", "**26.5 % of the 7,043 rows of `df` have `churn` = Yes"),
        ("churn rate by contract", "Month-to-month (42.7 %); lowest for `contract` Two year (2.8 %)"),
        ("mean monthly_charges by contract where churn is Yes", "highest for `contract` Two year (86.78)"),
        ("how many missing values in total_charges", "**11 rows of 7,043 rows have no value in `total_charges`"),
        ("correlation between tenure and total_charges", "go together strongly"),
        ("compare churn by contract", "Month-to-month"),
        ("top 3 payment methods", "Electronic check"),
        ("what is churn?", "No (73.5 %), Yes (26.5 %)"),
        ("what drives churn?", "**26.5 % of the 7,043 rows"),
        ("are there duplicates?", "an earlier one in every column"),
        ("forecast churn for next year", "I can't answer that by rule"),
    ],
)  # fmt: skip
async def test_a_question_is_answered_in_a_sentence_with_the_number(question: str, said: str) -> None:
    told = await request(churn_tools("pandas"), question)
    assert said in told.answer


async def test_a_small_or_empty_frame_ends_in_an_answer_too() -> None:
    empty = pd.DataFrame({"a": pd.Series([], dtype="int64"), "b": pd.Series([], dtype="str")})
    for rows in (empty, empty[[]], pd.DataFrame({"only": [1, 2, 2]}), pq.read_table(FLIGHTS).slice(0, 1)):
        for text in ("analyze df", "quality df", "document df", "explain df", "how many rows?"):
            frame = recognise("df", rows)
            assert frame is not None
            told = await talk([asked(text, verb=text.partition(" ")[0])], workshop_of(TOOLS, context_of([frame])))
            assert told.answer.startswith("**")
            assert unfounded(told.answer, told.observed) == []


async def test_with_no_frame_at_all_the_way_to_one_is_told() -> None:
    told = await talk([asked("analyze churn", verb="analyze", frames=())], workshop_of(TOOLS, context_of()))
    assert "There is no frame to work on yet" in told.answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("how many flights to IAH or XNA?", "8,234 flights of `flights` have `dest` = IAH or XNA"),
        ("mean arr_delay for HA", "where `carrier` = HA is -6.915, over 342 flights"),
        ("how many flights by carrier to Honululu?", "I don't know what to make of `Honululu`"),
    ],
)
async def test_a_value_that_is_not_among_the_most_frequent_is_looked_for_in_the_data(text: str, said: str) -> None:
    tools = tools_on("flights", pq.read_table(FLIGHTS))
    told = await talk([asked(text, verb="ask", frames=["flights"])], tools)
    assert said in told.answer


async def test_a_misspelt_word_of_the_grammar_is_answered_with_the_right_one() -> None:
    tools = tools_on("flights", pq.read_table(FLIGHTS))
    told = await talk([asked("avarage arr_delay by carrier", verb="ask", frames=["flights"])], tools)
    assert "I don't know what to make of `avarage`. Did you mean `average`?" in told.answer
