"""A plan, whose rows are streamed through DuckDB and never collected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.frames.arrow_types import analysable
from dpa_jupyter.frames.database import queryable
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.halving import each_or_error
from dpa_jupyter.quality.engines.duckdb.source import Drawn, read_columns
from dpa_jupyter.quality.engines.tables.sample import StreamSample, sample_rows, whole_rows
from dpa_jupyter.quality.engines.time_limit import TimeLimit, TooSlow

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection


class StreamSource:
    """A frame that is made anew for each query: a lazy one."""

    is_read_anew = True
    columns_at_once: int | None = None
    position = "row_number() OVER () - 1"

    def __init__(self, frame: Frame, connection: DuckDBPyConnection, limit: TimeLimit) -> None:
        self.limit = limit
        self._slow: dict[str, pa.ChunkedArray | str] = {}
        """Columns of which not even the first rows came in time: nobody waits for them again."""
        self._frame = frame
        self._connection = connection
        self._names = [column.name for column in frame.adapter.columns(frame.value)]

    def first(self, wanted: int) -> Drawn:
        """Return the first rows; that there are no more is known only then."""

        def read(columns: Sequence[str]) -> pa.Table:
            return self._read(columns, wanted + 1).read_all()

        data = read_columns(self._names, read, self.limit)
        self._slow = {name: each for name, each in data.items() if isinstance(each, TooSlow)}
        rows = max((len(each) for each in data.values() if not isinstance(each, str)), default=0)
        if rows <= wanted:
            return Drawn(data, np.arange(rows), rows)
        cut = {name: each if isinstance(each, str) else each.slice(0, wanted) for name, each in data.items()}
        return Drawn(cut, np.arange(wanted), max(rows, self._frame.adapter.row_count(self._frame.value) or 0))

    def draw(self) -> Drawn:
        """Draw all rows of a small frame, a sample of any other, while they pass by."""
        columns = len(self._names)
        whole = whole_rows(columns, held=False)
        rows, positions = 0, np.arange(0)

        def read(some: Sequence[str]) -> pa.Table:
            nonlocal rows, positions
            reader = self._read(some, None)
            sample = StreamSample(reader.schema, max(whole, sample_rows(columns)))
            for batch in reader:
                sample.add(batch)
            rows = sample.rows
            table, positions = sample.take(rows if rows <= whole else sample_rows(columns))
            return table

        names = [name for name in self._names if name not in self._slow]
        data = {**self._slow, **read_columns(names, read, self.limit)}
        return Drawn({name: data[name] for name in self._names}, positions, rows)

    def query(self, columns: Sequence[str], sql: str) -> pa.RecordBatchReader:
        """Run SQL over the table `data`, for which the plan is run."""
        import pyarrow as pa

        self._connection.register("data", self._stream(columns))
        return pa.RecordBatchReader.from_stream(self._connection.sql(sql))

    def types(self, columns: Sequence[str]) -> Mapping[str, str]:
        """Return DuckDB's types of columns of the table `data`."""
        return {name: self._known[name] for name in columns if name in self._known}

    @cached_property
    def _known(self) -> dict[str, str]:
        def describe(names: Sequence[str]) -> list[tuple[str, str]]:
            rows = self._read(names, 0).read_all()
            self._connection.register("data", _ready(rows))
            described = self._connection.execute("DESCRIBE data").fetchall()
            self._connection.unregister("data")
            return [(name, kind) for name, kind, *_ in described]

        if not self._names:
            return {}
        return dict(each for each in each_or_error(self._names, describe) if not isinstance(each, Exception))

    def _read(self, columns: Sequence[str], rows: int | None) -> pa.RecordBatchReader:
        return self.limit.batches(lambda: self._frame.adapter.batches(self._frame.value, columns, rows))

    def _stream(self, columns: Sequence[str]) -> pa.RecordBatchReader:
        import pyarrow as pa

        # A plan gives no rows without columns, but rows are counted without any.
        names = list(columns) or self._names[:1]
        reader = self._read(names, None)
        schema = _ready(reader.schema.empty_table()).schema
        parts = (_ready(pa.Table.from_batches([batch])) for batch in reader)
        return pa.RecordBatchReader.from_batches(schema, (batch for part in parts for batch in part.to_batches()))


def _ready(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    return queryable(pa.table([analysable(column) for column in table.columns], names=table.column_names))
