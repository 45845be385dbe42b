from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.quality.checks.cases import Case, holds

NUMBERS = [str(number) for number in range(40)]
AGES = [20 + place * 7 % 60 for place in range(200)]
DAYS = [date(2020, 1, 1) + timedelta(days=3 * place) for place in range(100)]
CITIES = ["Rome", "Oslo", "Lima"] * 20

CASES = [
    Case("sentinel_string", "N/A among numbers", {"n": [*NUMBERS, "N/A", " null "]}, {"n": [40, 41]}, {40: None, 41: None}),
    Case("sentinel_string", "words that only contain one", {"n": [*NUMBERS, "nanny", "unknown soldier"]}, {}),
    Case("sentinel_string", "“none” in a few rows of many", {"extra": ["salt", "oil"] * 30 + ["none"]}, {"extra": [60]}),
    Case("sentinel_string", "“none” as an answer", {"extra": ["salt", "none"] * 30}, {}, noted=True),
    Case("sentinel_string", "“empty” may be a state", {"glass": ["full", "empty", "full"] * 9}, {}, noted=True),
    Case("sentinel_number", "-999 among ages", {"age": [*AGES, -999, -999]}, {"age": [200, 201]}, {200: None, 201: None}),
    Case("sentinel_number", "-1 where none is negative", {"age": [*AGES, -1, -1]}, {"age": [200, 201]}),
    Case("sentinel_number", "99 within the usual range", {"score": [*(place % 101 for place in range(300)), 99, 99]}, {}),
    Case("sentinel_number", "999999 as text", {"age": [*map(str, AGES), "999999", "999999"]}, {"age": [200, 201]}),
    Case("sentinel_number", "a single 9999, which may be true", {"age": [*AGES, 9999]}, {}),
    Case("sentinel_date", "1900-01-01 long before all", {"day": [*DAYS, *[date(1900, 1, 1)] * 2]}, {"day": [100, 101]}),
    Case("sentinel_date", "the same as text", {"day": [*map(str, DAYS), "1900-01-01", "1900-01-01"]}, {"day": [100, 101]}),
    Case("sentinel_date", "1970-01-01 among its neighbours", {"day": [date(1969, 1, 1) + timedelta(days=at) for at in range(900)]}, {}),
    Case("sentinel_date", "one 1900-01-01 may be true", {"day": [*DAYS, date(1900, 1, 1)]}, {}),
    Case("mixed_null_encodings", "missing, blank and N/A", {"city": [*CITIES, None, "", "N/A"]}, {}, noted=True),
    Case("mixed_null_encodings", "missing only", {"city": [*CITIES, None, None]}, {}),
    Case("missing_cooccurrence", "street and town together", {"street": [None] * 6 + ["a"] * 60, "town": [None] * 6 + ["b"] * 60}, {}, noted=True),
    Case("missing_cooccurrence", "each by itself", {"street": [None] * 6 + ["a"] * 60, "town": ["b"] * 60 + [None] * 6}, {}),
    Case("shifted_value", "the state at the end of the town", {
        "town": [f"Town {place}" for place in range(60)] + ["Bend OR", "Gary IN", "Mesa AZ"],
        "state": ["OR", "IN", "AZ"] * 20 + [None] * 3,
    }, {"town": [60, 61, 62], "state": [60, 61, 62]}),
    Case("shifted_value", "towns that end so by nature", {
        "town": ["Bend OR", "Gary IN", "Mesa AZ"] * 20 + ["Bend OR"] * 3, "state": ["OR", "IN", "AZ"] * 20 + [None] * 3,
    }, {}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_completeness(case: Case) -> None:
    holds(case)
