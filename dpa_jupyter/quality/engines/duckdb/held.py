"""A frame that is in memory anyway: DuckDB reads it where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from dpa_jupyter.frames.content_hash import prefix_hashes
from dpa_jupyter.frames.database import queryable
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.halving import each_or_error
from dpa_jupyter.quality.engines.duckdb.databases import beside
from dpa_jupyter.quality.engines.duckdb.parts import Division, Stretch
from dpa_jupyter.quality.engines.duckdb.source import Data, Drawn, read_columns, state_schema
from dpa_jupyter.quality.engines.tables.sample import sample_rows, sampled_positions, whole_rows
from dpa_jupyter.quality.engines.time_limit import TimeLimit
from dpa_jupyter.quality.states.store import Key, StateStore

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray


class HeldSource:
    """A pandas, Polars or Arrow frame, converted once, without a copy wherever Arrow can hold it as it is."""

    is_read_anew = False
    columns_at_once: int | None = 50
    """DuckDB plans many columns at once slowly."""
    position = "row_number() OVER () - 1"

    def __init__(self, frame: Frame, connection: DuckDBPyConnection, limit: TimeLimit) -> None:
        self.limit = limit
        self._frame = frame
        self._connection = connection
        self.names = [column.name for column in frame.adapter.columns(frame.value)]
        self._rows = frame.adapter.row_count(frame.value) or 0

    def draw(self) -> Drawn:
        """Draw all rows of a small frame, a sample of any other."""
        return self._drawn(self._rows if self._rows <= self.rows_at_once else sample_rows(len(self.names)))

    @property
    def rows_at_once(self) -> int:
        """Return up to how many rows it is looked at whole."""
        return whole_rows(len(self.names), held=True)

    def first(self, wanted: int) -> Drawn:
        """Draw a sample of so many rows, all if there are no more."""
        return self._drawn(wanted)

    def query(self, columns: Sequence[str], sql: str) -> pa.RecordBatchReader:
        """Run SQL over the table `data`."""
        import pyarrow as pa

        assert self._known is not None
        return pa.RecordBatchReader.from_stream(self._connection.sql(sql))

    def types(self, columns: Sequence[str]) -> Mapping[str, str]:
        """Return DuckDB's types of columns of the table `data`."""
        return {name: self._known[name] for name in columns if name in self._known}

    def is_as_before(self, division: Division) -> bool:
        """Tell whether nobody wrote into the frame since it was divided."""
        assert division.whole is not None
        return self._hashes({self._rows}) == {self._rows: division.whole.content}

    def _hashes(self, ends: Iterable[int]) -> dict[int, str]:
        return prefix_hashes(self._frame.adapter.batches(self._frame.value, None, None), ends)

    def _schema(self) -> str:
        first = self._frame.adapter.batches(self._frame.value, None, 0)
        return state_schema(self._frame.adapter.type_name, first.schema)

    def divide(self, store: StateStore) -> Division:
        """Find the longest beginning that is known; a hash of its rows proves that it is the same."""
        rows, schema = self._rows, self._schema()
        known = set(store.known(schema))
        ends = {key.rows for key in known if key.rows <= rows}
        hashes = self._hashes(ends | {rows})
        keys = {end: Key(schema, end, content) for end, content in hashes.items()}
        first = max((end for end in ends if keys[end] in known), default=0)
        parts = [Stretch(0, first, keys[first])] if first else []
        return Division((*parts, *([Stretch(first, rows)] if first < rows else [])), keys[rows])

    def part(self, start: int, stop: int) -> HeldSource:
        """Return consecutive rows as a source of their own."""
        cursor = beside(self._connection)
        return HeldPart(self._frame, cursor, self.limit.with_connection(cursor), slice(start, stop), self._scanned)

    @cached_property
    def _data(self) -> Data:
        def read(columns: Sequence[str]) -> pa.Table:
            return self.limit.batches(lambda: self._frame.adapter.batches(self._frame.value, columns, None)).read_all()

        return read_columns(self.names, read, self.limit)

    def _drawn(self, wanted: int) -> Drawn:
        positions = sampled_positions(self._rows, wanted)
        return Drawn(self._data if wanted >= self._rows else self._taken(positions), positions, self._rows)

    def _taken(self, positions: NDArray[np.int64]) -> Data:
        import pyarrow as pa

        places = pa.array(positions)
        return {name: each if isinstance(each, str) else each.take(places) for name, each in self._data.items()}

    def _scanned(self) -> Data:
        return self._data

    @cached_property
    def _known(self) -> dict[str, str]:
        """Put all columns that DuckDB can hold into the table `data`, and return their types."""
        import pyarrow as pa

        columns = {name: each for name, each in self._scanned().items() if not isinstance(each, str)}

        def describe(names: Sequence[str]) -> list[tuple[str, str]]:
            self._connection.register("data", queryable(pa.table({name: columns[name] for name in names})))
            described = self._connection.execute("DESCRIBE data").fetchall()
            return [(name, kind) for name, kind, *_ in described]

        names = list(columns)
        found = [each for each in each_or_error(names, describe) if not isinstance(each, Exception)] if names else []
        if 0 < len(found) < len(names):
            describe([name for name, _ in found])
        return dict(found)


class HeldPart(HeldSource):
    """Consecutive rows of a frame, converted with all of it: by themselves they might be of another type."""

    def __init__(
        self, frame: Frame, connection: DuckDBPyConnection, limit: TimeLimit, within: slice, data: Callable[[], Data]
    ) -> None:
        super().__init__(frame, connection, limit)
        self.position = f"row_number() OVER () - 1 + {within.start}"
        self._rows = within.stop - within.start
        self._start, self._of_all = within.start, data

    def _scanned(self) -> Data:
        found = self._of_all()
        return {
            name: each if isinstance(each, str) else each.slice(self._start, self._rows) for name, each in found.items()
        }
