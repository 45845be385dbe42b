"""Fixes that are applied one after the other, each found in what the ones before it made."""

from __future__ import annotations

import duckdb
import pandas as pd
import polars as pl
import pytest

from dpa_jupyter.errors import ChangeError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.answers import FixCard
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from tests.support.desks import desk, frame_of


def opened(frame: pd.DataFrame) -> tuple[FrameDesk, list[pd.DataFrame]]:
    put: list[pd.DataFrame] = []
    at = desk(frame, put.append, "df")  # type: ignore[arg-type]  # the study keeps it pandas
    assert at.wait(60)
    return at, put


def fixes(at: FrameDesk, check: str) -> list[FixCard]:
    return [fix for card in at.findings("", 0, 100)["rows"] if card["check"] == check for fix in card["fixes"]]


def applied(at: FrameDesk, check: str) -> str:
    fix = fixes(at, check)[0]["id"]
    at.apply([fix])
    assert at.wait(60)
    return fix


def test_each_of_several_fixes_of_a_column_does_what_its_own_finding_says() -> None:
    at, put = opened(
        pd.DataFrame({"x": ["n/a"] * 3 + ["unknown"] * 3 + ["empty"] * 3 + [f"name {n}" for n in range(40)]})
    )
    found = fixes(at, "sentinel_string")
    assert len({fix["id"] for fix in found}) == len(found) == 3
    certain = next(fix for fix in found if fix["confidence"] == "high")
    at.apply([certain["id"]])
    assert put[-1]["x"].isna().sum() == 3
    assert put[-1]["x"].iloc[3:9].tolist() == ["unknown"] * 3 + ["empty"] * 3


def test_what_is_found_after_a_fix_is_mended_too_and_each_is_undone_alone() -> None:
    at, put = opened(pd.DataFrame({"city": ["Berlin", "Paris"] * 20 + ["berlin "]}))
    trim = applied(at, "whitespace")
    applied(at, "case_variants")
    assert set(put[-1]["city"]) == {"Berlin", "Paris"}
    changes = at.overview()["changes"]
    assert [change["affected"] and change["affected"]["value"] for change in changes] == [1, 1]
    at.undo(trim)
    assert put[-1]["city"].iloc[-1] == "berlin "


def test_a_fix_that_another_stands_on_is_not_undone_before_it() -> None:
    at, put = opened(pd.DataFrame({"city ": ["Berlin", " Paris"] * 20}))
    rename = applied(at, "column_name_hygiene")
    trim = applied(at, "whitespace")
    assert put[-1].columns.tolist() == ["city"]
    assert set(put[-1]["city"]) == {"Berlin", "Paris"}
    with pytest.raises(ChangeError, match="undo that first"):
        at.undo(rename)
    assert at.preview([rename])["notes"] == ["city  is then called city"]
    at.undo(trim)
    at.undo(rename)
    assert put[-1].columns.tolist() == ["city "]


def test_fixes_found_in_one_frame_go_together_even_if_one_is_applied_before_the_other_is_measured() -> None:
    at, put = opened(pd.DataFrame({"city ": ["Berlin", " Paris"] * 20}))
    both = [fixes(at, check)[0]["id"] for check in ("column_name_hygiene", "whitespace")]
    for fix in both:
        at.apply([fix])
    assert [change["affected"] and change["affected"]["value"] for change in at.overview()["changes"]] == [None, 20]
    assert put[-1].columns.tolist() == ["city"]
    assert set(put[-1]["city"]) == {"Berlin", "Paris"}


def test_a_plan_tells_its_rows_in_a_preview_or_leaves_them_open() -> None:
    rows = pl.DataFrame({"a": [1, 2, 3] * 20, "b": ["x ", "y", "z"] * 20, "c": [0.5] * 60}).lazy()
    at = desk(rows.filter(pl.col("a") > 0), lambda value: None)
    assert at.wait(60)
    dropping = at.preview([fixes(at, "duplicate_rows")[0]["id"]])
    assert dropping["rows_before"] == 60
    assert dropping["rows_after"] is not None
    assert dropping["rows_after"]["value"] == 3
    setting = at.preview([fixes(at, "whitespace")[0]["id"]])
    assert (setting["rows_before"], setting["rows_after"]) == (None, None)


def test_a_relation_is_mended_while_it_is_measured() -> None:
    connection = duckdb.connect()
    put: list[duckdb.DuckDBPyRelation] = []
    rows = connection.sql("SELECT 'a ' AS x, 'n/a' AS y, i AS z FROM range(30) AS t(i) UNION ALL SELECT 'b', 'c', 99")
    at = desk(rows, put.append)  # type: ignore[arg-type]  # the study keeps it a relation
    assert at.wait(60)
    for check in ("whitespace", "sentinel_string"):
        at.apply([fixes(at, check)[0]["id"]])
    assert at.wait(60)
    assert at.overview()["stage"] == "done"
    assert put[-1].filter("x = 'a' AND y IS NULL").shape[0] == 30


def test_a_frame_is_given_to_one_engine_whatever_is_asked_of_it() -> None:
    made: list[Frame] = []

    def engine(frame: Frame) -> DuckDBEngine:
        made.append(frame)
        return DuckDBEngine(frame)

    at = FrameDesk(frame_of("df", pd.DataFrame({"x": ["a", "b "] * 20})), FrameStudy(engine=engine), lambda value: None)
    assert at.wait(60)
    card = next(card for card in at.findings("", 0, 100)["rows"] if card["check"] == "whitespace")
    at.rows(card["key"], 0, 10)
    at.brush("x", None, None, ["a"])
    at.preview([card["fixes"][0]["id"]])
    assert len(made) == 1
