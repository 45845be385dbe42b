"""A computation of Dask that takes too long is stopped; what it holds up is told, and the rest has its report."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.engines.dask.engine import DaskEngine
from dpa_jupyter.quality.report import QualityReport, run

dask = pytest.importorskip("dask", reason="the oldest versions are tested without Dask")
dd = pytest.importorskip("dask.dataframe")
SECONDS = 1.5
ROWS, PARTITIONS = 210_000, 6


class Gate:
    """Holds back whoever comes, until it is opened."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.came: list[int] = []

    def __dask_tokenize__(self) -> int:
        """Tell it apart from others."""
        return id(self)

    def column(self, part: pd.DataFrame, from_row: int) -> pd.Series:
        """Make a column whose rows do not come from a row on."""
        if len(part) and part["key"].max() >= from_row:
            self.opened.wait()
        return part["slow"] * 2

    def part(self, number: int, waits: int) -> pd.DataFrame:
        """Make a partition; one of them does not come."""
        self.came.append(number)
        if number == waits:
            self.opened.wait()
        return pd.DataFrame({"x": range(30_000)})


@pytest.fixture
def gate() -> Iterator[Gate]:
    """Hold rows back until the test is over."""
    made = Gate()
    yield made
    made.opened.set()


def frame() -> pd.DataFrame:
    draw = np.random.default_rng(0)
    return pd.DataFrame({"key": np.arange(ROWS), "slow": draw.normal(size=ROWS), "word": ["a ", "b"] * (ROWS // 2)})


def reported(value: object, seconds: float = SECONDS) -> QualityReport:
    known = recognise("df", value)
    assert known is not None
    *_, last = run(DaskEngine(known, seconds), catalogue())
    return last


def test_a_column_that_takes_too_long_says_so_and_the_others_are_measured(gate: Gate) -> None:
    parts = dd.from_pandas(frame(), npartitions=PARTITIONS, sort=False)
    slow = parts[["key", "slow"]].map_partitions(gate.column, 100_000, meta=("slow", float))

    found = reported(parts.assign(slow=slow))

    by_name = {column.name: column for column in found.columns}
    assert (by_name["slow"].status, by_name["slow"].missing.precision) == ("too slow", "sampled")
    assert (by_name["key"].status, by_name["key"].missing.precision) == ("measured", "exact")
    assert found.rows == ROWS
    assert {finding.check for finding in found.findings} >= {"candidate_key", "whitespace"}


def test_rows_that_can_not_be_counted_in_time_leave_the_first_look(gate: Gate) -> None:
    found = reported(dd.from_map(gate.part, range(3), waits=1, meta=pd.DataFrame({"x": [0]})))

    assert [column.status for column in found.columns] == ["too slow"]
    assert found.rows >= 20_000


def test_partitions_that_nobody_waits_for_are_not_begun(gate: Gate) -> None:
    before = threading.active_count()
    with dask.config.set(scheduler="synchronous"):
        reported(dd.from_map(gate.part, range(60), waits=2, meta=pd.DataFrame({"x": [0]})))
        begun = len(gate.came)
        gate.opened.set()
        until = time.monotonic() + 10
        while threading.active_count() > before and time.monotonic() < until:
            threading.Event().wait(0.01)

    assert len(gate.came) == begun < 60
