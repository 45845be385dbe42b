"""Each drift check: where it speaks, where it does not, and where it only just does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pytest

from dpa_jupyter.quality.drift.catalogue import drift_catalogue
from dpa_jupyter.quality.drift.examine import drift
from tests.frames.odd_frames import odd_frames
from tests.quality.drift.portraits import Data, moved, portrait
from tests.tools.kinds import MAKE

FEW, MANY = 400, 4_000


def normal(rows: int, middle: float = 0.0, seed: int = 0) -> np.ndarray:
    """Return the quantiles of a normal distribution, shuffled: a sample without chance."""
    from scipy.special import ndtri

    values = ndtri((np.arange(rows) + 0.5) / rows) + middle
    return np.random.default_rng(seed).permutation(values)


def groups(**counts: int) -> list[str]:
    return [name for name, count in counts.items() for _ in range(count)]


def flags(hits: int, rows: int) -> list[float | None]:
    return [None if place < hits else float(place % 7) for place in range(rows)]


def pair(correlation: float, rows: int = FEW) -> Data:
    one, other = normal(rows, seed=1), normal(rows, seed=2)
    return {"x": one, "y": correlation * one + np.sqrt(1 - correlation**2) * other}


Case = tuple[str, Data, Data, bool]
CASES: Mapping[str, Sequence[Case]] = {
    "schema_drift": [
        ("a column is gone", {"x": [1], "y": [2]}, {"x": [1]}, True),
        ("a column is new", {"x": [1]}, {"x": [1], "y": [2]}, True),
        ("numbers became texts", {"x": [1, 2]}, {"x": ["1", "b"]}, True),
        ("a column without values has no type", {"x": [1, 2]}, {"x": pa.nulls(2)}, False),
        ("all is as it was", {"x": [1], "y": [2]}, {"x": [3], "y": [4]}, False),
    ],
    "row_count_change": [
        ("twice as many", {"x": [1] * 50}, {"x": [1] * 100}, True),
        ("not quite twice as many", {"x": [1] * 51}, {"x": [1] * 100}, False),
        ("a handful of rows", {"x": [1] * 4}, {"x": [1] * 12}, False),
        ("all are gone", {"x": [1] * 50}, {"x": pa.array([], pa.int64())}, True),
    ],
    "null_rate_drift": [
        ("many more", {"x": flags(10, FEW)}, {"x": flags(60, FEW)}, True),
        ("by a point", {"x": flags(40, MANY)}, {"x": flags(80, MANY)}, False),
        ("the first ones among many rows", {"x": flags(0, 20_000)}, {"x": flags(40, 20_000)}, True),
        ("the first ones, but by chance", {"x": flags(0, FEW)}, {"x": flags(3, FEW)}, False),
    ],
    "new_category": [
        ("one row of a closed list", {"x": groups(a=200, b=200)}, {"x": groups(a=200, b=199, c=1)}, True),
        ("a rare one", {"x": groups(a=395, **{f"r{n}": 1 for n in range(5)})}, {"x": groups(a=399, z=1)}, False),
        ("many rows, though others are rare", {"x": groups(a=398, r=1, s=1)}, {"x": groups(a=340, z=60)}, True),
        ("true is no new value", {"x": [False] * FEW}, {"x": [False] * (FEW - 1) + [True]}, False),
        ("texts that hardly repeat", {"x": [f"a{n}" for n in range(FEW)]}, {"x": [f"b{n}" for n in range(FEW)]}, False),
    ],
    "psi": [
        ("another population", {"x": normal(MANY)}, {"x": normal(MANY, 0.5)}, True),
        ("hardly moved", {"x": normal(MANY)}, {"x": normal(MANY, 0.1)}, False),
        ("groups", {"x": groups(a=2_000, b=2_000)}, {"x": groups(a=1_200, b=2_800)}, True),
    ],
    "ks": [
        ("few rows, moved by half a deviation", {"x": normal(FEW)}, {"x": normal(FEW, 0.5)}, True),
        ("few rows, within chance", {"x": normal(FEW)}, {"x": normal(FEW, 0.1)}, False),
        ("many rows are not for this check", {"x": normal(MANY)}, {"x": normal(MANY, 0.5)}, False),
        ("too few rows to tell", {"x": normal(19)}, {"x": normal(19, 9)}, False),
    ],
    "wasserstein_norm": [
        ("a bit above a tenth of a deviation", {"x": normal(MANY)}, {"x": normal(MANY, 0.12)}, True),
        ("a bit below", {"x": normal(MANY)}, {"x": normal(MANY, 0.09)}, False),
        ("few rows, far away", {"x": normal(MANY)}, {"x": np.where(np.arange(MANY) < 80, 500.0, normal(MANY))}, True),
        ("a constant that became another", {"x": [1.0] * MANY}, {"x": [2.0] * MANY}, False),
    ],
    "chi2": [
        ("groups of few rows", {"x": groups(a=200, b=200)}, {"x": groups(a=280, b=120)}, True),
        ("within chance", {"x": groups(a=200, b=200)}, {"x": groups(a=215, b=185)}, False),
        ("numbers of few values are groups", {"x": [1] * 200 + [2] * 200}, {"x": [1] * 300 + [2] * 100}, True),
    ],
    "js_distance": [
        ("half became two thirds", {"x": groups(a=2_000, b=2_000)}, {"x": groups(a=2_670, b=1_330)}, True),
        ("half became three fifths", {"x": groups(a=2_000, b=2_000)}, {"x": groups(a=2_400, b=1_600)}, False),
    ],
    "correlation_drift": [
        ("what went together no longer does", pair(0.9), pair(0.0), True),
        ("a bit less", pair(0.9), pair(0.8), False),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("check", "then", "now", "speaks"),
    [pytest.param(check, *case[1:], id=f"{check}: {case[0]}") for check, cases in CASES.items() for case in cases],
)
def test_a_check_speaks_where_it_should(check: str, then: Data, now: Data, speaks: bool) -> None:
    found = moved(then, now).findings
    assert (check in {name for finding in found for name in (finding.check, *finding.also)}) == speaks


def test_every_check_of_the_catalogue_has_cases_and_says_where_it_is_from() -> None:
    assert {check.id for check in drift_catalogue()} == {*CASES, "key_diff"}
    assert all(check.definition and check.source and check.reason for check in drift_catalogue())


def test_rows_are_compared_by_their_key_where_both_frames_are_at_hand() -> None:
    then = {"id": range(100), "city": ["Berlin", "Paris"] * 50, "sold": range(100)}
    cities = ["Rome" if place == 3 else city for place, city in enumerate(then["city"])]
    now = {"id": [*range(1, 100), 500], "city": [*cities[1:], "Oslo"], "sold": range(1, 101)}
    (told,) = [finding for finding in moved(then, now, at_hand=True).findings if finding.check == "key_diff"]
    assert told.title == "Since `old`, 1 row new, 1 row gone, 1 row changed: `city` in 1 (rows matched by `id`)"
    assert told.severity == "note"


def test_rows_that_only_have_the_same_number_are_not_the_same_rows() -> None:
    then, now = ({"id": range(300), "x": normal(300, seed=seed), "y": normal(300, seed=9 + seed)} for seed in (1, 2))
    assert moved(then, now, at_hand=True).findings == ()


def test_what_moved_is_told_with_the_values_that_moved() -> None:
    then = {"city": groups(Berlin=500, Paris=500), "amount": normal(1_000, 100.0)}
    now = {"city": groups(Berlin=800, Paris=200), "amount": normal(1_000, 101.0)}
    titles = {finding.columns[0]: finding.title for finding in moved(then, now).findings}
    assert "Berlin 50 % → 80 %, Paris 50 % → 20 %" in titles["city"]
    assert "the median 100 → 101" in titles["amount"] or "the median 99.99" in titles["amount"]


def test_one_column_has_one_finding_about_its_values() -> None:
    (finding,) = moved({"x": normal(MANY)}, {"x": normal(MANY, 1.0)}).findings
    assert (finding.check, finding.also, finding.severity) == ("wasserstein_norm", ("psi",), "medium")
    assert (finding.predicate, finding.failed) == (None, None)


def test_later_days_and_further_numbers_of_rows_are_no_fault() -> None:
    days = np.arange(600).astype("datetime64[D]")
    then = {"id": range(300), "order": range(1000, 1300), "day": days[:300]}
    now = {"id": range(300, 600), "order": range(1300, 1600), "day": days[300:]}
    assert {finding.severity for finding in moved(then, now).findings} <= {"note"}


def test_drift_is_the_same_in_every_library() -> None:
    then = pa.table({"x": normal(FEW), "city": groups(a=200, b=200), "gap": flags(10, FEW)})
    now = pa.table({"x": normal(FEW, 1.0), "city": groups(a=300, c=100), "gap": flags(90, FEW)})
    told = {
        kind: [
            (each.check, each.columns, each.severity, each.title)
            for each in drift(portrait(make(then), "old"), portrait(make(now))).findings
        ]
        for kind, make in MAKE.items()
    }
    assert len(told["arrow"]) == 4
    assert all(each == told["arrow"] for each in told.values())


@pytest.mark.parametrize("name", sorted(odd_frames()))
def test_odd_frames_are_compared_with_themselves_and_with_others(name: str) -> None:
    if "without its file" in name:
        return
    odd = portrait(odd_frames()[name])
    plain = portrait(pa.table({"a": [1, 2, 3], "b": ["x", "y", None]}))
    assert drift(odd, odd) == drift(plain, plain)
    for then, now in ((odd, plain), (plain, odd)):
        assert drift(then, now).broken_checks == ()
