"""Values as a browser can read them."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.quality.desk.cells import LONGEST, cell, rows_of

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(st.characters(), max_size=400),
    st.dates(),
    st.datetimes(),
    st.binary(),
    st.lists(st.integers(), max_size=200),
)


@given(ODD)
def test_any_value_is_short_json_that_every_browser_reads(value: object) -> None:
    told = cell(value)
    written = json.dumps(told, allow_nan=False).encode("utf-8")
    assert len(written) <= 6 * LONGEST + 2
    assert json.loads(written) == told


def test_integers_that_a_browser_would_round_are_texts() -> None:
    assert [cell(2**53), cell(2**53 + 1), cell(Decimal("1.10"))] == [2**53, str(2**53 + 1), "1.10"]


def test_times_leave_out_what_says_nothing() -> None:
    midnight, noon = datetime(2024, 5, 1), datetime(2024, 5, 1, 12)
    assert rows_of(pa.table({"a": [midnight, None]})) == [["2024-05-01"], [None]]
    assert rows_of(pa.table({"a": [midnight, noon]})) == [["2024-05-01 00:00:00"], ["2024-05-01 12:00:00"]]
    assert rows_of(pa.table({})) == []
