"""A Parquet file, which DuckDB reads by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from dpa_jupyter.frames.database import quote
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.polars_lazy_frames import PolarsLazyFrames
from dpa_jupyter.quality.engines.duckdb.source import Drawn, read_columns
from dpa_jupyter.quality.engines.tables.sample import sample_rows, sampled_positions, whole_rows
from dpa_jupyter.quality.engines.time_limit import TimeLimit

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

PLACES = 10
"""The first rows come from so many row groups, each of which costs the reading of a page per column."""
ROW, NUMBER = "row of the file", "file_row_number"
"""What the position is called, and what DuckDB calls it: a file with such a column is read as any other plan."""
CELLS_AT_ONCE = 2**21
"""Each thread holds what it decoded of a row group: with all of twelve columns that would be half of all memory."""
FEWEST_AT_ONCE, MOST_AT_ONCE = 2, 100
PATTERN_SIGNS = frozenset("*?[")
"""DuckDB takes a path with one for the pattern of several."""
PLAIN_SCAN = re.compile(r"Parquet SCAN \[([^\]\n]+)\]\nPROJECT \*/(\d+) COLUMNS(\nESTIMATED ROWS: \d+)?\s*")


def plain_parquet_file(frame: Frame) -> Path | None:
    """Return the file if a frame is a plan that does nothing but read it, in types that DuckDB reads alike.

    A plan that filters, renames, casts, counts or cuts rows says so when it is explained; and whether columns and
    types are those of the file is compared.
    """
    import polars as pl
    import pyarrow.parquet as pq

    if not isinstance(frame.adapter, PolarsLazyFrames):
        return None
    plan = cast("pl.LazyFrame", frame.value)
    explained = PLAIN_SCAN.fullmatch(plan.explain(optimized=False))
    path = Path(explained[1]) if explained is not None else None
    if path is None or not path.is_file() or PATTERN_SIGNS & set(str(path)):
        return None
    in_file = pq.read_schema(path).remove_metadata()
    names = [column.name for column in frame.adapter.columns(frame.value)]
    is_taken = not {name.casefold() for name in names}.isdisjoint({ROW, NUMBER})
    if is_taken or in_file.names != names or not all(map(_is_read_alike, in_file.types)):
        return None
    read = cast("pl.DataFrame", pl.from_arrow(in_file.empty_table()))
    return path if dict(read.schema) == dict(plan.collect_schema()) else None


def _is_read_alike(kind: pa.DataType) -> bool:
    import pyarrow.types as t

    tests = (t.is_signed_integer, t.is_unsigned_integer, t.is_float32, t.is_float64, t.is_boolean, t.is_date32)
    plain = any(test(kind) for test in (*tests, t.is_string, t.is_large_string))
    return plain or bool(t.is_timestamp(kind) and kind.tz in {None, "UTC"})


class ParquetSource:
    """A Parquet file."""

    is_read_anew = False
    position = quote(ROW)

    def __init__(self, path: Path, connection: DuckDBPyConnection, limit: TimeLimit) -> None:
        import pyarrow.parquet as pq

        self.limit = limit
        self._path = path
        self._connection = connection
        metadata = pq.read_metadata(path)
        self._rows = int(metadata.num_rows)
        self._schema = pq.read_schema(path).remove_metadata()
        longest = max((metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)), default=0)
        self.columns_at_once: int | None = max(FEWEST_AT_ONCE, min(MOST_AT_ONCE, CELLS_AT_ONCE // max(1, longest)))

    def first(self, wanted: int) -> Drawn:
        """Return the first rows of row groups that are spread evenly over the file."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if wanted >= self._rows:
            return self._drawn(self._rows)
        with pq.ParquetFile(self._path, pre_buffer=False) as file:
            ends = np.cumsum([0, *(file.metadata.row_group(group).num_rows for group in range(file.num_row_groups))])
            filled = np.flatnonzero(np.diff(ends))
            groups = filled[np.unique(np.linspace(0, len(filled) - 1, PLACES).astype(int))].tolist()
            each = -(-wanted // len(groups))
            heads = [next(file.iter_batches(each, row_groups=[group])) for group in groups]
        positions = [ends[group] + np.arange(len(head)) for group, head in zip(groups, heads, strict=True)]
        table = pa.Table.from_batches(heads)
        pa.default_memory_pool().release_unused()  # what was decoded is many times what is kept
        return Drawn(read_columns(self._schema.names, table.select, self.limit), np.concatenate(positions), self._rows)

    def draw(self) -> Drawn:
        """Draw all rows of a small file, a sample of any other."""
        columns = len(self._schema)
        return self._drawn(self._rows if self._rows <= whole_rows(columns, held=False) else sample_rows(columns))

    def _drawn(self, wanted: int) -> Drawn:
        import pyarrow as pa

        positions = sampled_positions(self._rows, wanted)
        where = f"WHERE {self.position} IN (SELECT position FROM drawn)" if wanted < self._rows else ""
        self._connection.register("drawn", pa.table({"position": positions}))

        def read(columns: Sequence[str]) -> pa.Table:
            size = self.columns_at_once or len(columns)
            parts = [columns[start : start + size] for start in range(0, len(columns), size)]
            tables = [
                self.query(
                    part, f"SELECT {', '.join(map(quote, part))} FROM data {where} ORDER BY {self.position}"
                ).read_all()
                for part in parts
            ]
            return pa.table({name: table.column(name) for table in tables for name in table.column_names})

        return Drawn(read_columns(self._schema.names, read, self.limit), positions, self._rows)

    def query(self, columns: Sequence[str], sql: str) -> pa.RecordBatchReader:
        """Run SQL over the table `data`."""
        import pyarrow as pa

        self._look_at(columns)
        return pa.RecordBatchReader.from_stream(self._connection.sql(sql))

    def _look_at(self, columns: Sequence[str]) -> None:
        """Make `data` a view of these columns: each query would look at the definitions of all that it has."""
        literal = str(self._path.absolute()).replace("'", "''")
        listed = [f"{_cleaned(self._schema.field(name))} AS {quote(name)}" for name in dict.fromkeys(columns)]
        # A folder named like key=value is a part of the path, and no column of the file.
        scan = f"read_parquet('{literal}', {NUMBER} = true, hive_partitioning = false)"
        selected = ", ".join([*listed, f"{NUMBER} AS {self.position}"])
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW data AS SELECT {selected} FROM {scan}")

    def types(self, columns: Sequence[str]) -> Mapping[str, str]:
        """Return DuckDB's types of columns of the table `data`."""
        return {name: self._known[name] for name in columns if name in self._known}

    @cached_property
    def _known(self) -> dict[str, str]:
        self._look_at(self._schema.names)
        return {name: kind for name, kind, *_ in self._connection.execute("DESCRIBE data").fetchall()}


def _cleaned(field: pa.Field) -> str:
    import pyarrow.types as t

    name = quote(field.name)
    if t.is_floating(field.type):
        return f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END"
    return f"make_timestamp(epoch_us({name}))" if t.is_timestamp(field.type) and field.type.tz else name
