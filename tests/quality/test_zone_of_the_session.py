"""Times whose zone is a setting of a session go by moments, whatever the clocks there do."""

from __future__ import annotations

import duckdb

from dpa_jupyter.quality.assessment import assess
from dpa_jupyter.quality.rules import Rules
from tests.quality.rules.judged import failing

HOURS = "SELECT TIMESTAMPTZ '2024-01-01 00:00:00+00' + i * INTERVAL 1 HOUR AS t FROM range(8784) r(i)"
COURSE = {"time_gap", "duplicate_timestamp", "irregular_interval", "out_of_order", "volume_per_period"}


def in_zone(zone: str, query: str) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect()
    connection.execute(f"SET TimeZone = '{zone}'")
    return connection.sql(query)


def test_clocks_that_are_put_forward_and_back_are_no_fault_of_a_relation() -> None:
    whole = assess(in_zone("Europe/Rome", HOURS))
    cut = assess(in_zone("Europe/Rome", f"{HOURS} WHERE i NOT BETWEEN 3000 AND 3003"))

    assert [each.title for each in whole.findings if each.check in COURSE] == []
    (gap,) = (each for each in cut.findings if each.check in COURSE)
    assert (gap.check, gap.title.partition(" missing")[0]) == ("time_gap", "4 times are")


def test_now_is_told_by_the_clocks_of_the_session() -> None:
    times = "SELECT unnest([TIMESTAMPTZ '2026-03-10 11:59:00+00', TIMESTAMPTZ '2026-03-10 13:01:00+00']) AS t"

    assert failing(Rules().range("t", at_most="now"), in_zone("Pacific/Kiritimati", times)) == [1]
