"""No check raises, whatever the columns are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.examine import examine
from dpa_jupyter.quality.failing_cells import failing_cells
from tests.quality.checks.cases import engine_and_evidence

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", " ", "N/A", "12 kg", "1,5", "2021-02-30", "1/2/99", "a  b", "é", "\x00", "(", "[a-", "\\"]),
    st.sampled_from(["9" * 30, "Mar-22", "1e400", "-0", "<b>", "%41%42"]),
)  # fmt: skip
COLUMNS = st.one_of(
    st.lists(st.none() | TEXTS, min_size=30, max_size=60),
    st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=30, max_size=60),
    st.lists(st.none() | st.floats(), min_size=30, max_size=60),
    st.lists(st.none() | st.datetimes(), min_size=30, max_size=60),
    st.lists(st.none() | st.dates(), min_size=30, max_size=60),
    st.lists(st.none() | st.booleans(), min_size=30, max_size=60),
    st.lists(st.sampled_from(["a", "b", "c", "c "]), min_size=30, max_size=60),
    st.lists(st.sampled_from([0, 1, -1, 999]), min_size=30, max_size=60),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(COLUMNS, min_size=1, max_size=4))
def test_checks_look_at_any_column_and_name_rows_that_can_be_counted(columns: list[list[object]]) -> None:
    rows = min(map(len, columns))
    table = pa.table({f"c{place}": pa.array(column[:rows]) for place, column in enumerate(columns)})
    engine, evidence = engine_and_evidence(table)
    found = examine(engine, evidence)
    assert failing_cells(engine, found).num_rows >= 0


ODD: dict[str, pa.Table] = {
    "no rows": pa.table({"a": pa.array([], pa.string()), "b": pa.array([], pa.int64())}),
    "no columns": pa.table({}),
    "one row": pa.table({"a": ["x"], "b": [1]}),
    "nothing but missing": pa.table({"a": pa.array([None] * 50, pa.string()), "b": pa.array([None] * 50, pa.null())}),
    "nested": pa.table({"a": [[1], [2]] * 30, "b": [{"x": 1}, {"x": None}] * 30}),
    "decimals": pa.table({"a": [Decimal("1.10"), Decimal("-2.20")] * 30}),
    "times": pa.table({"a": [time(1, 2), time(3, 4)] * 30, "b": [timedelta(1), timedelta(2)] * 30}),
    "zones": pa.table({"a": pa.array([0, 10**15, 10**16] * 30, pa.timestamp("us", "Europe/Rome"))}),
    "categories": pa.table({"a": pa.array(["x", "y", None] * 30).dictionary_encode()}),
    "bytes": pa.table({"a": [b"x", b"y"] * 30}),
    "far dates": pa.table({"a": [date(1, 1, 1), date(9999, 12, 31)] * 30}),
    "infinities": pa.table({"a": [float("inf"), float("-inf"), float("nan"), 0.0] * 30}),
    "odd names": pa.table({"": ["x", "y"] * 30, 'a"b': ["p", "q"] * 30, "`": [1, 2] * 30}),
    "long texts": pa.table({"a": ["x" * 10_000, "y" * 10_000] * 30}),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_frames_break_no_check(name: str) -> None:
    engine, evidence = engine_and_evidence(ODD[name])
    failing_cells(engine, examine(engine, evidence), least_certainty=0.0)


@pytest.mark.parametrize("target", ["flag", "tags"])
def test_nested_columns_beside_others_break_no_check(target: str) -> None:
    draw = np.random.default_rng(3)
    table = pa.table({
        "flag": draw.random(200) < 0.5, "kind": draw.choice(["a", "b", "c"], 200), "x": draw.normal(size=200).round(1),
        "tags": [[place % 3] if place % 5 else None for place in range(200)], "at": [{"x": place % 7} for place in range(200)],
        "map": pa.array([[("k", 1)]] * 200, pa.map_(pa.string(), pa.int64())), "name": [f"name {place}" for place in range(200)],
    })  # fmt: skip
    engine, evidence = engine_and_evidence(table)
    examine(engine, replace(evidence, target=target))


def test_each_check_says_what_it_counts_by_whom_and_why() -> None:
    for check in catalogue():
        assert all((check.definition, check.source, check.reason)), check.id
        assert check.look.__module__.rsplit(".", 1)[-1] == check.id
