"""A result as a frame of the library that the user works with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.frames.pandas_form import formed
from dpa_jupyter.frames.recognition import recognise

if TYPE_CHECKING:
    import pyarrow as pa

DAY = 86_400_000_000
"""Microseconds."""
LIBRARIES = {"PyArrow Table": "pyarrow", "Polars DataFrame": "polars", "Polars LazyFrame": "polars"}
"""By the adapters' type names; any other frame is answered with pandas."""


def in_library_of(frames: Iterable[Frame], table: pa.Table) -> object:
    """Return the table as the library of these frames has it; where they differ, or are none, as pandas."""
    own = formed(table)
    libraries = {LIBRARIES.get(frame.adapter.type_name, "pandas") for frame in frames}
    library = libraries.pop() if len(libraries) == 1 else "pandas"
    if library == "pandas" and own is not None:
        return own
    if own is not None:
        table = flat(own)
    if library == "pyarrow":
        return table
    if library == "polars":
        import polars as pl

        return pl.from_arrow(table)
    return table.to_pandas(date_as_object=False)


def flat(value: object) -> pa.Table:
    """Return a frame as every other library sees it, its index among the columns."""
    frame = recognise("frame", value)
    assert frame is not None
    return frame.adapter.batches(value, None, None).read_all()


def as_frames_are(table: pa.Table, *, keep_decimals: bool) -> pa.Table:
    """Give a result of SQL unique names and the types of frames: integers, floats for decimals, durations."""
    import pyarrow as pa

    table = table.rename_columns(list(unique_names(table.column_names)))
    for index, field in enumerate(table.schema):
        if pa.types.is_interval(field.type):
            table = table.set_column(index, field.name, _durations(table.column(index)))
        if not pa.types.is_decimal(field.type):
            continue
        column = table.column(index)
        if field.type.scale == 0:
            try:
                column = column.cast(pa.int64())
            except pa.ArrowInvalid:  # beyond 64 bits
                column = column.cast(pa.float64())
        elif not keep_decimals:
            column = column.cast(pa.float64())
        table = table.set_column(index, field.name, column)
    return table


def _durations(intervals: pa.ChunkedArray) -> pa.ChunkedArray:
    """Turn what SQL calls an interval into a duration, as frames have it, or into text where it counts months."""
    import pyarrow as pa

    values = intervals.to_pylist()
    if any(value is not None and value.months for value in values):
        texts = [None if value is None else f"{value.months} months {value.days} days" for value in values]
        return pa.chunked_array([pa.array(texts, pa.string())])
    lengths = [None if value is None else value.days * DAY + value.nanoseconds // 1000 for value in values]
    return pa.chunked_array([pa.array(lengths, pa.duration("us"))])
