"""Bars that are brushed, of values that are told otherwise than they stand in the frame."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from tests.support.desks import desk

LONG = "word " * 60
DAYS = [date(2024, 1, 1) + timedelta(days=day) for day in range(7)]
COLUMNS = {
    "long texts": pa.array([f"{LONG} one", f"{LONG} two", "short"] * 10),
    "decimals": pa.array([Decimal("1.50"), Decimal("2.25"), Decimal("3.75")] * 10),
    "large integers": pa.array([2**60, 2**60 + 1, 5] * 10),
    "days": pa.array(DAYS * 10),
    "days far apart": pa.array([day.replace(year=1800 + 20 * place) for place, day in enumerate(DAYS)] * 10),
    "moments": pa.array([datetime(2024, 1, 1, hour) for hour in range(7)] * 10),
    "days after the year 9999": pa.array([0, 1, 4_000_000] * 10, pa.int32()).cast(pa.date32()),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_bar_that_is_brushed_selects_as_many_rows_as_it_stands_for(name: str) -> None:
    at = desk(pa.table({"x": COLUMNS[name]}), lambda value: None)
    assert at.wait(60)
    drawn = at.column("x")["distribution"]
    assert drawn is not None
    if drawn["kind"] == "bins" and "9999" not in name:
        edges = zip(drawn["edges"], drawn["edges"][1:], strict=False)
        taken = [at.brush("x", low, high, [])["rows"] for low, high in edges]
        assert [rows and rows["value"] for rows in taken] == drawn["counts"]
    elif drawn["kind"] == "values":
        whole = at.brush("x", None, None, drawn["values"])["rows"]
        assert whole is not None
        assert whole["value"] == sum(drawn["counts"])
