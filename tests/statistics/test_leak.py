"""Columns that give the target away are flagged; honest ones, however strong, are not."""

from __future__ import annotations

import numpy as np
import pytest

from dpa_jupyter.statistics.driver import look_at
from dpa_jupyter.statistics.target import read_target
from dpa_jupyter.statistics.variable import Variable
from tests.statistics.columns import categories, numbers

RANDOM = np.random.default_rng(5)
ROWS = 400
VALUE = RANDOM.normal(size=ROWS)
CHURN = VALUE + RANDOM.normal(size=ROWS) > 0.8
YES = [("Yes" if churned else "No") for churned in CHURN]
PLAN = RANDOM.choice(["a", "b", "c"], ROWS)


def leak(feature: Variable, target: Variable) -> str | None:
    comparison = look_at("x", "other", feature, read_target(target, "y"), "y").comparison
    assert comparison is not None
    return comparison.leak


@pytest.mark.parametrize(
    ("feature", "target", "reason"),
    [
        (categories(["1" if churned else "0" for churned in CHURN]), categories(YES), "in other words"),
        (numbers(CHURN.astype(float)), categories(YES), "in other words"),
        (numbers(CHURN * 100 + VALUE), categories(YES), "tells y in"),
        (categories([f"{yes} {plan}" for yes, plan in zip(YES, PLAN, strict=True)]), categories(YES), "tells y in"),
        (categories([f"code {plan}" for plan in PLAN]), categories(list(PLAN)), "in other words"),
        (numbers(VALUE), numbers(VALUE), "the same values"),
        (numbers(VALUE * -3 + 1), numbers(VALUE), "one to one"),
        (numbers(np.exp(VALUE)), numbers(VALUE), "one to one"),
        (numbers(np.round(VALUE)), numbers(VALUE), "ranges of y"),
        (categories(["high" if value > 1 else "low" for value in VALUE]), numbers(VALUE), "ranges of y"),
    ],
)
def test_columns_made_of_the_target_are_flagged(feature: Variable, target: Variable, reason: str) -> None:
    assert reason in str(leak(feature, target))


@pytest.mark.parametrize(
    ("feature", "target"),
    [
        (numbers(VALUE), categories(YES)),
        (categories(list(PLAN)), categories(YES)),
        (numbers(VALUE + RANDOM.normal(0, 0.3, ROWS)), numbers(VALUE)),
    ],
)
def test_honest_columns_are_not(feature: Variable, target: Variable) -> None:
    assert leak(feature, target) is None


def test_values_that_hardly_repeat_make_no_groups() -> None:
    identifiers = categories([f"id {place}" for place in range(ROWS)])
    look = look_at("x", "text", identifiers, read_target(categories(YES), "y"), "y")
    assert (look.comparison, look.reason) == (None, "its values repeat too seldom to make groups that can be compared")


@pytest.mark.parametrize(
    "reasons",
    [
        [("moved" if place % 2 else "price") if churned else None for place, churned in enumerate(CHURN)],
        ["left" if churned else None for churned in CHURN],
        ["left" if churned and place % 3 else None for place, churned in enumerate(CHURN)],
    ],
)
def test_a_column_known_only_for_one_answer_gives_it_away(reasons: list[str | None]) -> None:
    assert leak(categories(reasons), categories(YES)) == "it has values only where y is Yes"


def test_a_mark_that_is_there_by_chance_gives_nothing_away() -> None:
    marked = numbers([1.0 if place % 3 else None for place in range(ROWS)])
    for target in (categories(YES), numbers(VALUE)):
        assert leak(marked, target) is None


def test_a_mark_that_is_there_for_large_values_only_gives_a_number_away() -> None:
    marked = numbers([1.0 if value > 0.5 else None for value in VALUE])

    assert "ranges of y" in str(leak(marked, numbers(VALUE)))
