"""A frame measured by DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from dpa_jupyter.frames.arrow_types import analysable
from dpa_jupyter.frames.database import queryable, quote
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.engines.duckdb.held import held_columns
from dpa_jupyter.quality.engines.tables.column_evidence import measure_columns
from dpa_jupyter.quality.engines.tables.estimates import estimate
from dpa_jupyter.quality.engines.tables.sample import FIRST_ROWS, sampled_positions
from dpa_jupyter.quality.evidence import FrameEvidence, Measure

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection


class DuckDBEngine:
    """Measures a frame of one machine."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._columns = frame.adapter.columns(frame.value)
        self._connection = _connect()

    def evidence(self, progress: Callable[[str, float | None], None]) -> Iterator[FrameEvidence]:
        """Measure the frame; the first evidence comes from a sample, at once, the last is final."""
        data = held_columns(self._frame)
        rows = self._frame.adapter.row_count(self._frame.value) or 0
        if rows > FIRST_ROWS:
            yield self._of_rows(data, rows, FIRST_ROWS)
        progress("measuring", None)
        yield self._of_rows(data, rows, rows)

    def _of_rows(self, data: Mapping[str, pa.ChunkedArray | str], rows: int, wanted: int) -> FrameEvidence:
        import pyarrow as pa

        positions = pa.array(sampled_positions(rows, wanted))
        drawn = {
            name: values if isinstance(values, str) else analysable(values.take(positions) if wanted < rows else values)
            for name, values in data.items()
        }
        found = measure_columns(self._connection, self._columns, drawn, len(positions))
        if wanted < rows:
            found = tuple(estimate(column, rows) for column in found)
        sample = pa.table({name: values for name, values in drawn.items() if not isinstance(values, str)})
        return FrameEvidence(self._frame.name, rows, found, sample, positions, self._duplicates(sample, rows))

    def _duplicates(self, sample: pa.Table, rows: int) -> Measure | None:
        import duckdb

        if sample.num_rows < rows or not sample.num_columns:
            return None
        self._connection.register("data", queryable(sample))
        names = ", ".join(map(quote, sample.column_names))
        try:
            (found,) = self._connection.execute(f"SELECT count(*) - count(DISTINCT hash({names})) FROM data").fetchall()
        except duckdb.Error:
            return None
        return Measure(found[0])


def _connect() -> DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": ""})
    connection.execute("SET enable_progress_bar = false")
    return connection
