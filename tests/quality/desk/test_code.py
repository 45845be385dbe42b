"""What was applied, as code that stands alone."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.quality.operations.export import Target
from tests.quality.desk.test_fixes_in_turn import applied
from tests.support.desks import desk

CITIES = ["Berlin", "Paris"] * 20 + ["berlin "]


def mended_in_two_steps(frame: object) -> tuple[FrameDesk, Any]:
    """Trim white space, and then mend what is found in what that made."""
    put: list[object] = []
    at = desk(frame, put.append, "df")
    assert at.wait(60)
    applied(at, "whitespace")
    applied(at, "case_variants")
    return at, put[-1]


def ran(code: str, **names: object) -> Any:  # noqa: ANN401 - a frame of whichever library
    """Run a script and return its `df`."""
    exec(code, names)  # what a person would do with it
    return names["df"]


def test_python_code_mends_step_by_step_as_the_panel_did() -> None:
    at, mended = mended_in_two_steps(pd.DataFrame({"city": CITIES}))
    pd.testing.assert_frame_equal(ran(at.code("pandas")["text"], df=pd.DataFrame({"city": CITIES})), mended)
    assert ran(at.code("polars")["text"], df=pl.DataFrame({"city": CITIES}))["city"].to_list() == list(mended["city"])


def test_sql_makes_a_table_between_the_steps() -> None:
    at, mended = mended_in_two_steps(pl.DataFrame({"city": CITIES}))
    with duckdb.connect() as connection:
        connection.register("df", pl.DataFrame({"city": CITIES}).to_arrow())
        found = connection.execute(at.code("sql")["text"]).fetchall()
    assert found == mended.rows()


@pytest.mark.parametrize("target", ["pandas", "polars", "sql", "pyspark"])
def test_where_nothing_was_applied_there_is_no_code(target: Target) -> None:
    at = desk(pd.DataFrame({"city": CITIES}), lambda made: None, "df")
    assert at.code(target)["text"] == ""


def test_after_an_undo_the_code_is_that_of_what_is_left() -> None:
    at, _ = mended_in_two_steps(pd.DataFrame({"city": CITIES}))
    first, second = (change["id"] for change in at.overview()["changes"])
    at.undo(second)
    assert at.code("pandas")["text"].count("def clean") == 1
    at.undo(first)
    assert at.code("pandas")["text"] == ""
