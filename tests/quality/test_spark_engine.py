"""PySpark frames are measured where they are: what pandas finds, in as many jobs for many columns as for few."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.engines.of_frame import engine_of
from dpa_jupyter.quality.engines.spark.engine import SparkEngine
from dpa_jupyter.quality.expressions import Call, Column, LastPresent, Predicate, Repeats, call
from dpa_jupyter.quality.report import QualityReport, run

pytest.importorskip("pyspark")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
    pytest.mark.timeout(300),  # what Spark runs first it has to compile
]
from pyspark.sql import DataFrame  # noqa: E402 - where it is

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "data"
NO_KEY: Predicate = call("is_missing", Column("key"))
PADDED: Predicate = call("not_equal", Call("trim", (Column("text"),)), Column("text"))


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from tests.support.spark import spark_session

    with spark_session(cores=2) as session:
        yield session


def frame_of(value: object) -> Frame:
    frame = recognise("df", value)
    assert frame is not None
    return frame


def in_spark(value: DataFrame) -> SparkEngine:
    """Return an engine that leaves even a small frame where it is."""
    return SparkEngine(frame_of(value), whole=0)


def report_of(engine: MetricEngine) -> QualityReport:
    *_, last = run(engine, catalogue())
    assert last.broken_checks == ()
    return last


def told(report: QualityReport) -> dict[tuple[str, tuple[str, ...]], tuple[object, ...]]:
    return {
        (each.check, each.columns): (each.severity, each.failed, each.checked, len(each.fixes))
        for each in report.findings
    }


def results(spark: SparkSession) -> tuple[int, int]:
    """Return how many jobs were run, and how many bytes of results came from them."""
    gateway = spark.sparkContext._gateway
    assert gateway is not None
    store = spark.sparkContext._jsc.sc().statusStore()
    stages = store.stageList(None, False, False, gateway.new_array(gateway.jvm.double, 0), None)
    jobs = spark.sparkContext.statusTracker().getJobIdsForGroup(None)
    return len(jobs), sum(stages.apply(place).resultSize() for place in range(stages.size()))


def faulty_table(rows: int = 1_500) -> pa.Table:
    chance = np.random.default_rng(1)
    cities = ["Berlin", "Paris", "Rome", "berlin ", " N/A", "Berlln", None]
    amount = chance.normal(100, 10, rows)
    amount[::50], amount[7], amount[9] = np.nan, np.inf, 1e7
    days = [
        date(2020, 1, 1) + timedelta(int(day)) if day else date(1900, 1, 1) for day in chance.integers(0, 300, rows)
    ]
    return pa.table(
        {
            "id": [*range(rows - 3), 1, 2, 3],
            "city": [cities[at] for at in chance.choice(len(cities), rows, p=[0.4, 0.3, 0.2, 0.04, 0.02, 0.01, 0.03])],
            "amount": pa.array(amount),
            "price": pa.array(
                [Decimal(int(cents)) / 10 for cents in chance.integers(-1, 300, rows)], pa.decimal128(12, 1)
            ),
            "day": days,
            "at": pa.array(
                [datetime(2024, 1, 1) + timedelta(seconds=int(s)) for s in chance.integers(0, 10**7, rows)],
                pa.timestamp("us", "UTC"),
            ),
            "flag": [None if each == 0 else bool(each % 2) for each in chance.integers(0, 20, rows)],
            "tags": [[1, 2]] * rows,
            "code": [f"{code:05d}" if code % 40 else str(code) for code in chance.integers(0, 99_999, rows)],
            "count": [str(number) if number % 60 else "n/a" for number in chance.integers(0, 900, rows)],
            "empty": pa.array([None] * rows, pa.string()),
            "end": [day + timedelta(-20 if place % 97 == 0 else 5) for place, day in enumerate(days)],
        }
    )


def written(spark: SparkSession, table: pa.Table, folder: Path) -> DataFrame:
    pq.write_table(table, folder / "data.parquet", row_group_size=500)
    return spark.read.parquet(str(folder / "data.parquet"))


def test_spark_finds_in_a_faulty_table_what_is_found_in_memory(spark: SparkSession, tmp_path: Path) -> None:
    table = faulty_table()

    expected, found = report_of(engine_of(frame_of(table))), report_of(in_spark(written(spark, table, tmp_path)))

    assert told(found) == told(expected)
    assert len(told(expected)) > 12
    assert found.score == expected.score
    assert found.duplicate_rows == expected.duplicate_rows
    for column, same in zip(found.columns, expected.columns, strict=True):
        assert (column.type, column.missing, column.zeros, column.negatives, column.infinite) == (
            same.type, same.missing, same.zeros, same.negatives, same.infinite
        ), column.name  # fmt: skip
        assert column.distinct == same.distinct
        if column.mean is not None and same.mean is not None:
            assert column.mean.value == pytest.approx(same.mean.value)


@pytest.mark.parametrize("name", ["telco_churn.csv", "flights.parquet"])
def test_spark_finds_in_real_data_what_pandas_finds(spark: SparkSession, tmp_path: Path, name: str) -> None:
    path = NOTEBOOKS / name
    frame = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path).head(2_000)
    table = pa.Table.from_pandas(frame, preserve_index=False)

    found = report_of(in_spark(written(spark, table, tmp_path)))

    assert told(found) == told(report_of(engine_of(frame_of(frame))))


def test_the_number_of_jobs_does_not_grow_with_columns(spark: SparkSession) -> None:
    def jobs_of(columns: int) -> int:
        kinds = ["id % 7", "rand(0)", "CAST(id AS STRING)", "DATE '2024-01-01' + CAST(id % 50 AS INT)", "id % 2 = 0"]
        frame = spark.range(300).selectExpr(*(f"{kinds[at % 5]} AS c{at}" for at in range(columns)))
        before, _ = results(spark)
        report_of(in_spark(frame))
        return results(spark)[0] - before

    assert jobs_of(5) == jobs_of(200)


def test_of_a_large_frame_only_a_sample_and_counts_come_here(spark: SparkSession) -> None:
    rows = 1_200_000
    frame = spark.range(0, rows, 1, 2).selectExpr("id", "id * 31 AS other")
    before, bytes_before = results(spark)

    report = report_of(engine_of(frame_of(frame)))

    jobs, size = results(spark)
    assert report.rows == rows
    assert {each.check for each in report.findings} >= {"candidate_key"}
    assert jobs - before < 25
    assert size - bytes_before < rows * 16 / 4


def test_all_predicates_are_counted_in_one_job(spark: SparkSession) -> None:
    frame = spark.range(0, 3_000, 1, 3).selectExpr(
        "id AS key", "IF(id % 1000 = 0, concat(' text ', id), 'text') AS text", "IF(id % 3 = 0, NULL, id % 3) AS word"
    )
    engine = in_spark(frame)
    engine.rows(PADDED, [], 1)  # rows are counted only once
    spark.conf.set("spark.sql.adaptive.enabled", "false")  # which tells of each part of a job as of a job
    before, _ = results(spark)

    counts = engine.count(
        [
            PADDED,
            call("equal", Column("nowhere"), 1),
            Repeats(("word",)),
            call("or", PADDED, Repeats(("word",))),
            call("and", call("not", call("is_missing", Column("word"))), Repeats(("word",))),
            call("is_missing", LastPresent("word")),
        ]
    )

    spark.conf.unset("spark.sql.adaptive.enabled")
    assert [count and count.value for count in counts] == [3, None, 2_997, 2_998, 1_998, 1]
    assert results(spark)[0] - before == 1


def test_failing_rows_come_with_their_place_and_what_they_would_become(spark: SparkSession) -> None:
    frame = spark.range(0, 3_000, 1, 3).selectExpr(
        "IF(id % 1000 = 0, concat(' text ', id), 'text') AS text", "id AS key"
    )
    engine = in_spark(frame)

    rows = engine.rows(PADDED, ["text", "key"], limit=2, skip=1)
    preview = engine.preview(PADDED, Call("trim", (Column("text"),)), ["text"], 1)

    assert rows.to_pydict() == {"text": [" text 1000", " text 2000"], "key": [1000, 2000], "position": [1000, 2000]}
    assert preview.to_pydict() == {"text": [" text 0"], "position": [0], "value": ["text 0"]}


def test_a_column_that_fails_does_not_spoil_the_others(spark: SparkSession) -> None:
    frame = spark.range(400).selectExpr("id % 3 AS fine", "IF(id < 399, id, raise_error('broken here')) AS bad")

    report = report_of(in_spark(frame))

    fine, bad = report.columns
    assert fine.distinct is not None
    assert fine.distinct.value == 3
    assert bad.failure is not None
    assert "broken here" in bad.failure


def test_decimals_are_told_apart_by_all_their_digits(spark: SparkSession) -> None:
    digits = "CAST(concat('1234567890123456789012345678.', lpad({}, 10, '0')) AS DECIMAL(38, 10))"
    frame = spark.range(0, 3_000, 1, 1).selectExpr(
        f"{digits.format('id')} AS key", f"{digits.format('id % 10')} AS few", f"{digits.format('id % 2500')} AS many"
    )
    engine = in_spark(frame)

    *_, evidence = engine.evidence(lambda _text, _share: None)

    distinct = [(column.distinct.value, column.distinct.precision) for column in evidence.columns if column.distinct]
    assert distinct == [(3_000, "exact"), (10, "exact"), (2_500, "exact")]
    assert evidence.duplicate_rows is not None
    assert evidence.duplicate_rows.value == 0
    few = evidence.column("few").values
    assert few is not None
    assert few.values[9].as_py() == Decimal("1234567890123456789012345678.0000000009")
    repeated = engine.count([Repeats(("key",)), Repeats(("many",)), call("or", Repeats(("few",)), NO_KEY)])
    assert [each and each.value for each in repeated] == [0, 500, 2_990]


def test_clocks_of_the_session_are_no_fault_of_times(spark: SparkSession) -> None:
    spark.conf.set("spark.sql.session.timeZone", "Europe/Rome")
    seconds = "1709251200 + id * 3600"  # from 1 March 2024 on, in UTC
    frame = spark.range(0, 1_500, 1, 1).selectExpr(f"timestamp_seconds({seconds}) AS t", "id % 7 AS x")

    whole, cut = report_of(in_spark(frame)), report_of(in_spark(frame.where("id NOT BETWEEN 1000 AND 1003")))

    spark.conf.unset("spark.sql.session.timeZone")
    assert [each.title for each in whole.findings if each.dimension == "timeliness" and each.check != "freshness"] == []
    assert "time_gap" in {each.check for each in cut.findings}


def test_a_fix_makes_another_plan_and_leaves_the_frame_as_it_is(spark: SparkSession) -> None:
    frame = spark.range(600).selectExpr("IF(id % 100 = 0, ' a', 'a') AS text", "id AS key", "id AS KEY")
    study = FrameStudy(engine=lambda of: SparkEngine(of, whole=0))
    *_, last = study.report(frame_of(frame))
    fixes = [fix for each in last.findings if each.check == "whitespace" for fix in each.fixes[:1]]

    before, _ = results(spark)
    mended = study.mended(frame_of(frame), fixes)
    assert results(spark)[0] == before
    shown = study.preview(frame_of(frame), fixes, 2)

    assert isinstance(mended.value, DataFrame)
    assert mended.value.columns == ["text", "key", "KEY_2"]
    assert [row["after"][0] for row in shown["rows"]] == ["a", "a"]
    assert [row["position"] for row in shown["rows"]] == [0, 100]
    assert shown["cells"] is not None
    assert shown["cells"]["value"] == 6
    assert (mended.value.where("text = ' a'").count(), frame.where("text = ' a'").count()) == (0, 6)


@pytest.mark.parametrize("rows", [0, 1])
def test_a_frame_of_hardly_any_rows_has_a_report(spark: SparkSession, rows: int) -> None:
    frame = spark.range(rows).selectExpr("id", "CAST(NULL AS STRING) AS text", "map('a', id) AS pairs")

    for engine in (in_spark(frame), engine_of(frame_of(frame))):
        assert report_of(engine).rows == rows
