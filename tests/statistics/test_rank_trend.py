"""A trend's test, beside SciPy's Kendall's tau."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from dpa_jupyter.statistics.rank_trend import trend_p_value, trend_score

VALUES = st.lists(st.integers(-50, 50), min_size=3, max_size=80) | st.permutations(range(30))


@given(VALUES)
def test_score_and_p_value_are_those_of_kendalls_tau(values: list[int]) -> None:
    assume(len(set(values)) > 1)
    known = np.array(values, dtype=float)
    expected = stats.kendalltau(np.arange(len(known)), known)
    score = trend_score(known)
    exact_in_scipy_only = len(known) > 33 and len(set(values)) == len(known) and expected.pvalue < 1e-9
    assert np.sign(score) == np.sign(expected.statistic) or abs(expected.statistic) < 1e-12
    if not exact_in_scipy_only:
        assert trend_p_value(score, known) == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-12)


def test_many_values_are_compared_in_blocks() -> None:
    assert trend_score(np.arange(1500.0)) == 1500 * 1499 // 2
    assert trend_score(np.arange(1500.0)[::-1]) == -1500 * 1499 // 2
