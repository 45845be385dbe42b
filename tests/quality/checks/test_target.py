"""Checks of what matters for a target: nothing is said where none is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.examine import examine
from tests.quality.checks.cases import Told, engine_and_evidence, told

DRAW = np.random.default_rng(5)
ROWS = 1_000
CHURN = (DRAW.random(ROWS) < 0.3).tolist()
SIGN = np.where(CHURN, 1.0, -1.0)
AGE = DRAW.integers(18, 90, ROWS).tolist()
PLAN = DRAW.choice(["basic", "plus", "pro"], ROWS).tolist()
BILL = DRAW.normal(50, 9, ROWS).tolist()


def aside(by: float) -> list[float]:
    return list(by * SIGN + DRAW.normal(0, 1, ROWS))


def apart(rows: int) -> dict[str, list[object]]:
    """Return numbers, of which the last rows are far from all others."""
    numbers = {name: [*DRAW.normal(0, 1, 300 - rows).tolist(), *[9.0, -9.0][:rows]] for name in "abc"}
    return {**numbers, "y": [*CHURN[:300]]}


CASES = [
    Told("class_imbalance", "one in fifty", {"y": ["no"] * 98 + ["yes"] * 2}, ("y",), "low", target="y"),
    Told("class_imbalance", "one in ten", {"y": ["no"] * 90 + ["yes"] * 10}, target="y"),
    Told("class_imbalance", "one in twenty is a tenth of half", {"y": ["no"] * 95 + ["yes"] * 5}, target="y"),
    Told("class_imbalance", "a number has no classes", {"y": [*range(99), 99]}, target="y"),
    Told("class_imbalance", "no target", {"y": ["no"] * 98 + ["yes"] * 2}),
    Told("target_leakage", "the same in other words", {"y": CHURN, "left": ["Yes" if left else "no" for left in CHURN], "age": AGE}, ("left", "y"), "medium", target="y"),
    Told("target_leakage", "a number that parts them", {"y": CHURN, "risk": aside(5), "age": AGE}, ("risk", "y"), "medium", target="y"),
    Told("target_leakage", "nearly parts them", {"y": CHURN, "risk": aside(1.35), "age": AGE}, ("risk", "y"), "low", target="y"),
    Told("target_leakage", "goes with them, as it should", {"y": CHURN, "risk": aside(1), "age": AGE}, target="y"),
    Told("target_leakage", "nothing does", {"y": CHURN, "age": AGE, "plan": PLAN}, target="y"),
    Told("target_leakage", "rows are in order of it", {"id": list(range(ROWS)), "y": sorted(CHURN), "age": AGE}, ("id", "y"), "low", target="y"),
    Told("target_leakage", "rows are in no order", {"id": list(range(ROWS)), "y": CHURN, "age": AGE}, target="y"),
    Told("target_leakage", "the same number in another currency", {"y": BILL, "usd": [1.1 * bill for bill in BILL], "age": AGE}, ("usd", "y"), "medium", target="y"),
    Told("target_leakage", "no target", {"y": CHURN, "left": CHURN, "age": AGE}),
    Told("isolation_forest", "two rows are far from all others", apart(2), ("a", "b", "c"), target="y"),
    Told("isolation_forest", "none is", apart(0), target="y"),
    Told("isolation_forest", "no target", apart(2)),
    Told("conflicting_labels", "two of one kind", {"age": [*AGE, AGE[0]], "bill": [*BILL, BILL[0]], "y": [*CHURN, not CHURN[0]]}, ("y",), "low", 1, target="y"),
    Told("conflicting_labels", "two that agree", {"age": [*AGE, AGE[0]], "bill": [*BILL, BILL[0]], "y": [*CHURN, CHURN[0]]}, target="y"),
    Told("conflicting_labels", "one of them unknown", {"age": [*AGE, AGE[0]], "bill": [*BILL, BILL[0]], "y": [*CHURN, None]}, target="y"),
    Told("conflicting_labels", "keys differ", {"id": list(range(ROWS + 1)), "age": [*AGE, AGE[0]], "bill": [*BILL, BILL[0]], "y": [*CHURN, not CHURN[0]]}, ("y",), "low", 1, target="y"),
    Told("conflicting_labels", "lists are not compared", {"age": [*AGE, AGE[0]], "bill": [*BILL, BILL[0]], "tags": [[1]] * (ROWS + 1), "at": [{"x": 1}] * (ROWS + 1), "y": [*CHURN, not CHURN[0]]}, ("y",), "low", 1, target="y"),
    Told("conflicting_labels", "no target", {"age": [*AGE, AGE[0]], "bill": [*BILL, BILL[0]], "y": [*CHURN, not CHURN[0]]}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_matters_for_a_target(case: Told) -> None:
    case.holds()


def test_where_few_features_are_known_labels_differ_by_nature() -> None:
    (found,) = told("conflicting_labels", {"plan": PLAN, "one": [1, 2] * 500, "y": CHURN}, "y")
    assert found.severity == "note"


def test_of_many_columns_that_give_the_target_away_ten_are_told() -> None:
    table = {"y": CHURN, **{f"risk{place}": aside(5) for place in range(12)}}
    assert [found.columns[0] for found in told("target_leakage", table, "y")] == [f"risk{place}" for place in range(10)]


@pytest.mark.parametrize("target", ["day", "nothing", "constant", "empty", "nested", "gone"])
def test_an_odd_target_breaks_no_check(target: str) -> None:
    table = {
        "day": [date(2024, 1, 1 + place % 30) for place in range(60)], "nothing": [None] * 60, "constant": [1] * 60,
        "empty": [""] * 60, "nested": [[1]] * 60, "x": list(range(60)),
    }  # fmt: skip
    engine, evidence = engine_and_evidence(table)
    examine(engine, replace(evidence, target=target), catalogue())
