"""Which plans do nothing but read Parquet files, and which files these are."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Sequence
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.duckdb_relations import DuckDBRelations
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.polars_lazy_frames import PolarsLazyFrames
from dpa_jupyter.quality.engines.duckdb.parquet_files import ParquetFiles

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa
    from duckdb import DuckDBPyRelation

ROW, NUMBER, FILE = "row of the file", "file_row_number", "file_index"
"""What the position is called, and what DuckDB calls it and the file: files with such a column are read as any plan."""
PATTERN_SIGNS = frozenset("*?[")
"""DuckDB takes a path with one for the pattern of several."""
PLAIN_SCAN = re.compile(
    r"Parquet SCAN \[(?P<first>[^\]\n]+?)(?:, \.\.\. (?P<others>\d+) other sources)?\]"
    r"\nPROJECT \*/(\d+) COLUMNS(\nESTIMATED ROWS: \d+)?\s*"
)
PLAIN_QUERY = re.compile(
    r"\s*(?:select\s+\*\s+)?from\s+(?:(?:read_parquet|parquet_scan)\(\s*\[?\s*(?P<called>'[^']+'(?:\s*,\s*'[^']+')*)\s*\]?"
    r"(?P<options>(?:\s*,\s*\(?\w+\s*:?=>?\s*false\)?)*)\s*\)|(?P<quote>['\"])(?P<named>[^'\"]+\.parquet)(?P=quote))"
    r"(?:\s+AS\s+\"unnamed_relation_\w+\")?\s*;?\s*",
    re.IGNORECASE,
)


def plain_parquet_files(frame: Frame) -> ParquetFiles | None:
    """Return the files if a frame is a plan that does nothing but read them, in types that DuckDB reads alike.

    A plan that filters, renames, casts, counts or cuts rows says so when it is explained; and whether columns and
    types are those of the files is compared.
    """
    paths = _paths(frame)
    if not paths or any(PATTERN_SIGNS & set(str(path)) or not path.is_file() for path in paths):
        return None
    try:
        files = ParquetFiles(paths)
    except (OSError, ValueError):  # Arrow's own errors are one of these
        return None
    names = [column.name for column in frame.adapter.columns(frame.value)]
    is_taken = not {name.casefold() for name in names}.isdisjoint({ROW, NUMBER, FILE})
    if is_taken or files.schema.names != names or not all(map(_is_read_alike, files.schema.types)):
        return None
    return files if _is_read_as(frame, files.schema, files.rows) else None


def _paths(frame: Frame) -> Sequence[Path]:
    if isinstance(frame.adapter, PolarsLazyFrames):
        return _polars_paths(cast("pl.LazyFrame", frame.value))
    if isinstance(frame.adapter, DuckDBRelations):
        return _duckdb_paths(cast("DuckDBPyRelation", frame.value))
    return []


def _polars_paths(plan: pl.LazyFrame) -> Sequence[Path]:
    """Return the files of a plain scan; a plan shows the first of many and how many others there are."""
    explained = PLAIN_SCAN.fullmatch(plan.explain(optimized=False))
    if explained is None:
        return []
    if not explained["others"] and Path(explained["first"]).is_file():
        return [Path(explained["first"])]
    paths = _expanded(_written_paths(plan))
    shown = explained["first"].split(", ")
    count = int(explained["others"]) + 1 if explained["others"] else len(shown)
    return paths if len(paths) == count and paths[0].absolute() == Path(shown[0]).absolute() else []


def _written_paths(plan: pl.LazyFrame) -> list[str]:
    """Return the paths that a scan was made with; none where Polars no longer writes plans in this way."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nothing else tells all files; Polars would rather write bytes
        try:
            written = json.loads(plan.serialize(format="json"))
            # A plan whose columns were asked for is written with what became of it.
            sources = written.get("IR", {}).get("dsl", written)["Scan"]["sources"]["Paths"]
        except Exception:  # noqa: BLE001 - the form is Polars' own affair
            return []
    return [each["inner"] if isinstance(each, dict) else str(each) for each in sources]


def _duckdb_paths(relation: DuckDBPyRelation) -> Sequence[Path]:
    try:
        query = PLAIN_QUERY.fullmatch(relation.sql_query())
    except Exception:  # noqa: BLE001 - a relation that can't be written as SQL is no plain one
        return []
    if query is None:
        return []
    return _expanded(re.findall("'([^']+)'", query["called"]) if query["called"] else [query["named"]])


def _expanded(written: Sequence[str]) -> list[Path]:
    """Return the files of folders and patterns in the order in which libraries read them; none where that is unsure."""
    found: list[Path] = []
    for each in written:
        pattern = str(Path(each) / "**" / "*.parquet") if Path(each).is_dir() else each
        is_pattern = PATTERN_SIGNS & set(pattern)
        listed = glob(pattern, recursive=True) if is_pattern else [pattern]  # noqa: PTH207 - absolute or not
        paths = [Path(path) for path in sorted(listed)]
        if paths != sorted(paths):
            return []
        found += paths
    return found


def _is_read_as(frame: Frame, schema: pa.Schema, rows: int) -> bool:
    """Tell whether a plan gives the types, and as many rows, as are in the files."""
    import polars as pl

    if isinstance(frame.adapter, DuckDBRelations):
        relation = cast("DuckDBPyRelation", frame.value)
        counted = relation.aggregate("count(*)").fetchall()[0][0]
        given = frame.adapter.batches(relation, None, 0).read_all().schema
        return bool(counted == rows and given.types == schema.types)
    plan = cast("pl.LazyFrame", frame.value)
    read = cast("pl.DataFrame", pl.from_arrow(schema.empty_table()))
    return dict(read.schema) == dict(plan.collect_schema()) and PolarsLazyFrames().row_count(plan) == rows


def _is_read_alike(kind: pa.DataType) -> bool:
    import pyarrow.types as t

    tests = (t.is_signed_integer, t.is_unsigned_integer, t.is_float32, t.is_float64, t.is_boolean, t.is_date32)
    plain = any(test(kind) for test in (*tests, t.is_string, t.is_large_string))
    return plain or bool(t.is_timestamp(kind) and kind.tz in {None, "UTC"})
