"""What is measured of many columns at once is what a look at each of them finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.statistics.driver import look_at
from dpa_jupyter.statistics.screen import screen
from dpa_jupyter.statistics.target import Target, read_target
from dpa_jupyter.statistics.variable import Numbers
from tests.statistics.columns import categories, numbers


def columns_and_target(seed: int, rows: int, kind: str) -> tuple[list[Numbers], Target]:
    """Make columns of few and of many values, related to the target in many ways or not at all."""
    random = np.random.default_rng(seed)
    hidden = random.normal(size=rows)
    shapes = [hidden, hidden**2, np.sin(3 * hidden), np.round(hidden), hidden > 0.7, random.normal(size=rows)]
    mixed = [shape + random.choice([0, 0.3, 3]) * random.normal(size=rows) for shape in shapes]
    coarse = [np.round(column * random.choice([1, 3, 100])) for column in mixed]
    goal = hidden + random.choice([0, 1]) * random.normal(size=rows)
    yes = ["yes" if value > random.choice([0, 1.2]) else "no" for value in goal]
    target = numbers(np.round(goal, 1)) if kind == "number" else categories(["yes", "no", *yes][:rows])
    constant = numbers([1.0] * rows)
    return [constant, *map(numbers, [*shapes, *mixed, *coarse])], read_target(target, "y")


@pytest.mark.parametrize("kind", ["yes or no", "number"])
@given(seed=st.integers(0, 2**32), rows=st.integers(8, 300))
@settings(max_examples=40, deadline=None)
def test_what_is_measured_at_once_is_what_a_look_finds(kind: str, seed: int, rows: int) -> None:
    features, target = columns_and_target(seed, rows, kind)

    for feature, measured in zip(features, screen(features, target), strict=True):
        if measured is not None:
            comparison = look_at("x", "number", feature, target, "y").comparison
            assert comparison is not None
            assert comparison.leak is None
            assert measured == pytest.approx((comparison.effect, comparison.p_value), rel=1e-3, abs=1e-12)


def test_most_columns_of_noise_need_no_closer_look() -> None:
    random = np.random.default_rng(0)
    features = [numbers(random.normal(size=500)) for _ in range(200)]
    for target in (categories(["yes" if value > 0 else "no" for value in random.normal(size=500)]), features[0]):
        measured = screen(features[1:], read_target(target, "y"))
        assert sum(one is not None for one in measured) > 180
