"""A frame goes to another process: as Arrow, in memory that both can read and neither can change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from dpa_jupyter.errors import ToolError
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.sandbox.kept_buffers import KeptBuffers
from dpa_jupyter.sandbox.operating_system import SharedBytes
from dpa_jupyter.sandbox.pandas_table import content_marks, pandas_table
from dpa_jupyter.sentence import sentence

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from dpa_jupyter.frames.frame import Frame
    from dpa_jupyter.sandbox.wire import Library

LAZY_ROWS = 1_000_000
"""The most rows that a lazy frame is collected to."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """The content of a frame, ready to be mapped."""

    key: str
    library: Library
    memory: SharedBytes
    notes: tuple[str, ...]
    """What could not go over as it is."""


def library_of(frame: Frame) -> Library:
    """Return the library in which code meets this frame: its own where it can, Polars for what is lazy."""
    own = _own_library(frame)
    return "polars" if own is None else own


def content_key(frame: Frame, library: Library) -> str:
    """Return what is the same for frames that code can't tell apart."""
    marks = content_marks(cast("pd.DataFrame", frame.value)) if _own_library(frame) == "pandas" else ""
    return f"{library} {frame.adapter.fingerprint(frame.value)} {marks}"


def hand_over(frame: Frame, key: str, library: Library) -> HandOver:
    """Copy a frame's content once into shared memory.

    Raises:
        ToolError: it is lazy and has too many rows.
    """
    table, notes = _table_of(frame)
    content = KeptBuffers()
    _write(table, content)
    return HandOver(key, library, SharedBytes(content), tuple(f"{frame.name}: {note}" for note in notes))


def _write(table: pa.Table, sink: KeptBuffers) -> None:
    import pyarrow as pa

    with pa.ipc.new_stream(sink, table.schema) as writer:
        if table.num_rows:
            writer.write_table(table)
        else:  # a batch without rows: it carries the categories, which the schema does not
            arrays = [column.chunk(0) if column.num_chunks else column.combine_chunks() for column in table.columns]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=table.schema))


def _own_library(frame: Frame) -> Library | None:
    kind = type(frame.value)
    if is_kind_of(kind, "pandas", "DataFrame"):
        return "pandas"
    if is_kind_of(kind, "polars", "DataFrame"):
        return "polars"
    return "pyarrow" if is_kind_of(kind, "pyarrow", "Table") else None


def _table_of(frame: Frame) -> tuple[pa.Table, tuple[str, ...]]:
    match _own_library(frame):
        case "pandas":
            return pandas_table(cast("pd.DataFrame", frame.value))
        case "polars":
            return polars_table(cast("pl.DataFrame", frame.value))
        case "pyarrow":
            return frame.value, ()
        case None:
            return _collected(frame), ()


def polars_table(frame: pl.DataFrame) -> tuple[pa.Table, tuple[str, ...]]:
    """Use Polars' own layout of strings, which needs no copy on either side."""
    import polars as pl
    import pyarrow as pa

    from dpa_jupyter.frames.polars_arrow import readable

    newest = pl.CompatLevel.newest()
    try:
        return frame.to_arrow(compat_level=newest), ()
    except (pa.ArrowException, pl.exceptions.PolarsError, ValueError, TypeError):
        plain = readable(frame, frame.schema, None, typed=False)
        return plain.to_arrow(compat_level=newest), ("columns that Arrow has no type for came as text",)


def _collected(frame: Frame) -> pa.Table:
    table = frame.adapter.batches(frame.value, None, LAZY_ROWS + 1).read_all()
    if table.num_rows > LAZY_ROWS:
        raise ToolError(
            sentence(
                "{name!r} is a {any} of more than {size:,} rows, too many to hand over. Reduce it with query_sql first "
                "(choose columns, filter, aggregate) and use the frame that it gives.",
                name=frame.name,
                any=frame.adapter.type_name,
                size=LAZY_ROWS,
            )
        )
    return table
