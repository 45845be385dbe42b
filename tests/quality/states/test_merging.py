"""What is measured of parts and merged is what is measured of the whole, however it is cut and put together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.engines.dask.tasks import Measuring, part_state
from dpa_jupyter.quality.engines.duckdb.databases import connect
from dpa_jupyter.quality.engines.duckdb.held import HeldSource
from dpa_jupyter.quality.engines.duckdb.scan import Asked
from dpa_jupyter.quality.engines.time_limit import TimeLimit
from dpa_jupyter.quality.states.compared import ComparedRows
from dpa_jupyter.quality.states.hashes import Hashes
from dpa_jupyter.quality.states.moments import Moments
from dpa_jupyter.quality.states.part import PartState

SCHEMA = pa.schema([("n", pa.float64()), ("i", pa.int64()), ("t", pa.string()), ("at", pa.timestamp("us"))])
ASKED = [
    Asked("n", "number", True),
    Asked("i", "integer", True),
    Asked("t", "text", True),
    Asked("at", "datetime", True),
]
LIMIT = 2**63
ROW = st.fixed_dictionaries(
    {
        "n": st.none() | st.floats(-1e6, 1e6) | st.just(math.inf),
        "i": st.none() | st.integers(-1_000, 1_000),
        "t": st.none() | st.sampled_from(["", " ", "a", " b", "b ", "ä€", "long text"]),
        "at": st.none() | st.datetimes(datetime(1700, 1, 1), datetime(2300, 1, 1)),
    }
)
PARTS = st.lists(st.lists(ROW, max_size=8), min_size=1, max_size=4)
NUMBERS = st.lists(st.floats(-1e6, 1e6), max_size=20)
HASHES = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 20), max_size=30)


def measured(rows: Sequence[object]) -> PartState:
    frame = recognise("part", pa.Table.from_pylist(list(rows), SCHEMA))
    assert frame is not None
    source = HeldSource(frame, connect(threads=1), TimeLimit())
    return part_state(source, len(rows), Measuring(tuple(ASKED), LIMIT, tuple(SCHEMA.names)))


def exact(state: PartState) -> list[object]:
    """Return all of a state that has to be the same to the bit."""
    return [
        state.rows,
        *(
            (
                each.present,
                each.hashes.values.tolist() if each.hashes else None,
                each.ends.cast(pa.int64()).to_pylist() if name == "at" and each.ends else str(each.ends),
                each.texts,
                each.numbers and (each.numbers.moments.count, each.numbers.zeros, each.numbers.negatives),
            )
            for name, each in state.scanned.items()
            if each is not None
        ),
        *((each.values.to_pylist(), each.counts.to_pylist()) for each in state.counted.values() if each is not None),
    ]


def moments_of(state: PartState) -> list[float]:
    found = [each.numbers.moments for each in state.scanned.values() if each is not None and each.numbers is not None]
    return [value for each in found for value in (each.mean, each.standard_deviation, each.skewness)]


def like(values: Sequence[float]) -> object:
    return pytest.approx(values, rel=1e-6, abs=1e-6, nan_ok=True)


@settings(max_examples=12, deadline=None)
@given(PARTS)
def test_states_of_parts_merge_into_that_of_the_whole_in_any_order(parts: list[list[object]]) -> None:
    states = [measured(part) for part in parts]
    whole = measured([row for part in parts for row in part])

    forwards = states[0]
    for state in states[1:]:
        forwards = forwards.merged(state)
    backwards = states[-1]
    for state in reversed(states[:-1]):
        backwards = state.merged(backwards)

    assert exact(forwards) == exact(backwards) == exact(whole)
    assert len(whole.scanned) == len(whole.counted) == len(SCHEMA)
    assert moments_of(forwards) == like(moments_of(backwards))


@given(NUMBERS, NUMBERS, NUMBERS)
def test_moments_merge_as_if_all_numbers_were_in_one_place(
    one: list[float], two: list[float], three: list[float]
) -> None:
    def moments(values: list[float]) -> Moments:
        array = np.array(values)
        apart = array - array.mean() if values else array
        return Moments(len(values), array.mean() if values else 0.0, (apart**2).sum(), (apart**3).sum())

    def numbers(found: Moments) -> tuple[float, ...]:
        return found.count, found.mean, found.squares, found.cubes

    a, b, c, whole = map(moments, (one, two, three, one + two + three))

    assert numbers(a.merged(b)) == like(numbers(b.merged(a)))
    assert numbers(a.merged(b).merged(c)) == pytest.approx(numbers(a.merged(b.merged(c))), rel=1e-6, abs=1e4)
    assert numbers(a.merged(b).merged(c)) == pytest.approx(numbers(whole), rel=1e-6, abs=1e4)


@given(NUMBERS)
def test_moments_come_back_from_the_statistics_that_a_database_tells(values: list[float]) -> None:
    array = np.array(values)
    assume(len(values) > 2 and array.std() > 1)
    apart = array - array.mean()
    cubes = (apart**3).sum()
    plain = cubes / len(values) / array.std() ** 3
    adjusted = math.sqrt(len(values) * (len(values) - 1)) / (len(values) - 2) * plain

    found = Moments.of(len(values), array.mean(), array.std(ddof=1), adjusted)

    assert (found.standard_deviation, found.skewness) == like((array.std(ddof=1), adjusted))
    assert found.cubes == pytest.approx(cubes, rel=1e-6, abs=1e-3)


@given(HASHES, HASHES, st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_hashes_below_different_limits_merge_to_those_below_the_lower(
    one: list[int], other: list[int], limit: int, other_limit: int
) -> None:
    def kept(hashes: list[int], up_to: int) -> Hashes:
        return Hashes.of(np.array([each for each in hashes if each <= up_to], np.uint64), up_to)

    merged = kept(one, limit).merged(kept(other, other_limit))

    lower = min(limit, other_limit)
    assert merged.limit == lower
    assert merged.values.tolist() == sorted({each for each in one + other if each <= lower})


def test_a_count_of_different_values_tells_how_far_off_it_may_be() -> None:
    draw = np.random.default_rng(0)
    hashes = draw.integers(0, 2**64 - 1, 1_000_000, np.uint64)
    limit = 2**64 // 10

    found = Hashes.of(hashes[hashes <= limit], limit).count(len(hashes))

    assert found.precision == "approximate"
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 1_000_000 <= found.high
    assert found.value == pytest.approx(1_000_000, rel=0.01)


@given(HASHES, HASHES)
def test_rows_of_two_parts_that_are_alike_count_once(one: list[int], other: list[int]) -> None:
    parts = [ComparedRows(len(each), Hashes.of(np.array(each, np.uint64))) for each in (one, other)]

    found = ComparedRows.union(parts)

    assert (found.rows, found.different) == (len(one + other), len(set(one + other)))


def test_a_column_that_failed_in_one_part_is_not_known_of_the_whole() -> None:
    good, bad = measured([{"n": 1.0}]), PartState(1, dict.fromkeys(SCHEMA.names), dict.fromkeys(SCHEMA.names))

    assert set(good.merged(bad).scanned.values()) == {None}
    assert good.merged(bad).rows == 2


def test_a_column_that_took_too_long_in_a_part_did_so_in_the_whole() -> None:
    frame = recognise("part", pa.table({"n": [1.0], "t": ["a"]}))
    assert frame is not None
    asked = Measuring((Asked("n", "number", True),), LIMIT, ("t",))
    quick = part_state(HeldSource(frame, connect(threads=1), TimeLimit()), 1, asked)
    slow = part_state(HeldSource(frame, connect(threads=1), TimeLimit(0)), 1, asked)

    assert quick.slow == frozenset()
    assert quick.merged(slow).slow == {"n", "t"}
    assert quick.merged(slow).scanned == {"n": None}
