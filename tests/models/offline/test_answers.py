"""What an analyst asks of frames as they come: the number is right, or it is said why there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.tools.toolbox import built_in_tools
from tests.models.offline.talks import asked, talk, workshop_of
from tests.tools.contexts import context_of

NO_ORDER = "holds text, so it has no order that I know"
CHARGES = [str(amount) for amount in (5, 20, 30, 100, 101, 250, 1000, 99)] * 5
ORDERS = pd.DataFrame(
    {
        "charges": CHARGES,
        "account": [str(2**53 + number) for number in range(40)],
        "grade": pd.Categorical(["low", "medium", "high", "high"] * 10, ["low", "medium", "high"], ordered=True),
        "price": [f"{amount},50 €" for amount in range(40)],
        "delivered": [f"2024-{month}-1" for month in (9, 10, 2, 3)] * 10,
        "term": ["Two year", "Month-to-month", "One year", None] * 10,
        "bezahlt": ["ja", "nein", "ja", "ja"] * 10,
        "discount pct": list(range(40)),
    }
)


async def answer(text: str, frame: pd.DataFrame = ORDERS, *, verb: str = "ask", column: str | None = None) -> str:
    """Return the answer to a request about this frame."""
    found = recognise("df", frame)
    assert found is not None
    request = asked(text, verb=verb, column=column)
    return (await talk([request], workshop_of(built_in_tools(), context_of([found])))).answer


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("how many rows with charges > 100", "15 rows of `df` have `charges` > 100"),
        ("how many rows with charges between 20 and 100", "20 rows of `df`"),
        ("mean charges", "is 200.62"),
        ("highest charges", "is 1000"),
        ("how many rows with charges > 100", "`charges` holds numbers kept as text"),
        ("how many rows with account = 9007199254740993", "1 row of `df`"),
        ("how many rows with account > 9007199254740993", NO_ORDER),
        ("how many rows with grade > medium", NO_ORDER),
        ("how many rows with grade between low and medium", NO_ORDER),
        ("maximum of grade", NO_ORDER),
        ("how many rows with price > 10", NO_ORDER),
        ("how many rows with price over 9", NO_ORDER),
        ("latest delivered", "2024-10-01"),
        ("how many rows with delivered >= 2024-03-01", "30 rows of `df`"),
        ("how many rows with a two-year term", "10 rows of `df` have `term` = Two year"),
        ("how many rows with term month to month", "10 rows of `df` have `term` = Month-to-month"),
        ("how many rows where term is not two year", "20 rows of `df` have `term` ≠ Two year"),
        ("how many rows where term is not two year", "Rows without a value in `term` are not counted; all in all 10"),
        ("share of rows where term is two year", "of the 30 rows of `df` with a value in `term`"),
        ("share of bezahlt", "75.0 % of the 40 rows of `df` have `bezahlt` = ja"),
        ("how many rows with discount pct of at least 20", "20 rows of `df` have `discount pct` ≥ 20"),
        ("how many rows with price after 9", "I don't know what to make of `after`"),
        ("mean discount pct by term and term", "| `term` | `mean_discount pct` | `values` |"),
        ("mean of the highest 10 discount pct", "not reckon with only the first of them"),
        ("sum of the 3 largest charges", "not reckon with only the first of them"),
        ("how many rows have the highest discount pct", "I can't count only the rows that are highest"),
        ("how many rows have all values", "10 rows have no `term`"),
        ("highest discount pct", "is 39"),
        ("top 0 discount pct", "I don't know what to make of `0`"),
        (f"top {'9' * 5_000} discount pct", "I can't answer that by rule"),
        (f"how many rows with discount pct > {'9' * 5_000}", "I can't answer that by rule"),
        (f"how many rows with discount pct < {'9' * 400}.5", "I can't answer that by rule"),
    ],
)
async def test_a_question_gets_the_right_number_or_the_reason_why_there_is_none(text: str, told: str) -> None:
    assert told in await answer(text)


async def test_a_few_cases_in_many_rows_are_not_none_and_all_but_a_few_not_all() -> None:
    fraud = np.zeros(50_000, dtype=int)
    fraud[[7, 70]] = 1
    for positive, share in ((fraud, "0.004 %"), (1 - fraud, "99.996 %")):
        frame = pd.DataFrame({"fraud": positive, "amount": np.arange(50_000) % 977})
        told = await answer("analyze fraud", frame, verb="analyze", column="fraud")
        assert told.startswith(f"**{share} of the 50,000 rows in `df` have `fraud` = 1.**")


async def test_what_may_be_the_same_thing_is_not_said_to_be_nothing() -> None:
    values = np.random.default_rng(1).normal(size=300)
    frame = pd.DataFrame({"v": values, "dur": values * 2 + 1, "noise": np.random.default_rng(2).normal(size=300)})
    told = await answer("analyze v", frame, verb="analyze", column="v")
    assert "No column but what may be the same thing goes with it clearly" in told
    assert "`dur`" in told
