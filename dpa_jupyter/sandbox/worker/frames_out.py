"""Frames go back as flat Arrow tables of plain types; what is of no such type becomes text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dpa_jupyter.frames.arrow_types import note_of
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.pandas_form import form_of_metadata, with_form
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.sandbox.accepted_types import is_accepted
from dpa_jupyter.sandbox.comparison import is_pandas
from dpa_jupyter.sandbox.wire import FRAME_COUNT, NAME_LENGTH
from dpa_jupyter.sandbox.worker.reply import FramePart, stream_length

if TYPE_CHECKING:
    import pyarrow as pa


def frame_parts(frames: Mapping[str, object], most_bytes: int) -> tuple[dict[str, FramePart], list[str]]:
    """Return what is sent of these frames, and notes on what is not, or not as it is."""
    parts: dict[str, FramePart] = {}
    notes: list[str] = []
    for name, frame in frames.items():
        table, found = flat_table(name, frame)
        length = stream_length(table)
        if len(parts) == FRAME_COUNT or len(name) > NAME_LENGTH:
            found = ["not given back: there are too many frames, or its name is too long"]
        elif not table.num_columns:
            found = ["not given back: it has no columns"]
        elif length > most_bytes - sum(part.bytes for part in parts.values()):
            found = [f"not given back: its {length:,} bytes are more than results may have; make it smaller"]
        else:
            parts[name] = FramePart(table, length)
        notes += [f"{name[:NAME_LENGTH]}: {note}" for note in found]
    return parts, notes


def flat_table(name: str, frame: object) -> tuple[pa.Table, list[str]]:
    """Return a frame as every other reader sees it, in accepted types only, and notes on what was changed for that."""
    recognised = recognise(name, frame)
    assert recognised is not None
    table = _read(recognised)
    notes = [f"{field.name}: {note_of(field)}" for field in table.schema if note_of(field)]
    for position, field in enumerate(table.schema):
        if not is_accepted(field.type):
            table = table.set_column(position, field.name, _as_text(table.column(position)))
    return table.replace_schema_metadata(form_of_metadata(table.schema.metadata)), notes


def _read(frame: Frame) -> pa.Table:
    """Read all columns; of a pandas frame also what tells its index and its types, which Arrow knows nothing of."""
    table = frame.adapter.batches(frame.value, None, None).read_all()
    return with_form(frame.value, table) if is_pandas(frame.value) else table


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    try:
        return column.cast(pa.large_string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        texts = [None if value is None else str(value) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.large_string())])
