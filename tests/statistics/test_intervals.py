"""Intervals and corrections against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dpa_jupyter.statistics.correction import corrected
from dpa_jupyter.statistics.intervals import mean_interval, noncentrality_interval, rank_correlation_interval, wilson


@given(st.integers(1, 1000), st.data())
def test_shares_get_wilsons_interval(rows: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, rows))
    low, high = wilson(np.array([hits]), np.array([rows]))
    expected = stats.binomtest(hits, rows).proportion_ci(method="wilson")
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert 0 <= low[0] <= hits / rows <= high[0] <= 1


def test_means_get_students_interval_and_none_in_a_group_of_one() -> None:
    values = np.array([1.0, 2.0, 4.0])
    low, high = mean_interval(np.array([values.mean(), 5.0]), np.array([values.std(ddof=1), 0.0]), np.array([3, 1]))
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high))
    assert np.isnan([low[1], high[1]]).all()


def test_an_absolute_correlation_is_bounded_from_zero() -> None:
    assert rank_correlation_interval(0.1, 30)[0] == 0
    low, high = rank_correlation_interval(-0.5, 100)
    assert 0 < low < 0.5 < high < 1
    assert rank_correlation_interval(1.0, 8)[1] == pytest.approx(1)


@given(st.floats(0, 1e7), st.integers(1, 500))
def test_the_noncentrality_has_finite_ordered_bounds(statistic: float, freedom: int) -> None:
    low, high = noncentrality_interval(statistic, freedom)
    assert 0 <= low <= high < np.inf


@given(st.lists(st.floats(0, 1), max_size=30))
def test_p_values_are_corrected_as_scipy_does(p_values: list[float]) -> None:
    expected = stats.false_discovery_control(p_values) if p_values else []
    assert corrected(p_values) == pytest.approx(list(expected))
