"""A column that takes too long is left with what is known of it, and says so; the others have their report."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.engines.time_limit import TimeLimit, TooSlowError
from dpa_jupyter.quality.report import QualityReport, run

SECONDS = 2.0


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Hold rows back until the test is over."""
    opened = threading.Event()
    yield opened
    opened.set()


def waits_from(row: int, rows: int, gate: threading.Event) -> pl.LazyFrame:
    """Make a plan with a column whose rows do not come from a row on."""

    def held(numbers: pl.Series) -> pl.Series:
        if numbers.max() >= row:  # type: ignore[operator]  # of whole numbers
            gate.wait()
        return numbers

    plan = pl.LazyFrame({"slow": range(rows), "quick": [1.5, None] * (rows // 2), "text": ["a ", "b"] * (rows // 2)})
    return plan.with_columns(pl.col("slow").map_batches(held, return_dtype=pl.Int64, is_elementwise=True))


def report(value: object, seconds: float = SECONDS) -> QualityReport:
    frame = recognise("df", value)
    assert frame is not None
    *_, last = run(DuckDBEngine(frame, seconds), catalogue())
    return last


def test_a_column_that_never_comes_has_a_status_and_the_others_a_report(gate: threading.Event) -> None:
    found = report(waits_from(0, 100, gate))

    slow, quick, _ = found.columns
    assert (slow.status, slow.failure) == ("too slow", "reading it took longer than 2 seconds")
    assert (quick.status, quick.missing.value, quick.missing.precision) == ("measured", 50, "exact")
    assert {finding.check for finding in found.findings} >= {"null_rate", "whitespace"}
    assert found.broken_checks == ()


def test_what_the_first_rows_tell_of_a_slow_column_stays_as_a_sample(gate: threading.Event) -> None:
    found = report(waits_from(60_000, 70_000, gate))

    slow, quick, _ = found.columns
    assert (slow.status, slow.failure) == ("too slow", None)
    assert slow.mean is not None
    assert slow.mean.precision == "sampled"
    assert (quick.status, quick.missing.precision) == ("measured", "exact")
    assert found.rows == 70_000


def test_a_query_is_interrupted_and_the_connection_answers_the_next() -> None:
    connection = duckdb.connect()
    limit = TimeLimit(0.2, connection)

    (endless,) = limit.each(
        ["sum(hash(i))"], lambda some: connection.sql(f"SELECT {some[0]} FROM range(10000000000000) t(i)").fetchall()
    )
    (quick,) = limit.each(["1"], lambda some: connection.sql(f"SELECT {some[0]}").fetchall())

    assert isinstance(endless, TooSlowError)
    assert quick == (1,)


def test_a_slow_part_is_found_by_halves() -> None:
    endless = "(SELECT count(*) FROM range(10000000000000) t(i))"
    connection = duckdb.connect()

    found = TimeLimit(0.6, connection).each(
        ["1", "2", endless, "4"], lambda some: list(connection.sql(f"SELECT {', '.join(some)}").fetchall()[0])
    )

    assert [each if isinstance(each, int) else type(each) for each in found] == [1, 2, TooSlowError, 4]


def test_reading_in_another_thread_gives_what_is_read_and_its_errors() -> None:
    table = pa.table({"x": range(10)})
    limit = TimeLimit(SECONDS, duckdb.connect())

    assert limit.batches(lambda: table.to_reader(3)).read_all() == table
    with pytest.raises(KeyError):
        limit.batches(lambda: table.select(["y"]).to_reader())


def test_a_stream_that_nobody_reads_lets_its_thread_go() -> None:
    before = threading.active_count()
    reader = TimeLimit().batches(lambda: pa.table({"a": [*range(10)]}).to_reader(max_chunksize=1))
    assert reader.schema.names == ["a"]
    del reader
    gc.collect()
    until = time.monotonic() + 10
    while threading.active_count() > before and time.monotonic() < until:
        threading.Event().wait(0.01)
    assert threading.active_count() == before
