"""A word on infinite values where SQL reckoned with them, which every other tool leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.frames.frame import Frame

if TYPE_CHECKING:
    import pyarrow as pa

MOST = 5


def endless_notes(result: pa.Table, frames: Sequence[Frame]) -> list[str]:
    """Say which columns of the frames hold infinite values, where the result has a float without a finite value.

    A mean of infinite values is infinite, or no number at all, which reads as if no row had a value.
    """
    if not any(_is_odd(column) for column in result.columns):
        return []
    found = [
        f"{frame.name}.{name} is infinite in {count:,} rows, which SQL reckons with: "
        f'avg("{name}") FILTER (WHERE isfinite("{name}")) leaves them out.'
        for frame in frames
        for name, count in _infinite(frame)
    ]
    return found[:MOST]


def _is_odd(column: pa.ChunkedArray) -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_floating(column.type):
        return False
    return bool(column.null_count or not pc.all(pc.is_finite(column)).as_py())


def _infinite(frame: Frame) -> Iterator[tuple[str, int]]:
    import pyarrow.compute as pc

    floats = [column.name for column in frame.adapter.columns(frame.value) if column.type == "number"]
    counts = dict.fromkeys(floats, 0)
    for batch in frame.adapter.batches(frame.value, floats, None) if floats else ():
        for name, array in _float_columns(batch):
            counts[name] += pc.sum(pc.is_inf(array)).as_py() or 0
    return ((name, count) for name, count in counts.items() if count)


def _float_columns(batch: pa.RecordBatch) -> Iterable[tuple[str, pa.Array]]:
    import pyarrow as pa

    pairs = zip(batch.schema.names, batch.columns, strict=True)
    return [
        (name, array) for name, array in pairs if pa.types.is_float32(array.type) or pa.types.is_float64(array.type)
    ]
