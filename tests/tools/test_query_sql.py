"""SQL over the frames of the kernel: it reads them, and nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import cast

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import QueryResult
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.tools.query_sql import query_sql
from dpa_jupyter.tools.tool import Observation, ToolContext
from tests.tools.contexts import context_of
from tests.tools.kinds import churn, every_kind, frame_as, frame_of

NUMBERS: dict[str, list[object]] = {"a": [1, 2, 3], "b": ["x", "y", "x"]}


async def observe(sql: str, context: ToolContext | None = None) -> Observation:
    return await query_sql.call({"sql": sql}, context or context_of([frame_as("arrow", NUMBERS)]))


async def query(sql: str, context: ToolContext | None = None) -> QueryResult:
    return cast("QueryResult", (await observe(sql, context)).content)


async def refusal(sql: str, context: ToolContext | None = None) -> str:
    with pytest.raises(ToolError) as caught:
        await observe(sql, context)
    return str(caught.value)


@every_kind
async def test_a_query_gives_the_same_numbers_on_every_kind_of_frame(kind: str) -> None:
    context = context_of([frame_as(kind, churn())])
    told = await query("SELECT churn, count(*) AS n, avg(tenure) AS mean FROM df GROUP BY 1 ORDER BY 1", context)
    assert told["preview"] == [["No", 5174, 37.56996521], ["Yes", 1869, 17.97913323]]


@pytest.mark.parametrize(
    ("kind", "result"),
    [("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("lazy polars", pl.DataFrame), ("arrow", pa.Table)],
)
async def test_the_result_is_a_frame_of_the_same_library_that_later_calls_can_name(kind: str, result: type) -> None:
    context = context_of([frame_as(kind, NUMBERS)])
    first = await query_sql.call({"sql": "SELECT a * 2 AS c FROM df", "name": "my result!"}, context)
    assert isinstance(first.value, result)
    assert isinstance(context.frames["my_result"].value, result)
    assert (await query("SELECT sum(c) FROM my_result", context))["preview"] == [[12]]
    assert "result" in context.frames


async def test_frames_of_different_libraries_join_and_give_pandas() -> None:
    context = context_of([frame_as("polars", NUMBERS, "left side"), frame_as("arrow", NUMBERS, "r")])
    joined = await observe('SELECT l.a, r.b FROM "left side" l JOIN r USING (a)', context)
    assert isinstance(joined.value, pd.DataFrame)
    assert len(joined.value) == 3


async def test_only_the_frames_that_a_query_names_are_read() -> None:
    unreadable = frame_of(pl.scan_parquet("/nowhere/at/all.parquet"), "broken")
    context = context_of([unreadable, frame_as("pandas", NUMBERS)])
    assert (await query("SELECT max(a) FROM df", context))["preview"] == [[3]]


async def test_names_that_sql_can_not_tell_apart_get_a_number() -> None:
    context = context_of([frame_as("arrow", NUMBERS, "Df"), frame_as("arrow", {"z": [1]}, "df")])
    assert (await query("FROM df_2", context))["columns"] == ["z"]


async def test_a_result_is_cut_at_the_row_limit_and_says_so() -> None:
    context = context_of([frame_as("arrow", NUMBERS)], row_limit=50)
    seen = await observe("FROM range(51)", context)
    told = cast("QueryResult", seen.content)
    assert (told["rows"], told["truncated"], len(told["preview"]), told["more_rows"]) == (50, True, 30, 20)
    assert seen.quality == ("result holds only the first 50 rows of the result: the row limit cut it.",)
    assert not (await query("FROM range(50)", context))["truncated"]


async def test_what_a_person_sees_is_bounded() -> None:
    wide = await observe("SELECT " + ", ".join(f"{i} AS c{i}" for i in range(500)) + " FROM range(500)")
    (display,) = wide.displays
    assert isinstance(display, TableDisplay)
    assert (len(display.rows), len(display.columns), display.total_rows) == (20, 40, 500)
    assert display.title == "result (460 more columns)"
    assert cast("QueryResult", wide.content)["notes"] == ["result has 500 columns; the first 40 are listed."]


async def test_numbers_come_back_as_plain_numbers() -> None:
    seen = await observe("SELECT sum(a) AS whole, 1.5 AS part, 170141183460469231731687303715884105727 AS big FROM df")
    table = cast("pa.Table", seen.value)
    assert table.schema.types == [pa.int64(), pa.float64(), pa.float64()]
    exact = context_of([frame_as("arrow", {"price": [Decimal("0.10")]})])
    kept = cast("pa.Table", (await observe("SELECT sum(price) AS s FROM df", exact)).value)
    assert kept.to_pylist() == [{"s": Decimal("0.10")}]


async def test_odd_types_and_names_reach_the_model_as_plain_json() -> None:
    told = await query(
        """SELECT [1, 2] AS l, {'k': 1} AS s, INTERVAL 1 DAY AS i, '\\xff'::BLOB AS b,
        TIME '10:00' AS t, TIMESTAMP '2020-01-01 10:00:00.5' AS ts, DATE '9999-12-31' AS d, 'inf'::DOUBLE AS inf,
        NULL AS n, 1 AS a, 2 AS A"""
    )
    assert told["columns"][:-1] == ["l", "s", "i", "b", "t", "ts", "d", "inf", "n", "a"]
    assert told["columns"][-1].startswith("A_")
    assert told["preview"][0][4:] == ["10:00:00", "2020-01-01 10:00:00.5", "9999-12-31", "inf", None, 1, 2]


@pytest.mark.parametrize(
    "sql", ["VALUES (1), (2)", "DESCRIBE df", "SUMMARIZE df", "WITH t AS (FROM df) FROM t", "FROM df;"]
)
async def test_every_statement_that_only_reads_is_let_through(sql: str) -> None:
    assert (await query(sql))["rows"] > 0


async def test_times_of_another_zone_come_with_a_warning_and_its_cure() -> None:
    moment = pa.array([0], pa.timestamp("us", "Asia/Kathmandu"))
    context = context_of([frame_as("arrow", pa.table({"t": moment}))])
    seen = await observe("SELECT hour(t AT TIME ZONE 'Asia/Kathmandu') AS h FROM df", context)
    assert cast("QueryResult", seen.content)["preview"] == [[5]]
    (warning,) = seen.quality
    assert "local is t AT TIME ZONE 'Asia/Kathmandu'" in warning


async def test_an_empty_result_is_a_result() -> None:
    assert (await query("FROM df WHERE a > 5"))["rows"] == 0


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("SELECT c FROM df", 'Candidate bindings: "a"'),
        ("SELECT a FROM dff", "there is no frame 'dff' for SQL. Did you mean 'df'? Frames: df."),
        ("SELEC a FROM df", 'syntax error at or near "SELEC"'),
        ("SELECT b::INT FROM df", "TRY_CAST gives NULL"),
        ("SELECT nosuch(a) FROM df", "nosuch does not exist"),
        ("SELECT a FROM df WHERE a = ?", "parameter"),
        ("PIVOT df ON b USING sum(a)", "needs its values listed"),
        ("", "send a single SELECT"),
    ],
)
async def test_a_mistake_is_told_in_one_line_with_the_next_step(sql: str, hint: str) -> None:
    told = await refusal(sql)
    assert hint in told
    assert "\n" not in told


ATTACKS = [
    "COPY df TO '{file}'",
    "COPY (SELECT 1) TO '{file}'",
    "EXPORT DATABASE '{file}'",
    "ATTACH '{file}'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA version",
    "CALL enable_logging(storage := 'file')",
    "SET threads = 1",
    "RESET threads",
    "USE memory",
    "CHECKPOINT",
    "VACUUM",
    "BEGIN",
    "CREATE TABLE t AS FROM df",
    "CREATE MACRO m() AS 1",
    "CREATE SECRET s (TYPE s3)",
    "INSERT INTO df VALUES (4, 'z')",
    "UPDATE df SET a = 0",
    "DELETE FROM df",
    "DROP VIEW df",
    "ALTER VIEW df RENAME TO gone",
    "MERGE INTO df USING df AS d ON true WHEN MATCHED THEN DELETE",
    "WITH t AS (INSERT INTO df VALUES (4, 'z') RETURNING *) FROM t",
    "WITH t AS (DELETE FROM df RETURNING *) FROM t",
    "SELECT 1; DROP VIEW df",
    "SELECT 1; SELECT 2",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "EXPLAIN ANALYZE COPY df TO '{file}'",
    "FROM read_csv('{file}')",
    "FROM '{file}'",
    'FROM "{file}"',
    "FROM read_text('{file}')",
    "FROM read_blob('{file}')",
    "FROM parquet_scan('{file}')",
    "FROM parquet_metadata('{file}')",
    "FROM read_json_auto('{file}')",
    "FROM read_ndjson_objects('{file}')",
    "FROM sniff_csv('{file}')",
    "FROM glob('{file}')",
    "DESCRIBE FROM read_csv('{file}')",
    "SELECT (SELECT content FROM read_text('{file}'))",
    "SELECT a FROM df WHERE b IN (SELECT content FROM main.read_text('{file}'))",
    "FROM read_csv('https://example.org/x.csv')",
    "FROM 's3://bucket/x.parquet'",
    "FROM query('FROM read_text(''{file}'')')",
    "FROM query_table('duckdb_settings')",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "FROM duckdb_secrets()",
    "FROM duckdb_settings()",
    "FROM duckdb_settings",
    "WITH duckdb_settings AS (SELECT 1) FROM duckdb_settings",
    "FROM pg_catalog.pg_settings",
    "FROM system.main.duckdb_logs",
    "FROM duckdb_extensions()",
    "FROM which_secret('s3://b', 's3')",
    "FROM enable_logging(storage := 'file', storage_path := '{file}')",
    "FROM pandas_scan(140000000)",
    "FROM arrow_scan(1, 2, 3)",
    "FROM python_map_function(TABLE df)",
    "FROM secret_of_the_kernel",
    "SELECT getenv('HOME')",
    "SELECT GetEnv(getenv('HOME'))",
    "SELECT 'HOME'.getenv()",
    "SELECT [getenv(x) FOR x IN ['HOME']]",
    "FROM range(length(getenv('HOME')))",
    "SELECT current_setting('home_directory')",
    "SELECT write_log('x')",
    "SELECT sleep_ms(100000)",
    "SELECT a FROM df LIMIT length(current_setting('home_directory'))",
    "SELECT repeat('x', 1000000000) FROM range(2048)",
    "SELECT repeat(repeat('x', 9999), 9999) FROM df",
    "SELECT lpad(b, a * 1000000000, 'x') FROM df",
    "SELECT range(5000000000)",
    "SELECT printf('%1000000000d', a) FROM df",
    "SELECT replace(repeat('x', 10000), 'x', b) FROM df",
    "SELECT replace(repeat('x', 10000), 'x', 'twenty times as long')",
    "SELECT regexp_replace(repeat('x', 5000), '', 'and more') FROM df",
    "SELECT b0 || b0 FROM (SELECT b || b AS b0 FROM df)".replace("b || b", " || ".join(["b"] * 20_000)),
    f"SELECT b AS c0, {', '.join(f'c{n} || c{n} AS c{n + 1}' for n in range(30))} FROM df",
    f"SELECT b AS c0, {', '.join(f'concat(c{n}, c{n}) AS c{n + 1}' for n in range(30))} FROM df",
    f"SELECT [b] AS c0, {', '.join(f'[c{n}, c{n}] AS c{n + 1}' for n in range(30))} FROM df",
    f"SELECT b AS c0, {', '.join(f'to_json(c{n}) AS c{n + 1}' for n in range(30))} FROM df",
    "WITH RECURSIVE t AS (SELECT b FROM df UNION ALL SELECT repeat(b, 1000) FROM t) FROM t",
    "SELECT list_reduce(range(40), lambda x, y: x || x || y) FROM df",
    "SELECT list_transform(l, lambda x: l) FROM (SELECT list(a) AS l FROM df)",
    "SELECT string_agg(b) OVER (ORDER BY a) FROM df",
    "SELECT array_to_string(range(10000), repeat(b, 10000)) FROM df",
    "SELECT error('x')",
    "SELECT version(), txid_current()",
]


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_does_more_than_read_frames_is_refused(attack: str, tmp_path: Path) -> None:
    secret_of_the_kernel = pa.table({"password": ["hunter2"]})
    file = tmp_path / "private.csv"
    file.write_text("password\nhunter2\n")
    context = context_of([frame_as("pandas", NUMBERS)])
    told = await refusal(attack.replace("{file}", str(file)), context)
    assert "hunter2" not in told
    assert os.environ.get("HOME", "unset") not in told
    assert [path.name for path in tmp_path.glob("*")] == [file.name]  # noqa: ASYNC240 - a test may wait
    assert list(context.frames) == ["df"]
    assert (await query("SELECT sum(a), count(*) FROM df", context))["preview"] == [[6, 3]]
    assert len(secret_of_the_kernel) == 1


async def test_a_path_in_sql_is_answered_with_the_tool_that_reads_files() -> None:
    for sql in ("FROM 'data.csv'", "FROM read_parquet('x')"):
        assert "use read_table" in await refusal(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "WITH RECURSIVE t AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM t) SELECT count(*) FROM t",
        "WITH RECURSIVE t AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM t) FROM t",
        "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b",
    ],
)
async def test_a_query_without_end_is_stopped_at_the_time_limit(sql: str) -> None:
    assert "longer than 0.3 seconds" in await refusal(sql, context_of([], time_limit=0.3))


async def test_a_query_that_needs_too_much_memory_fails_alone() -> None:
    told = await refusal("SELECT string_agg(repeat('x', 10000), '') FROM range(1000000)", context_of([], time_limit=30))
    assert "memory" in told


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT lpad(b, 3, '0') || lpad(b, 2, '0') FROM df",
        "SELECT format('{:.2f}', a / 2) FROM df",
        f"SELECT {', '.join(['b || a || b AS key'] * 8)} FROM df",
        f"SELECT {' || '.join(['b'] * 30)} AS key FROM df",
        "SELECT replace(b, 'x', ''), regexp_replace(b, '(.)(.)', '\\2 \\1'), concat_ws('-', a, b) FROM df",
        "SELECT a FROM df WHERE b SIMILAR TO '.*' AND a BETWEEN 1 AND 9 AND NOT b ILIKE 'q%' ESCAPE '!'",
        "SELECT extract(year FROM DATE '2024-01-01' + INTERVAL (a) MONTH), position('x' IN b), trim(b) FROM df",
        "SELECT rank() OVER w, lag(a) OVER w, first_value(b) OVER w, sum(a) OVER w FROM df WINDOW w AS (ORDER BY a)",
        "SELECT [x + 1 FOR x IN [a, 2] IF x > 1], {'k': a}.k, MAP {b: a}, [a, 2][1:1], -a % 2 FROM df",
        "SELECT a, count(*) FILTER (WHERE a > 1), string_agg(b, ', ' ORDER BY b), list(b) FROM df GROUP BY ALL",
        "SELECT a, current_date, now() - INTERVAL 1 DAY, TRY(b::INT), coalesce(b, ''), if(a > 1, 2, 3), @a FROM df",
        "WITH RECURSIVE t AS (SELECT 1 AS i, 'a' AS p UNION ALL SELECT i + 1, p || '/' || i FROM t WHERE i < 3) FROM t",
        "SELECT b, quantile_cont(a, 0.5), approx_count_distinct(a), arg_max(b, a) FROM df GROUP BY a, b",
    ],
)
async def test_what_queries_commonly_do_is_let_through(sql: str) -> None:
    assert (await query(sql))["rows"] == 3


async def test_memory_that_the_database_does_not_count_ends_a_query_too() -> None:
    grows = "WITH RECURSIVE t AS (SELECT 'x' AS x UNION ALL SELECT x || x FROM t) SELECT count(*) FROM t"
    context = replace(context_of([], time_limit=30), memory_limit=60_000_000)
    assert "needs more memory than it may have" in await refusal(grows, context)


async def test_a_cross_join_gives_no_more_rows_than_the_limit() -> None:
    told = await query("FROM range(1000000000) a, range(10000) b", context_of([], row_limit=1000))
    assert (told["rows"], told["truncated"]) == (1000, True)


@pytest.mark.parametrize("value", [pd.DataFrame(index=range(5)), pl.DataFrame(), pl.LazyFrame(), pa.table({})])
async def test_a_frame_without_columns_is_refused_in_words(value: object) -> None:
    told = await refusal("SELECT count(*) FROM df", context_of([frame_of(value)]))

    assert told.startswith("df has no columns")
    assert ("5 rows" in told) == isinstance(value, pd.DataFrame)


@every_kind
async def test_lengths_of_time_come_back_as_such(kind: str) -> None:
    lengths = [timedelta(days=2, seconds=3), None, timedelta(microseconds=-5)]
    context = context_of([frame_as(kind, {"length": lengths})])
    (length,) = [frame.adapter.columns(frame.value)[0] for frame in (await kept("SELECT length FROM df", context),)]

    assert length.type == "duration"


@every_kind
async def test_a_mean_of_infinite_values_comes_with_a_word_on_them(kind: str) -> None:
    context = context_of([frame_as(kind, {"x": [1.0, float("inf"), float("-inf")], "y": [1.0, 2.0, 3.0]})])

    assert (await query("SELECT avg(y) FROM df", context))["notes"] == []
    (note,) = (await query("SELECT avg(x) FROM df", context))["notes"]
    assert note.startswith("df.x is infinite in 2 rows")
    cure = note.partition(": ")[2].removesuffix(" leaves them out.")
    assert (await query(f"SELECT {cure} FROM df", context))["preview"] == [[1.0]]


async def kept(sql: str, context: ToolContext) -> Frame:
    found = await query(sql, context)
    return context.frames[found["frame"]]
