from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.quality.expressions import Column, Literal, call
from dpa_jupyter.quality.operation import DropColumns, Operation, RenameColumn, SetValues
from dpa_jupyter.quality.operations.apply import apply
from dpa_jupyter.quality.operations.export import Target, export
from tests.quality.operations.wrongs import (
    FRAMES,
    MENDED,
    OPERATIONS,
    arrow_frame,
    operation,
    pandas_frame,
    polars_frame,
    rows_of,
)
from tests.support.spark import ON_LOOPBACK

TARGETS: list[Target] = ["pandas", "polars", "sql", "pyspark"]
READ_AND_WRITE = {
    "pandas": "import pandas\nclean(pandas.read_pickle('source.pickle')).to_pickle('cleaned.pickle')",
    "polars": "import polars\nclean(polars.read_parquet('source.parquet')).write_parquet('cleaned.parquet')",
}


def run(folder: Path, code: str) -> None:
    (folder / "script.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "-W", "error", "script.py"],
        cwd=folder,
        env=os.environ | ON_LOOPBACK,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_pandas_code_gives_the_same_frame_in_a_fresh_process(tmp_path: Path) -> None:
    import pandas as pd

    source = pandas_frame()
    source.to_pickle(tmp_path / "source.pickle")

    run(tmp_path, export(source, OPERATIONS, "pandas") + READ_AND_WRITE["pandas"])

    cleaned = pd.read_pickle(tmp_path / "cleaned.pickle")
    expected = apply(source, OPERATIONS)
    assert isinstance(expected, pd.DataFrame)
    pd.testing.assert_frame_equal(cleaned, expected)
    assert rows_of(cleaned) == MENDED


def test_polars_code_gives_the_same_frame_in_a_fresh_process(tmp_path: Path) -> None:
    source = polars_frame()
    source.write_parquet(tmp_path / "source.parquet")

    run(tmp_path, export(source, OPERATIONS, "polars") + READ_AND_WRITE["polars"])

    expected = apply(source, OPERATIONS)
    assert isinstance(expected, pl.DataFrame)
    assert pl.read_parquet(tmp_path / "cleaned.parquet").equals(expected)


def test_sql_gives_the_same_frame_in_a_fresh_process(tmp_path: Path) -> None:
    pq.write_table(arrow_frame(), tmp_path / "source.parquet")
    (tmp_path / "clean.sql").write_text(export(FRAMES["duckdb"](), OPERATIONS, "sql"))

    run(
        tmp_path,
        "import duckdb, pathlib\ndf = duckdb.read_parquet('source.parquet')\n"
        "duckdb.sql(pathlib.Path('clean.sql').read_text()).write_parquet('cleaned.parquet')",
    )

    assert rows_of(pq.read_table(tmp_path / "cleaned.parquet")) == MENDED


@pytest.mark.spark
def test_pyspark_code_gives_the_same_frame_in_a_fresh_process(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    pq.write_table(arrow_frame(), tmp_path / "source.parquet")

    run(
        tmp_path,
        export(arrow_frame(), OPERATIONS, "pyspark") + "from pyspark.sql import SparkSession\n"
        "spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()\n"
        "clean(spark.read.parquet('source.parquet')).coalesce(1).write.parquet('cleaned')\nspark.stop()\n",
    )

    assert rows_of(pq.read_table(tmp_path / "cleaned")) == MENDED


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("library", FRAMES)
def test_a_frame_of_any_library_is_exported_to_any(library: str, target: Target) -> None:
    code = export(FRAMES[library](), OPERATIONS, target)

    if target != "sql":
        assert ast.parse(code)


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1), st.text(), st.sampled_from(TARGETS))
def test_no_name_title_or_value_is_ever_code(name: str, text: str, target: Target) -> None:
    name = name.encode("utf-8", "replace").decode().replace("\0", "0")
    text = text.encode("utf-8", "replace").decode()
    source = pl.DataFrame({name: [text, "b"], "other": [1, 2]})
    where = call("equal", Column(name), text)
    operations = [
        operation(f"{name}\n{text}", SetValues(name, where, Literal(f"{text}!"))),
        Operation("r", f"{text}\r\u2028{name}", RenameColumn("other", f"{name}2"), "high", text),
    ]

    code = export(source, operations, target)

    if target == "sql":
        df = source  # noqa: F841 - the query reads it
        assert pa.table(duckdb.sql(code)).to_pylist() == [{name: f"{text}!", f"{name}2": 1}, {name: "b", f"{name}2": 2}]
        return
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    assert all("__import__" not in ast.unparse(each.func) for each in calls)
    assert len(ast.parse(code).body) == len(ast.parse(export(source.rename({name: "x"}), _plain(), target)).body)


def _plain() -> list[Operation]:
    where = call("equal", Column("x"), "a")
    return [
        operation("set", SetValues("x", where, Literal("a!"))),
        operation("rename", RenameColumn("other", "x2")),
    ]


def test_exported_code_is_short_where_nothing_is_to_do() -> None:
    assert export(polars_frame(), [operation("drop", DropColumns(("ok",)))], "polars") == (
        'import polars as pl\n\n\ndef clean(df: pl.DataFrame) -> pl.DataFrame:\n    return df.drop("ok")\n'
    )
    assert export(pa.table({"a": [1], "b": [2]}), [operation("drop", DropColumns(("a",)))], "sql") == (
        'SELECT * EXCLUDE ("a")\nFROM df;\n'
    )
