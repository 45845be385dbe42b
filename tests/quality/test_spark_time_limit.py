"""A job of Spark that takes too long is cancelled; what it holds up is told, and the rest has its report."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.engines.spark.engine import SparkEngine
from dpa_jupyter.quality.report import QualityReport, run

pytest.importorskip("pyspark")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
    pytest.mark.timeout(300),  # what Spark runs first it has to compile
]
if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from tests.support.spark import spark_session

    with spark_session(cores=1) as session:
        yield session


def reported(engine: SparkEngine) -> QualityReport:
    *_, last = run(engine, [check for check in catalogue() if check.id in {"candidate_key", "whitespace"}])
    return last


def test_a_column_that_takes_too_long_is_cancelled_and_the_others_are_measured(spark: SparkSession) -> None:
    slow = "CASE WHEN id = 20500 THEN java_method('java.lang.Thread', 'sleep', 900000L) ELSE CAST(id AS STRING) END"
    known = recognise("df", spark.range(0, 21_000, 1, 1).selectExpr("id", f"{slow} AS slow", "'a ' AS word"))
    assert known is not None

    found = reported(SparkEngine(known, whole=0, seconds=8))

    by_name = {column.name: column for column in found.columns}
    assert (by_name["slow"].status, by_name["id"].status, by_name["word"].status) == (
        "too slow", "measured", "measured"
    )  # fmt: skip
    assert found.rows == 21_000
    assert list(spark.sparkContext.statusTracker().getActiveJobsIds()) == []
