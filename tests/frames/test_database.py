from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.frames.database import open_database, quote, table_names
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import frames_in

NUMBERS = pl.DataFrame({"key": [1, 2, 3], "value": [1.0, None, float("nan")]})
KINDS = {
    "pandas": pd.DataFrame({"key": [1, 2, 3], "value": [1.0, None, float("nan")]}),
    "polars": NUMBERS,
    "lazy": NUMBERS.lazy(),
    "wide_lazy": NUMBERS.lazy().with_columns(**{f"other_{number}": pl.lit(number) for number in range(60)}),
    "arrow": NUMBERS.to_arrow(),
}


def frames(**values: object) -> list[Frame]:
    return list(frames_in(values).values())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_frame_is_a_table_in_which_nan_is_null(kind: str) -> None:
    with open_database(frames(df=KINDS[kind])) as database:
        found = database.execute("SELECT count(*), count(value), avg(value), max(key) FROM df").fetchall()

    assert found == [(3, 1, 1.0, 3)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_query_may_mention_a_frame_twice(kind: str) -> None:
    with open_database(frames(df=KINDS[kind])) as database:
        query = "SELECT count(*) FROM df AS a JOIN df AS b ON a.key < b.key"
        assert [database.execute(query).fetchone() for _ in range(2)] == [(3,), (3,)]


def test_frames_of_different_libraries_join() -> None:
    with open_database(frames(**KINDS)) as database:
        query = "SELECT count(*) FROM pandas JOIN polars USING (key) JOIN lazy USING (key) JOIN arrow USING (key)"
        assert database.execute(query).fetchone() == (3,)


def test_names_that_differ_in_case_alone_get_a_number() -> None:
    both = frames(df=pd.DataFrame({"a": [1]}), DF=pd.DataFrame({"a": [2]}))

    assert table_names(frame.name for frame in both) == {"df": "df", "DF": "DF_2"}
    with open_database(both) as database:
        assert database.execute('SELECT df.a, "DF_2".a FROM df, "DF_2"').fetchone() == (1, 2)


@pytest.mark.parametrize("name", ["select", 'a"b', "Out[3]", "a.b", "größe", "x; DROP TABLE df"])
def test_any_name_is_a_table_when_quoted(name: str) -> None:
    with open_database(frames(**{name: pa.table({name: [7]})})) as database:
        assert database.execute(f"SELECT {quote(name)} FROM {quote(name)}").fetchone() == (7,)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM '{path}'",
        "SELECT * FROM read_csv('{path}')",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT content FROM read_text('{path}')",
        "SELECT * FROM 'https://127.0.0.1/x.csv'",
        "COPY df TO '{path}'",
        "EXPORT DATABASE '{folder}/export'",
        "ATTACH '{folder}/other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{folder}/own.duckdb_extension'",
        "CREATE SECRET (TYPE s3)",
        "SET enable_external_access = true",
        "SET python_enable_replacements = true",
        "SET memory_limit = '1TB'",
        "RESET lock_configuration",
        "PRAGMA temp_directory = '{folder}'",
        "SELECT * FROM hidden",
    ],
)
def test_nothing_but_frames_is_within_reach(query: str, tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("a\n1\n")
    hidden = pd.DataFrame({"a": [1]})

    with open_database(frames(df=hidden)) as database, pytest.raises(duckdb.Error):
        database.execute(query.format(path=path, folder=tmp_path))

    assert [each.name for each in tmp_path.iterdir()] == ["secret.csv"]


def test_a_query_that_needs_too_much_memory_fails_and_leaves_the_database_usable() -> None:
    with open_database(frames(df=pa.table({"a": range(1000)})), memory_limit="50MB") as database:
        with pytest.raises(duckdb.OutOfMemoryException):
            database.execute("SELECT list(x.a || repeat('x', 1000)) FROM df x, df y").fetchall()
        assert database.execute("SELECT count(*) FROM df").fetchone() == (1000,)


def test_frames_are_not_changed_by_sql() -> None:
    frame = pd.DataFrame({"a": [1, 2]})

    with open_database(frames(df=frame)) as database, pytest.raises(duckdb.Error):
        database.execute("UPDATE df SET a = 0")

    assert frame["a"].tolist() == [1, 2]


@pytest.mark.skipif(duckdb.__version__ < "2" or not hasattr(pl.LazyFrame, "collect_batches"), reason="needs streams")
def test_a_plan_is_run_only_as_far_as_a_query_needs(tmp_path: Path) -> None:
    batches: list[int] = []

    def count(batch: pl.DataFrame) -> pl.DataFrame:
        batches.append(batch.height)
        return batch

    pl.DataFrame({"a": range(3_000_000)}).write_parquet(tmp_path / "a.parquet", row_group_size=100_000)
    plan = pl.scan_parquet(tmp_path / "a.parquet").map_batches(count, streamable=True)

    with open_database(frames(df=plan)) as database:
        assert database.execute("SELECT a FROM df LIMIT 3").fetchall() == [(0,), (1,), (2,)]

    assert sum(batches) < 3_000_000
