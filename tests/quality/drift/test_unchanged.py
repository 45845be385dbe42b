"""Two samples of one distribution read as unchanged, whatever the distribution and however many columns there are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from dpa_jupyter.quality.drift.catalogue import drift_catalogue
from dpa_jupyter.quality.drift.examine import drift
from dpa_jupyter.quality.drift.kept import without_values
from dpa_jupyter.quality.drift.pair import FramePair
from tests.quality.drift.portraits import quick_portrait

SEEDS = 20
BY_CHANCE = 1
"""Of so many pairs; the limit of 1 in 1,000 for each of three families leaves fewer than one to be expected."""


def sample(generator: np.random.Generator, rows: int) -> pa.Table:
    """Draw rows whose columns are what columns are: skewed, rare, rounded, related, with gaps."""
    normal = generator.normal(size=rows)
    return pa.table(
        {
            "id": np.arange(rows),
            "normal": normal,
            "related": normal + generator.normal(size=rows),
            "waiting": generator.exponential(size=rows),
            "heavy": generator.standard_cauchy(rows),
            "skewed": generator.lognormal(0, 3, rows),
            "count": generator.poisson(3, rows),
            "rare": generator.random(rows) < 0.05,
            "group": generator.choice(list("abcde"), rows),
            "long_tail": np.minimum(generator.zipf(1.5, rows), 500).astype(str),
            "with_gaps": pa.array(generator.normal(size=rows), mask=generator.random(rows) < 0.03),
            "day": pa.array(generator.integers(0, 365, rows).astype("datetime64[D]")),
            "large": generator.integers(0, 10**6, rows),
            "mostly_zero": np.where(generator.random(rows) < 0.9, 0, generator.exponential(size=rows)),
            "rounded": np.round(generator.normal(50, 10, rows)),
            "text": [f"t{number}" for number in generator.integers(0, 10**9, rows)],
        }
    )


@pytest.mark.parametrize(("rows_then", "rows_now"), [(60, 60), (400, 250), (2_500, 2_000)])
def test_what_is_drawn_from_one_distribution_has_not_moved(rows_then: int, rows_now: int) -> None:
    found = []
    for seed in range(SEEDS):
        generator = np.random.default_rng(seed)
        then, now = quick_portrait(sample(generator, rows_then), "old"), quick_portrait(sample(generator, rows_now))
        told = drift(then, now)
        assert told.broken_checks == ()
        found += [(seed, finding.title) for finding in told.findings]
    assert len({seed for seed, _ in found}) <= BY_CHANCE, found


def test_hundreds_of_columns_that_did_not_move_raise_no_alarm() -> None:
    generator = np.random.default_rng(0)
    then, now = (
        quick_portrait(pa.table({f"c{place}": generator.normal(size=300) for place in range(200)})) for _ in range(2)
    )
    assert drift(then, now).findings == ()


@pytest.mark.parametrize(("rows", "kinds", "least"), [(100, 18, 1.0), (300, 30, 1.0), (1_000, 100, 1.0), (100, 6, 2.0)])
def test_rare_values_that_come_and_go_are_no_new_ones(rows: int, kinds: int, least: float) -> None:
    shares = 1 / np.arange(1, kinds + 1) ** least
    names = [f"kind {place}" for place in range(kinds)]
    false = 0
    for seed in range(60):
        generator = np.random.default_rng(seed)
        then, now = (
            quick_portrait(pa.table({"kind": generator.choice(names, rows, p=shares / shares.sum())})) for _ in range(2)
        )
        false += any(finding.check == "new_category" for finding in drift(then, now).findings)
    assert false <= BY_CHANCE


@pytest.mark.parametrize(("check", "column"), [("ks", "normal"), ("chi2", "group")])
def test_what_a_test_takes_for_chance_is_not_put_into_words(check: str, column: str) -> None:
    then, now = (quick_portrait(sample(np.random.default_rng(seed), 300).select([column])) for seed in (1, 2))
    (found,) = [each for each in drift_catalogue() if each.id == check]
    (shift,) = found.compare(FramePair(then, now))
    assert shift.p_value is not None
    assert shift.finding is None


def test_a_frame_has_not_moved_from_what_was_saved_of_it() -> None:
    for rows in (0, 1, 30, 5_000):
        known = quick_portrait(sample(np.random.default_rng(1), rows))
        assert drift(without_values(known, []), known).findings == ()
