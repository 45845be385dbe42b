"""Odd frames break no report, in no library; and what can't be measured says so by its column."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.report import QualityReport
from dpa_jupyter.quality.report_json import as_json
from tests.quality.libraries import LIBRARIES, OTHERS
from tests.quality.odd_tables import categories, native_frames, odd_tables
from tests.quality.outcomes import Told, figures, report_of

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


@pytest.mark.parametrize("library", LIBRARIES)
def test_five_thousand_columns_have_a_report(library: str, tmp_path: Path) -> None:
    numbers = np.arange(30.0)
    table = pa.table({f"c{place}": numbers * place for place in range(5_000)})
    report, _ = report_of(LIBRARIES[library](table, tmp_path), catalogue())

    assert len(report.columns) == 5_000
    assert report.broken_checks == ()
    assert all(column.mean is not None for column in report.columns)
