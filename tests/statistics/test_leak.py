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
    driver = look_at("x", "other", feature, read_target(target, "y"), "y").driver
    assert driver is not None
    return driver["leak"]


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
    assert (look.driver, look.reason) == (None, "its values repeat too seldom to make groups that can be compared")


def test_a_column_known_only_for_one_answer_is_said_to_give_it_away() -> None:
    reasons = categories(
        [("moved" if place % 2 else "price") if churned else None for place, churned in enumerate(CHURN)]
    )
    look = look_at("reason", "text", reasons, read_target(categories(YES), "churn"), "churn")
    assert look.driver is None
    assert look.reason == "it has values only where churn is Yes, and so may give it away"
    assert "churn is Yes in 0.0 %" in look.notes[0]
