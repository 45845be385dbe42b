"""A report from a frame to its findings, score and advice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.examine import examine
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding, Severity
from dpa_jupyter.quality.report import QualityReport, Terms, run
from dpa_jupyter.quality.report_json import as_json
from tests.frames.odd_frames import odd_frames


def reports(value: object, checks: Iterable[Check] | None = None, terms: Terms | None = None) -> list[QualityReport]:
    return list(run(DuckDBEngine(recognised(value)), catalogue() if checks is None else checks, terms))


def report(value: object, terms: Terms | None = None) -> QualityReport:
    return reports(value, terms=terms)[-1]


def found_by(value: object) -> dict[str, Finding]:
    return {finding.check: finding for finding in report(value).findings}


def recognised(value: object) -> Frame:
    frame = recognise("df", value)
    assert frame is not None
    return frame


def clean_frame(rows: int = 300) -> pd.DataFrame:
    generator = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "id": np.arange(rows),
            "amount": generator.normal(100, 10, rows),
            "colour": generator.choice(["red", "green", "blue"], rows),
            "paid": generator.random(rows) < 0.5,
        }
    )


def test_a_clean_table_reads_as_clean() -> None:
    found = report(clean_frame())

    assert [finding for finding in found.findings if finding.severity != "note"] == []
    assert found.score is not None
    assert found.score.value == 100
    assert found.passing == 1
    assert found.recommendation is not None
    assert found.recommendation.action == "approve"
    assert found.readiness is not None
    assert found.readiness.status == "ready"


def test_faults_lower_the_score_where_they_are() -> None:
    frame = clean_frame()
    frame.loc[:59, "amount"] = np.nan
    frame.loc[:9, "colour"] = " "

    found = report(frame)

    assert found.score is not None
    scores = {column.name: column for column in found.score.columns}
    assert scores["id"].value == 100
    assert scores["amount"].dimensions["completeness"] == pytest.approx(100 * (1 - 0.2 * 0.5))
    assert scores["colour"].value < 100
    assert found.passing == pytest.approx(1 - 70 / (300 * 4))
    assert found.recommendation is not None
    assert found.recommendation.action == "clean"
    assert {deduction.column for deduction in found.score.deductions} == {"amount", "colour"}


def missing_check(check: str, severity: Severity) -> Check:
    def look(evidence: FrameEvidence) -> Iterator[Finding]:
        where = call("is_missing", Column("x"))
        yield Finding(check, "completeness", severity, ("x",), "title", "why", where, evidence.rows)

    return Check(check, "completeness", "", "", "", look)


def test_findings_about_the_same_cells_are_merged_and_count_once() -> None:
    frame = pd.DataFrame({"x": [1.0, None, None, 4.0]})

    once = reports(frame, [missing_check("one", "high")])[-1]
    twice = reports(frame, [missing_check("two", "low"), missing_check("one", "high")])[-1]

    assert [(finding.check, finding.also) for finding in twice.findings] == [("one", ("two",))]
    assert once.score is not None
    assert twice.score is not None
    assert twice.score.value == once.score.value


def test_a_check_that_fails_is_named_and_the_others_still_speak() -> None:
    def look(_evidence: FrameEvidence) -> Iterator[Finding]:
        raise ZeroDivisionError

    broken = Check("broken", "validity", "", "", "", look)
    found = reports(pd.DataFrame({"x": [1.0, None]}), [broken, *catalogue()])[-1]

    assert found.broken_checks == ("broken",)
    assert "null_rate" in {finding.check for finding in found.findings}


def test_columns_are_told_before_the_checks_are_done() -> None:
    first, *_, last = reports(pa.table({"x": np.arange(60_000) % 7}))

    assert (first.status, last.status) == ("sampled", "final")
    assert first.columns[0].missing.precision == "sampled"
    assert first.findings == ()
    assert last.columns[0].missing.precision == "exact"


def test_sensitive_classes_decide_the_compliance_status() -> None:
    frame = clean_frame(30)

    assert report(frame).compliance.status == "not assessed"
    assert report(frame, Terms(classifier=lambda _name, _rows: {})).compliance.status == "nothing sensitive found"
    terms = Terms(classifier=lambda _name, rows: {rows.column_names[0]: ["person id"]}, privacy_level="schema")
    found = report(frame, terms).compliance
    assert (found.status, found.classes, found.privacy_level) == ("sensitive", {"id": ("person id",)}, "schema")


@pytest.mark.parametrize("name", sorted(odd_frames()))
def test_odd_frames_have_a_report_that_is_json(name: str) -> None:
    if "without its file" in name:
        return
    found = report(odd_frames()[name])

    assert found.broken_checks == ()
    json.dumps(as_json(found), allow_nan=False)


def test_the_same_data_have_the_same_findings_in_every_library() -> None:
    table = pa.table({"x": [1.0, None, 3.0, 3.0] * 30, "y": [" a", "", "b", "b"] * 30, "z": list(range(120))})

    found = [
        [(finding.check, finding.columns, finding.failed, finding.severity) for finding in report(frame).findings]
        for frame in (
            table,
            table.to_pandas(),
            pl.DataFrame(table),
            pl.DataFrame(table).lazy().filter(pl.col("z") >= 0),
        )
    ]

    assert found[0]
    assert all(others == found[0] for others in found)


def test_repeated_rows_lower_the_whole_table() -> None:
    frame = clean_frame().drop(columns="id")
    frame = pd.concat([frame, frame.head(30)], ignore_index=True)

    found = report(frame)

    assert found.score is not None
    assert found.score.value == pytest.approx(100 * (1 - 30 / 330 * 0.5))
    assert found_by(frame)["duplicate_rows"].fixes


def test_times_that_python_does_not_have_are_told_and_hide_nothing_else() -> None:
    far = {
        "day": pa.array([4_000_000, 0], pa.int32()).cast(pa.date32()),
        "moment": pa.array([10**12, 0], pa.int64()).cast(pa.timestamp("s")),
        "span": pa.array([10**15, 0], pa.int64()).cast(pa.duration("s")),
    }
    found = report(pa.table({name: values.take(pa.array([0, 1] * 150)) for name, values in far.items()}))

    assert found.broken_checks == ()
    assert {column.name: column.top and len(column.top.values) for column in found.columns} == dict.fromkeys(far, 2)
    assert found.columns[0].maximum == "12921-08-18"


def test_a_parquet_file_with_a_row_group_of_no_rows_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    rows = pa.table({"x": np.arange(30_000)})
    with pq.ParquetWriter(path, rows.schema) as writer:
        for part in (rows.slice(0, 0), rows, rows.slice(0, 0)):
            writer.write_table(part)

    assert report(pl.scan_parquet(path)).rows == 30_000


def test_what_matters_for_a_target_and_ages_are_told_by_the_terms() -> None:
    frame = clean_frame()
    frame["leak"] = frame["paid"].map({True: "yes", False: "no"})
    frame["day"] = pd.date_range("2024-01-01", periods=len(frame))
    soon, later = (datetime(year, 11, 1, tzinfo=UTC) for year in (2024, 2026))

    def checks(terms: Terms) -> set[str]:
        return {finding.check for finding in report(frame, terms).findings}

    assert not {"target_leakage", "freshness"} & checks(Terms(now=soon))
    assert {"target_leakage", "freshness"} <= checks(Terms(now=later, target="paid"))


def test_no_checks_find_nothing() -> None:
    evidence = FrameEvidence("df", 0, (), pa.table({}), pa.array([], pa.int64()))

    assert examine(DuckDBEngine(recognised(pa.table({"x": [" a"]}))), evidence, []) == []


def test_a_plan_is_not_told_to_be_unready_because_it_is_to_be_approved() -> None:
    unready = report(pd.DataFrame({"a": [1] * 30, "b": [2] * 30, "c": range(30)})).readiness

    assert unready is not None
    assert unready.status == "not ready"
    assert not any("approve" in reason for reason in unready.reasons)


def test_dates_to_come_are_named_by_the_same_predicate_all_day() -> None:
    days = pd.DataFrame({"seen": pd.to_datetime(["2024-01-01"] * 40 + ["2190-01-01"])})

    first, second = (found_by(days)["future_date"].predicate for _ in range(2))

    assert first == second
