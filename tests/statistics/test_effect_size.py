"""Effect sizes against SciPy, hand-made cases and what must hold for any data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dpa_jupyter.statistics.effect_size import contingency, cramers_v, effect_size, midranks
from dpa_jupyter.statistics.variable import Categories, Variable
from tests.statistics.columns import categories, numbers

SOME_NUMBERS = st.lists(st.integers(-5, 5), min_size=8, max_size=60)
SOME_WORDS = st.lists(st.sampled_from("abc"), min_size=8, max_size=60)


def groups(codes: np.ndarray, count: int) -> Categories:
    return Categories(codes.astype(np.int32), tuple(map(str, range(count))))


def test_two_numbers_get_spearmans_correlation() -> None:
    random = np.random.default_rng(1)
    first = random.integers(0, 20, 300).astype(float)
    second = first + random.normal(0, 5, 300).round()
    effect = effect_size(numbers(first), numbers(-second))
    expected = stats.spearmanr(first, -second)
    assert effect is not None
    assert (effect.value, effect.p_value) == pytest.approx((abs(expected.statistic), expected.pvalue))
    assert effect.sign == -1
    assert effect.low < effect.value < effect.high


def test_a_number_in_groups_gets_epsilon_squared_of_kruskal_and_wallis() -> None:
    random = np.random.default_rng(2)
    codes = random.integers(0, 4, 200)
    values = random.normal(codes * 0.5).round(1)
    effect = effect_size(numbers(values), groups(codes, 4))
    expected = stats.kruskal(*(values[codes == group] for group in range(4)))
    assert effect is not None
    assert effect.value == pytest.approx(((expected.statistic - 3) / (200 - 4)) ** 0.5)
    assert effect.p_value == pytest.approx(expected.pvalue)


def test_two_groupings_get_cramers_v_corrected_as_bergsma_does() -> None:
    table = np.array([[40, 10, 5], [20, 30, 25]])
    effect = cramers_v(table)
    expected = stats.chi2_contingency(table, correction=False)
    rows, (height, width) = table.sum(), table.shape
    phi = max(0, expected.statistic / rows - (height - 1) * (width - 1) / (rows - 1))
    corrected = min(height - (height - 1) ** 2 / (rows - 1), width - (width - 1) ** 2 / (rows - 1)) - 1
    assert effect is not None
    assert effect.value == pytest.approx((phi / corrected) ** 0.5)
    assert effect.p_value == pytest.approx(expected.pvalue)


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_a_sparse_table_of_two_by_two_gets_fishers_exact_test(cells: list[int]) -> None:
    table = np.array(cells).reshape(2, 2)
    effect = cramers_v(table)
    if effect is None:
        assert 0 in (*table.sum(axis=0), *table.sum(axis=1))
    elif effect.test == "Fisher's exact test":
        assert effect.p_value == pytest.approx(stats.fisher_exact(table).pvalue)


def test_between_two_yes_or_no_columns_all_measures_agree() -> None:
    random = np.random.default_rng(3)
    first = random.integers(0, 2, 50_000)
    second = np.where(random.random(50_000) < 0.3, first, random.integers(0, 2, 50_000))
    kinds: list[tuple[Variable, Variable]] = [
        (numbers(first), numbers(second)),
        (numbers(first), groups(second, 2)),
        (groups(first, 2), groups(second, 2)),
    ]
    effects = [effect_size(*kind) for kind in kinds]
    values = [effect.value for effect in effects if effect]
    assert values == pytest.approx([values[0]] * 3, abs=2e-4)
    assert [effect.sign for effect in effects if effect] == [1, 1, 1]


def test_perfect_association_is_one_and_none_is_zero() -> None:
    half = np.repeat([0, 1], 50)
    alternating = np.tile([0, 1], 50)
    perfect, nothing = (
        effect_size(groups(half, 2), groups(half, 2)),
        effect_size(groups(half, 2), groups(alternating, 2)),
    )
    assert perfect is not None
    assert nothing is not None
    assert perfect.value == perfect.high == 1
    assert nothing.value == nothing.low == 0
    assert nothing.high < 0.25


def test_what_does_not_vary_or_has_few_rows_has_no_effect() -> None:
    assert effect_size(numbers([1.0] * 20), numbers(np.arange(20.0))) is None
    assert effect_size(categories(["a"] * 20), numbers(np.arange(20.0))) is None
    assert effect_size(numbers(np.arange(7.0)), numbers(np.arange(7.0))) is None
    assert effect_size(numbers([]), numbers([])) is None
    assert effect_size(groups(np.arange(20), 20), numbers(np.arange(20.0))) is None


@pytest.mark.parametrize("shift", [0.0, 0.5, 2.0])
def test_intervals_hold_the_true_effect_at_least_nine_times_of_ten(shift: float) -> None:
    random = np.random.default_rng(4)

    def draw(rows: int) -> list[tuple[float, float, float]]:
        codes = random.integers(0, 3, rows)
        values = random.normal(shift * (codes == 1))
        bands = groups(np.digitize(values, [-0.5, 1.0]), 3)
        made: list[tuple[Variable, Variable]] = [
            (groups(codes, 3), numbers(values)),
            (groups(codes, 3), bands),
            (numbers(codes), numbers(values)),
        ]
        effects = [effect_size(*pair) for pair in made]
        return [(effect.value, effect.low, effect.high) for effect in effects if effect]

    truth = [value if shift else 0.0 for value, _, _ in draw(200_000)]
    draws = [draw(150) for _ in range(200)]
    for measure, true in enumerate(truth):
        held = [low <= true <= high for _, low, high in (drawn[measure] for drawn in draws)]
        assert np.mean(held) >= 0.9


@given(SOME_NUMBERS, SOME_NUMBERS, st.randoms(use_true_random=False))
def test_order_scale_and_shift_change_nothing(one: list[int], other: list[int], random: object) -> None:
    size = min(len(one), len(other))
    first, second = np.array(one[:size], dtype=float), np.array(other[:size], dtype=float)
    shuffled = np.random.default_rng(size).permutation(size)
    plain = effect_size(numbers(first), numbers(second))
    changed = effect_size(numbers(first[shuffled] * 3 + 7), numbers(np.exp(second[shuffled])))
    assert (plain is None) == (changed is None)
    if plain and changed:
        assert (plain.value, plain.p_value, plain.sign) == pytest.approx(
            (changed.value, changed.p_value, changed.sign), abs=1e-7
        )


@given(SOME_WORDS, SOME_WORDS)
def test_new_names_for_categories_change_nothing(one: list[str], other: list[str]) -> None:
    size = min(len(one), len(other))
    renamed = [{"a": "z", "b": "y", "c": "x"}[word] for word in one[:size]]
    plain = effect_size(categories(one[:size]), categories(other[:size]))
    changed = effect_size(categories(renamed), categories(other[:size]))
    assert (plain is None) == (changed is None)
    if plain and changed:
        assert 0 <= plain.low <= plain.value <= plain.high <= 1
        assert (plain.value, plain.low, plain.p_value) == pytest.approx(
            (changed.value, changed.low, changed.p_value), abs=1e-7
        )


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=50))
def test_ranks_are_those_of_scipy(values: list[float]) -> None:
    assert midranks(numbers(values)).tolist() == stats.rankdata(values).tolist()


@given(SOME_WORDS, SOME_WORDS)
def test_a_contingency_table_counts_every_row(one: list[str], other: list[str]) -> None:
    size = min(len(one), len(other))
    table = contingency(categories(one[:size]), categories(other[:size]))
    assert table.sum() == size
    assert table.sum(axis=1).tolist() == [one[:size].count(word) for word in sorted(set(one[:size]))]
