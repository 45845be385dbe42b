"""Whole columns of a frame as an Arrow table, for the statistics tools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.findings import Precision
from dpa_jupyter.frames.arrow_types import without_nan
from dpa_jupyter.frames.columns import find_columns
from dpa_jupyter.frames.distributed import Distributed
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.positions import even_positions

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ColumnsRead:
    """Columns of a frame, or of rows that stand for all of them."""

    table: pa.Table
    """As many rows as were read; a NaN is missing here."""
    rows_total: int
    precision: Precision
    """Either "exact", where all rows were read, or "sampled"."""


def read_columns(frame: Frame, columns: Sequence[str], max_rows: int) -> ColumnsRead:
    """Read columns whole, or evenly spread rows where there are more than `max_rows`; the same rows each time.

    A frame is streamed, so that no more of it than the result is held in memory besides what its library holds.

    Raises:
        ColumnNotFoundError: with what the name may have meant.
    """
    wanted = find_columns((column.name for column in frame.adapter.columns(frame.value)), columns)
    if isinstance(frame.adapter, Distributed):
        drawn, total = frame.adapter.draw(frame.value, wanted, max_rows)
        return ColumnsRead(without_nan(drawn), total, "exact" if drawn.num_rows == total else "sampled")
    total = count_rows(frame)
    reader = frame.adapter.batches(frame.value, wanted, None)
    if total <= max_rows:
        return ColumnsRead(without_nan(reader.read_all()), total, "exact")
    import pyarrow as pa

    picked = pa.Table.from_batches(_pick(reader, even_positions(total, max_rows)), reader.schema)
    return ColumnsRead(without_nan(picked), total, "sampled")


def count_rows(frame: Frame) -> int:
    """Count the rows; a plan that does not know is run for it, a batch at a time."""
    if isinstance(frame.adapter, Distributed):
        return frame.adapter.count(frame.value)
    known = frame.adapter.row_count(frame.value)
    if known is not None:
        return known
    first = frame.adapter.columns(frame.value)[:1]
    return sum(batch.num_rows for batch in frame.adapter.batches(frame.value, [column.name for column in first], None))


def _pick(reader: pa.RecordBatchReader, positions: NDArray[np.int64]) -> Iterator[pa.RecordBatch]:
    import numpy as np

    start = 0
    for batch in reader:
        first, last = np.searchsorted(positions, [start, start + batch.num_rows])
        if last > first:
            yield batch.take(positions[first:last] - start)
        start += batch.num_rows
