"""Distances and p-values against SciPy's own, which take a second to import and want every value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import jensenshannon

from dpa_jupyter.quality.drift import distances
from dpa_jupyter.quality.drift.portrait import Spread

NUMBERS = st.lists(st.integers(-20, 20).map(lambda number: number / 4), min_size=1, max_size=60)
COUNTS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=12).filter(
    lambda pairs: all(sum(side) > 0 for side in zip(*pairs, strict=True))
)


def spread(values: list[float]) -> Spread:
    found, counts = np.unique(np.array(values), return_counts=True)
    return Spread(found, counts.astype(np.float64))


@given(NUMBERS, NUMBERS)
def test_distances_of_numbers_are_those_of_their_distribution_functions(then: list[float], now: list[float]) -> None:
    one, other = spread(then), spread(now)
    assert distances.wasserstein(one, other) == pytest.approx(stats.wasserstein_distance(then, now))
    apart = [abs(np.mean(np.array(then) <= edge) - np.mean(np.array(now) <= edge)) for edge in {*then, *now}]
    assert distances.kolmogorov_smirnov(one, other) == pytest.approx(max(apart))


@given(COUNTS)
def test_distances_of_groups_are_those_of_scipy(pairs: list[tuple[int, int]]) -> None:
    then, now = np.array(pairs, dtype=np.float64).T
    assert distances.jensen_shannon(then, now) == pytest.approx(jensenshannon(then, now), abs=1e-7)


@given(COUNTS)
def test_the_stability_index_is_symmetric_and_zero_for_equal_shares(pairs: list[tuple[int, int]]) -> None:
    then, now = np.array(pairs, dtype=np.float64).T
    assert distances.psi(then, now) == pytest.approx(distances.psi(now, then))
    assert distances.psi(then, now) >= 0
    assert distances.psi(then, then) == 0


@given(st.lists(st.tuples(st.integers(20, 90), st.integers(20, 90)), min_size=2, max_size=8))
def test_the_test_of_large_groups_is_that_of_scipy(pairs: list[tuple[int, int]]) -> None:
    then, now = np.array(pairs, dtype=np.float64).T
    assert distances.chi_square(then, now) == pytest.approx(
        stats.chi2_contingency([then, now], correction=False).pvalue, abs=1e-9
    )


@given(st.integers(1, 60), st.integers(1, 60))
def test_the_test_of_two_shares_is_that_of_scipy(then: int, now: int) -> None:
    table = [[then, now], [100 - then, 120 - now]]
    expected = stats.chi2_contingency(table, correction=True).pvalue
    assert distances.two_shares((then, now), (100, 120)) == pytest.approx(expected, abs=1e-9)


def test_small_groups_are_put_together_and_one_group_tells_nothing() -> None:
    rare = np.array([1_000.0, *[1.0] * 30])
    assert distances.chi_square(rare, rare[::1]) == pytest.approx(1.0)
    assert distances.chi_square(np.array([5.0, 0.0]), np.array([7.0, 0.0])) == 1.0
    assert distances.two_shares((0, 0), (10, 10)) == 1.0


def test_a_few_rows_far_away_are_seen_where_the_middle_did_not_move() -> None:
    values = np.random.default_rng(0).normal(size=5_000)
    moved = np.where(np.arange(5_000) % 50 == 0, 1_000.0, values)
    assert distances.of_spreads(spread(values.tolist()), spread(moved.tolist())) < 1e-6
