"""PySpark frames: known from their schema, and never more of them here than can be held."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import pytest

from dpa_jupyter.errors import ToolError, UserError
from dpa_jupyter.findings import QueryResult
from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import frames_in
from dpa_jupyter.frames.table import count_rows, read_columns
from dpa_jupyter.tools.profile import profile_frame
from dpa_jupyter.tools.query_bounds import QueryBounds
from dpa_jupyter.tools.query_sql import query_sql
from tests.tools.contexts import context_of

pytest.importorskip("pyspark")
pytestmark = [pytest.mark.spark, pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")]
if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from tests.support.spark import spark_session

    with spark_session(cores=2) as session:
        yield session


def known(value: DataFrame) -> Frame:
    return frames_in({"sdf": value})["sdf"]


def jobs(spark: SparkSession) -> int:
    return len(spark.sparkContext.statusTracker().getJobIdsForGroup(None))


def test_a_frame_is_known_without_running_anything(spark: SparkSession) -> None:
    frame = known(spark.range(10).selectExpr("id", "id / 2 AS half", "CAST(id AS STRING) AS text", "array(id) AS list"))
    before = jobs(spark)

    columns = frame.adapter.columns(frame.value)
    frame.adapter.fingerprint(frame.value)

    assert [(column.name, column.type, column.native_type) for column in columns] == [
        ("id", "integer", "bigint"),
        ("half", "number", "double"),
        ("text", "text", "string"),
        ("list", "other", "array<bigint>"),
    ]
    assert frame.adapter.row_count(frame.value) is None
    assert jobs(spark) == before


def test_a_fingerprint_tells_plans_names_and_types_apart(spark: SparkSession) -> None:
    source = spark.range(10)
    frames = [
        source,
        source.where("id > 3"),
        source.where("id > 4"),
        source.withColumnRenamed("id", "key"),
        source.selectExpr("CAST(id AS INT) AS id"),
    ]
    prints = [known(frame).adapter.fingerprint(frame) for frame in frames]

    assert len(set(prints)) == len(prints)
    assert known(source).adapter.fingerprint(source.where("id > 3")) == prints[1]


def test_the_first_rows_come_in_order_under_unique_names(spark: SparkSession) -> None:
    frame = known(spark.range(0, 1_000, 1, 7).selectExpr("id", "-id AS ID", "id % 2 = 0 AS `a.b`"))

    assert frame.adapter.batches(frame.value, ["ID_2", "a.b"], 3).read_all().to_pydict() == {
        "ID_2": [0, -1, -2],
        "a.b": [True, False, True],
    }
    assert frame.adapter.batches(frame.value, ["id"], None).read_all().column("id").to_pylist() == list(range(1_000))
    assert frame.adapter.batches(frame.value, None, 0).read_all().num_rows == 0


def test_odd_types_are_read_as_a_person_would_say_them(spark: SparkSession) -> None:
    spark.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    frame = known(
        spark.sql(
            """SELECT TIMESTAMP '2024-01-01 10:00:00 UTC' AS zoned, INTERVAL '1-2' YEAR TO MONTH AS months,
                INTERVAL '1 02:00:00' DAY TO SECOND AS length, map('a', 1) AS pairs, parse_json('{"b": [1]}') AS json,
                NULL AS nothing, X'00' AS bytes, 1.50BD AS price, 'x' COLLATE UNICODE_CI AS word"""
        )
    )
    spark.conf.unset("spark.sql.session.timeZone")

    assert {column.name: column.type for column in frame.adapter.columns(frame.value)} == {
        "zoned": "datetime",
        "months": "other",
        "length": "duration",
        "pairs": "other",
        "json": "other",
        "nothing": "other",
        "bytes": "other",
        "price": "number",
        "word": "text",
    }
    (row,) = frame.adapter.batches(frame.value, None, 5).read_all().to_pylist()
    assert (row["months"], row["json"], row["pairs"]) == ("INTERVAL '1-2' YEAR TO MONTH", '{"b":[1]}', [("a", 1)])
    assert (row["nothing"], row["word"], str(row["price"])) == (None, "x", "1.50")


def test_more_rows_than_can_be_held_are_refused_in_one_line(spark: SparkSession) -> None:
    frame = known(spark.range(21_000_000))

    with pytest.raises(UserError, match=r"21,000,000 rows of 1 column .* too many to bring here: choose columns"):
        frame.adapter.batches(frame.value, None, None)


async def test_a_frame_too_large_for_sql_is_refused_by_name_and_leaves_the_others_alone(spark: SparkSession) -> None:
    context = context_of(frames_in({"big": spark.range(21_000_000), "few": spark.range(3)}).values())

    told = await query_sql.call({"sql": "SELECT count(*) AS n FROM few"}, context)
    with pytest.raises(ToolError, match=r"^big can't be a table of SQL: 21,000,000 rows [^\n]* too many"):
        await query_sql.call({"sql": "SELECT count(*) FROM few JOIN big USING (id)"}, context)

    assert cast("QueryResult", told.content)["preview"] == [[3]]


def test_statistics_rest_on_rows_that_spark_draws(spark: SparkSession) -> None:
    frame = known(spark.range(3_000_000))

    read = read_columns(frame, ["id"], 20_000)

    assert read.precision == "sampled"
    assert read.rows_total == count_rows(frame) == 3_000_000
    assert 19_000 < read.table.num_rows <= 20_000
    assert read_columns(known(spark.range(100)), ["id"], 20_000).precision == "exact"


def test_a_large_frame_is_profiled_by_rows_that_spark_draws(spark: SparkSession) -> None:
    frame = known(spark.range(5_100_000).selectExpr("id % 10 AS digit"))

    told = profile_frame(frame, None, QueryBounds(30.0, 10**9))

    assert (told["rows"], told["precision"], told["duplicate_rows"]) == (5_100_000, "sampled", None)
    assert told["columns"][0].get("distinct") == 10
    assert told["notes"][0].startswith("Statistics rest on ")


def test_a_card_is_made_of_the_first_rows(spark: SparkSession) -> None:
    small = card(known(spark.range(50).selectExpr("id", "id % 2 = 0 AS even")))
    large = card(known(spark.range(500_000).selectExpr("id", "id % 2 = 0 AS even")))

    assert (small["kind"], small["rows"], small["precision"]) == ("PySpark DataFrame", 50, "exact")
    assert (large["rows"], large["precision"]) == (None, "sampled")


def test_a_frame_that_can_not_be_run_says_so_in_its_card(spark: SparkSession) -> None:
    broken = spark.range(5).selectExpr("assert_true(id < 3, 'wrong') AS checked", "id")

    told = card(known(broken))

    about = {column["name"]: column.get("about", "") for column in told["columns"]}
    assert about["checked"].startswith("could not be read")
    assert about["id"] == ""
