"""Data quality as a job or a test uses it: from Python, without a notebook."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.errors import ChangeError, FrameError
from dpa_jupyter.quality.assessment import assess

ROWS = {
    "id": [*range(60)],
    "city": ["Berlin", " Berlin ", "Paris"] * 20,
    "reached": ["yes", "no", "n/a"] * 20,
    "plan": ["basic"] * 60,
}


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame, pl.LazyFrame, pa.table])
def test_a_frame_is_assessed_and_cleaned_in_its_own_library_and_stays_as_it_is(library: type) -> None:
    frame = library(ROWS)
    found = assess(frame, "shops")
    assert found.score is not None
    assert 50 < found.score < 100
    assert [fix.title for fix in found.fixes()] == [
        "Make these values of `reached` missing",
        "Trim white space in `city`",
    ]
    cleaned = found.clean()
    assert type(cleaned) is type(frame)
    assert {finding.check for finding in assess(cleaned).findings}.isdisjoint({"whitespace", "sentinel_string"})
    assert {finding.check for finding in assess(frame).findings} >= {"whitespace", "sentinel_string"}


def test_what_moved_since_another_frame_is_found_and_nothing_where_nothing_moved() -> None:
    then, now = pl.DataFrame(ROWS), pd.DataFrame({**ROWS, "plan": ["basic", "pro", "pro"] * 20})
    found = assess(now).moved_since(assess(then, "march"))
    assert {(finding.check, finding.columns) for finding in found} >= {("chi2", ("plan",))}
    assert all("`march`" in finding.title for finding in found)
    assert assess(then).moved_since(assess(then)) == ()


def test_failing_rows_are_shown_with_their_place_and_code_does_the_same_elsewhere() -> None:
    found = assess(pd.DataFrame(ROWS))
    (spaces,) = [finding for finding in found.findings if finding.check == "whitespace"]
    rows = found.failing_rows(spaces, limit=3)
    assert rows.column("city").to_pylist() == [" Berlin "] * 3
    assert rows.column(rows.num_columns - 1).to_pylist() == [1, 4, 7]
    names: dict[str, object] = {}
    exec(found.code("polars"), names)
    clean = names["clean"]
    assert callable(clean)
    assert clean(pl.DataFrame(ROWS))["city"].unique().sort().to_list() == ["Berlin", "Paris"]


def test_an_assessment_reads_as_text_with_the_worst_first() -> None:
    told = str(assess(pd.DataFrame(ROWS), "shops")).splitlines()
    assert told[0].startswith("shops: ")
    assert told[0].endswith("faults; recommended: clean")
    assert any("white space" in line and "(20 rows)" in line for line in told[1:])
    assert str(assess(pd.DataFrame(ROWS)[:0])).startswith("df: no score, ")


def test_what_is_no_frame_and_what_has_no_rows_is_said_in_one_line() -> None:
    with pytest.raises(
        FrameError, match=r"^prices is a list; give a frame of pandas, Polars, PyArrow, DuckDB, Dask or PySpark$"
    ):
        assess([1, 2], "prices")
    with pytest.raises(FrameError, match=r"^lost can't be read: .*no such file"):
        assess(pl.scan_parquet("no such file.parquet"), "lost")
    constant = [finding for finding in assess(pd.DataFrame(ROWS)).findings if finding.predicate is None]
    with pytest.raises(ChangeError, match="no row fails by itself"):
        assess(pd.DataFrame(ROWS)).failing_rows(constant[0])
