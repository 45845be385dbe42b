"""Odd frames break no report, in no library; and what can't be measured says so by its column."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.report import QualityReport, run
from dpa_jupyter.quality.report_json import as_json
from tests.quality.libraries import LIBRARIES, OTHERS
from tests.quality.odd_tables import categories, native_frames, odd_columns, odd_tables
from tests.quality.outcomes import Told, engine_of, evidence_of, figures, report_of

ODD = odd_tables()


@cache
def expected(name: str) -> tuple[QualityReport, list[Told]]:
    return report_of(ODD[name], catalogue())


@pytest.mark.parametrize("library", OTHERS)
@pytest.mark.parametrize("name", ODD)
def test_an_odd_table_has_the_same_report_in_every_library(name: str, library: str, tmp_path: Path) -> None:
    report, told = report_of(LIBRARIES[library](ODD[name], tmp_path), catalogue())

    assert report.broken_checks == ()
    assert [column.name for column in report.columns if column.failure] == []
    assert told == expected(name)[1]
    assert figures(report) == figures(expected(name)[0])
    json.dumps(as_json(report), allow_nan=False)


@pytest.mark.parametrize("name", [name for name in categories() if name != "Arrow"])
def test_texts_are_texts_however_a_library_keeps_them(name: str) -> None:
    frames = categories()
    report, told = report_of(frames[name], catalogue())
    like, as_told = report_of(frames["Arrow"], catalogue())

    assert (figures(report), told) == (figures(like), as_told)


@pytest.mark.parametrize("name", sorted(native_frames()))
def test_an_odd_frame_of_one_library_has_a_report(name: str) -> None:
    report, _ = report_of(native_frames()[name], catalogue())

    assert report.broken_checks == ()
    assert [column.name for column in report.columns if column.failure] == []
    json.dumps(as_json(report), allow_nan=False)


@pytest.mark.parametrize("name", sorted(odd_columns()))
def test_a_column_is_taken_for_what_it_is_however_it_is_kept(name: str) -> None:
    frame, kind = odd_columns()[name]
    report, _ = report_of(frame, catalogue())

    assert report.broken_checks == ()
    assert [(column.type, column.failure) for column in report.columns] == [(kind, None)]


def test_rows_that_differ_by_a_nanosecond_do_not_repeat() -> None:
    _, told = report_of(pd.DataFrame({"at": pd.to_datetime([1, 2, 2], unit="ns")}), catalogue())

    assert [each.rows for each in told if each.check == "duplicate_rows"] == [(2,)]


def test_texts_that_are_no_utf8_fail_by_their_column() -> None:
    offsets = pa.py_buffer(np.arange(4, dtype="int32").tobytes())
    broken = pa.Array.from_buffers(pa.string(), 3, [None, offsets, pa.py_buffer(b"\xffab")])
    report, told = report_of(pa.table({"broken": broken, "b": ["x ", "y", "z"]}), catalogue())

    assert [column.status for column in report.columns] == ["failed", "measured"]
    assert {each.columns for each in told} >= {("b",)}
    assert report.broken_checks == ()


@pytest.mark.parametrize("place", ["x=7/data.parquet", "data[1].parquet", "it's.parquet"])
def test_a_parquet_file_is_read_whatever_its_path_looks_like(place: str, tmp_path: Path) -> None:
    path = tmp_path / place
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table({"x": [1, 2, 3]}), path)
    pq.write_table(pa.table({"x": [4, 5, 6]}), tmp_path / "data1.parquet")

    (column,) = evidence_of(pl.scan_parquet(path, glob=False, hive_partitioning=False)).columns

    assert (column.minimum, column.maximum) == (1, 3)


@pytest.mark.parametrize("library", ["pandas", "Parquet"])
def test_hundreds_of_columns_have_a_report(library: str, tmp_path: Path) -> None:
    numbers = np.arange(30.0)
    table = pa.table({f"c{place}": numbers * place for place in range(400)})
    *_, report = run(engine_of(LIBRARIES[library](table, tmp_path)), catalogue())

    assert len(report.columns) == 400
    assert report.broken_checks == ()
    assert all(column.mean is not None for column in report.columns)
