"""Parquet files, which DuckDB reads by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.frames.database import quote
from dpa_jupyter.quality.engines.duckdb.databases import beside
from dpa_jupyter.quality.engines.duckdb.parquet_division import divide
from dpa_jupyter.quality.engines.duckdb.parquet_files import ParquetFiles, RowGroup
from dpa_jupyter.quality.engines.duckdb.parquet_plans import FILE, NUMBER, ROW
from dpa_jupyter.quality.engines.duckdb.parts import Division
from dpa_jupyter.quality.engines.duckdb.source import Data, Drawn, read_columns, state_schema
from dpa_jupyter.quality.engines.tables.sample import sample_rows, sampled_positions, whole_rows
from dpa_jupyter.quality.engines.time_limit import TimeLimit
from dpa_jupyter.quality.states.store import StateStore

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

PLACES = 10
"""The first rows come from so many row groups, each of which costs the reading of a page per column."""
CELLS_AT_ONCE = 2**21
"""Each thread holds what it decoded of a row group: with all of twelve columns that would be half of all memory."""
FEWEST_AT_ONCE, MOST_AT_ONCE = 2, 100


class ParquetSource:
    """Parquet files of the same columns, or consecutive rows of them."""

    is_read_anew = False
    position = quote(ROW)

    def __init__(
        self,
        files: ParquetFiles,
        connection: DuckDBPyConnection,
        limit: TimeLimit,
        within: tuple[int, int] | None = None,
    ) -> None:
        self.limit, self.files = limit, files
        self._connection = connection
        self._start, self._stop = within or (0, files.rows)
        self._schema = files.schema
        longest = max((group.stop - group.start for group in files.groups), default=0)
        self.columns_at_once: int | None = max(FEWEST_AT_ONCE, min(MOST_AT_ONCE, CELLS_AT_ONCE // max(1, longest)))

    @property
    def names(self) -> list[str]:
        """Name the columns."""
        return list(self._schema.names)

    def first(self, wanted: int) -> Drawn:
        """Return the first rows of row groups that are spread evenly over the files."""
        import pyarrow as pa

        if wanted >= self.files.rows:
            return self._drawn(self.files.rows)
        groups = self.files.groups
        some = [groups[place] for place in np.unique(np.linspace(0, len(groups) - 1, PLACES).astype(int))]
        heads = [self._head(group, -(-wanted // len(some))) for group in some]
        positions = [group.start + np.arange(len(head)) for group, head in zip(some, heads, strict=True)]
        table = pa.Table.from_batches(heads)
        pa.default_memory_pool().release_unused()  # what was decoded is many times what is kept
        return Drawn(read_columns(self.names, table.select, self.limit), np.concatenate(positions), self.files.rows)

    def _head(self, group: RowGroup, rows: int) -> pa.RecordBatch:
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.files.paths[group.file], pre_buffer=False) as file:
            return next(file.iter_batches(rows, row_groups=[group.place])).replace_schema_metadata(None)

    def draw(self) -> Drawn:
        """Draw all rows of small files, a sample of any other."""
        return self._drawn(self._wanted)

    def sampled(self) -> NDArray[np.int64]:
        """Return the positions of the rows that are drawn."""
        return sampled_positions(self.files.rows, self._wanted)

    @property
    def _wanted(self) -> int:
        return self.files.rows if self.files.rows <= self.rows_at_once else sample_rows(len(self._schema))

    @property
    def rows_at_once(self) -> int:
        """Return up to how many rows they are looked at whole."""
        return whole_rows(len(self._schema), held=False)

    def _drawn(self, wanted: int) -> Drawn:
        positions = sampled_positions(self.files.rows, wanted)
        return Drawn(self.read_at(positions, self.names), positions, self.files.rows)

    def read_at(self, positions: NDArray[np.int64], names: Sequence[str]) -> Data:
        """Read rows by their positions, in order."""
        import pyarrow as pa

        is_all = len(positions) == self._stop - self._start
        where = "" if is_all else f"WHERE {self.position} IN (SELECT position FROM drawn)"
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

        return read_columns(names, read, self.limit)

    def divide(self, store: StateStore) -> Division:
        """Find the row groups that are known; a hash of their bytes proves that they are the same."""
        schema = state_schema("Parquet", self._schema)
        return divide(self.files, schema, store)

    def is_as_before(self, division: Division) -> bool:
        """Tell whether nobody wrote into the files since they were divided."""
        return division.files == tuple(self.files.states())

    def part(self, start: int, stop: int) -> ParquetSource:
        """Return consecutive rows as a source of their own."""
        cursor = beside(self._connection)
        return ParquetSource(self.files, cursor, self.limit.with_connection(cursor), (start, stop))

    def query(self, columns: Sequence[str], sql: str) -> pa.RecordBatchReader:
        """Run SQL over the table `data`."""
        import pyarrow as pa

        self._look_at(columns)
        return pa.RecordBatchReader.from_stream(self._connection.sql(sql))

    def _look_at(self, columns: Sequence[str]) -> None:
        """Make `data` a view of these columns: each query would look at the definitions of all that it has."""
        read = self.files.overlapping(self._start, self._stop)
        starts = [int(self.files.starts[file]) for file in read]
        before = f"{starts[0]}" if len(starts) == 1 else f"({starts}::BIGINT[])[{FILE}::BIGINT + 1]"
        place = f"{before} + {NUMBER}" if before != "0" else NUMBER
        paths = ", ".join("'" + str(self.files.paths[file].absolute()).replace("'", "''") + "'" for file in read)
        listed = [f"{_cleaned(self._schema.field(name))} AS {quote(name)}" for name in dict.fromkeys(columns)]
        selected = ", ".join([*listed, f"{place} AS {self.position}"])
        # A folder named like key=value is a part of the path, and no column of the file.
        scan = f"read_parquet([{paths}], {NUMBER} = true, hive_partitioning = false)"
        self._connection.execute(
            f"CREATE OR REPLACE TEMP VIEW data AS SELECT {selected} FROM {scan}{self._where(read, place)}"
        )

    def _where(self, read: range, place: str) -> str:
        """Return which rows are in question; of a single file DuckDB skips row groups by their number."""
        whole = int(self.files.starts[read.start]), int(self.files.starts[read.stop])
        if (self._start, self._stop) == whole:
            return ""
        at, less = (NUMBER, whole[0]) if len(read) == 1 else (place, 0)
        return f" WHERE {at} >= {self._start - less} AND {at} < {self._stop - less}"

    def types(self, columns: Sequence[str]) -> Mapping[str, str]:
        """Return DuckDB's types of columns of the table `data`."""
        return {name: self._known[name] for name in columns if name in self._known}

    @cached_property
    def _known(self) -> dict[str, str]:
        self._look_at(self.names)
        return {name: kind for name, kind, *_ in self._connection.execute("DESCRIBE data").fetchall()}


def _cleaned(field: pa.Field) -> str:
    import pyarrow.types as t

    name = quote(field.name)
    if t.is_floating(field.type):
        return f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END"
    return f"make_timestamp(epoch_us({name}))" if t.is_timestamp(field.type) and field.type.tz else name
