"""What Arrow's types mean to a reader, and the small repairs that make any Arrow data ready for analysis."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dpa_jupyter.findings import ColumnType

if TYPE_CHECKING:
    import pyarrow as pa

NOTE = b"note"
"""The key of a field's metadata that holds what was done to the column, in words."""


def column_type(arrow_type: pa.DataType) -> ColumnType:
    """Name the kind of values that an Arrow type holds."""
    import pyarrow.types as t

    tests: tuple[tuple[ColumnType, Callable[[pa.DataType], bool]], ...] = (
        ("number", t.is_floating),
        ("integer", t.is_integer),
        ("text", _is_text),
        ("category", t.is_dictionary),
        ("boolean", t.is_boolean),
        ("number", t.is_decimal),
        ("datetime", t.is_timestamp),
        ("date", t.is_date),
        ("time", t.is_time),
        ("duration", lambda kind: bool(t.is_duration(kind) or t.is_interval(kind))),
    )
    return next((name for name, holds in tests if holds(arrow_type)), "other")


def note_of(field: pa.Field) -> str | None:
    """Return what was done to the column on its way to Arrow, if anything was."""
    note = (field.metadata or {}).get(NOTE)
    return note.decode() if note else None


def noted_field(name: str, arrow_type: pa.DataType, note: str | None) -> pa.Field:
    """Make a field that carries a note for its readers."""
    import pyarrow as pa

    return pa.field(name, arrow_type, metadata={NOTE: note.encode()} if note else None)


def without_nan(table: pa.Table) -> pa.Table:
    """Replace each floating-point NaN by a missing value, which is what it stands for in every statistic."""
    import pyarrow as pa

    return pa.table([nan_as_missing(column) for column in table.columns], schema=table.schema)


def nan_as_missing(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the column itself, or a copy without NaN if it has any."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_float32(column.type) and not pa.types.is_float64(column.type):
        return column
    is_nan = pc.is_nan(column)
    return pc.if_else(is_nan, pa.scalar(None, column.type), column) if pc.any(is_nan).as_py() else column


def analysable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Bring a column into one of the few types that every engine knows, its values as a person would say them.

    Categories become their values, times with a zone the local time there, NaN missing, and what is stored in another
    way than usual (views, runs, short decimals) what it stands for.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return analysable(pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type))
    if pa.types.is_dictionary(kind):
        return analysable(column.cast(kind.value_type))
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return pc.local_timestamp(column)
    if pa.types.is_float16(kind):
        return nan_as_missing(column.cast(pa.float32()))
    if pa.types.is_run_end_encoded(kind):
        return analysable(pc.run_end_decode(column))
    if pa.types.is_interval(kind):
        return pa.chunked_array([_as_duration(chunk) for chunk in column.chunks], pa.duration("us"))
    usual = _usual(kind)
    return column.cast(usual) if usual is not None else nan_as_missing(column)


def _usual(kind: pa.DataType) -> pa.DataType | None:
    """Return the usual type for one that holds the same in another way, which few functions of Arrow know."""
    import pyarrow as pa

    if pa.types.is_string_view(kind):
        return pa.large_string()
    if pa.types.is_binary_view(kind):
        return pa.large_binary()
    is_short = pa.types.is_decimal(kind) and kind.bit_width < 128
    return pa.decimal128(kind.precision, kind.scale) if is_short else None


def _as_duration(interval: pa.Array) -> pa.Array:
    """Return how long intervals last, a month being 30 days, as DuckDB compares them."""
    import numpy as np
    import pyarrow as pa

    parts = np.dtype([("months", "<i4"), ("days", "<i4"), ("nanoseconds", "<i8")])
    stored = np.frombuffer(interval.buffers()[1] or b"", parts)[interval.offset : interval.offset + len(interval)]
    days = stored["months"].astype(np.int64) * 30 + stored["days"]
    lasting = days * 86_400_000_000 + stored["nanoseconds"] // 1_000
    return pa.array(lasting, pa.duration("us"), mask=interval.is_null().to_numpy(zero_copy_only=False))


def _is_text(arrow_type: pa.DataType) -> bool:
    import pyarrow.types as t

    return bool(t.is_string(arrow_type) or t.is_large_string(arrow_type) or t.is_string_view(arrow_type))
