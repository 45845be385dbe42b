"""An Arrow IPC stream of untrusted origin becomes a table, or is refused."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from dpa_jupyter.frames.pandas_form import form_of_metadata
from dpa_jupyter.sandbox.accepted_types import is_accepted
from dpa_jupyter.sandbox.wire import NAME_LENGTH, WireError

if TYPE_CHECKING:
    import pyarrow as pa

COLUMN_COUNT = 10_000


def read_table(body: bytes | memoryview) -> pa.Table:
    """Return the table in these bytes, without a copy, and without metadata but for the form of a pandas frame.

    Arrow's own security notes ask for full validation of untrusted streams; refusing compressed bodies keeps a small
    body from becoming a large table.

    Raises:
        WireError: it is damaged, compressed, too wide, or has a column of a type that is not accepted.
    """
    import pyarrow as pa

    try:
        _refuse_compressed(body)
        reader = pa.ipc.open_stream(body, options=pa.ipc.IpcReadOptions(use_threads=False))
        _check_schema(reader.schema)
        table = reader.read_all()
        table.validate(full=True)
        bare = pa.schema([pa.field(field.name, field.type, field.nullable) for field in table.schema])
        return table.cast(bare).replace_schema_metadata(form_of_metadata(table.schema.metadata))
    except (pa.ArrowException, OSError, struct.error, ValueError, TypeError, KeyError, OverflowError) as error:
        raise WireError(f"a frame of the result is no proper Arrow stream: {error}") from error


def _check_schema(schema: pa.Schema) -> None:
    if not 0 < len(schema) <= COLUMN_COUNT:
        raise WireError(f"it has {len(schema):,} columns, and 1 to {COLUMN_COUNT:,} are accepted")
    for field in schema:
        if len(field.name) > NAME_LENGTH * 5 or not is_accepted(field.type):
            raise WireError(f"its column {field.name[:NAME_LENGTH]!r} has a type that is not accepted: {field.type}")


def _refuse_compressed(body: bytes | memoryview) -> None:
    import pyarrow as pa

    for message in pa.ipc.MessageReader.open_stream(body):
        if message.type not in ("schema", "record batch", "dictionary"):
            raise WireError("it has a message of an unexpected kind")
        if message.type != "schema" and _is_compressed(message):
            raise WireError("its content is compressed")


def _is_compressed(message: pa.Message) -> bool:
    """Tell whether a flatbuffer of Arrow's Message.fbs has its field "compression", which pyarrow does not show."""
    data = memoryview(message.metadata)
    root = _read("<I", data, 0)
    header = _follow(data, _field(data, root, 2))
    if message.type == "dictionary":
        header = _follow(data, _field(data, header, 1))
    return _field(data, header, 3) != 0


def _field(data: memoryview, table: int, index: int) -> int:
    """Return where a table's field is, 0 where it is not set."""
    vtable = table - _read("<i", data, table)
    entry = 4 + 2 * index
    offset = _read("<H", data, vtable + entry) if entry < _read("<H", data, vtable) else 0
    return table + offset if offset else 0


def _follow(data: memoryview, position: int) -> int:
    return position + _read("<I", data, position)


def _read(form: str, data: memoryview, position: int) -> int:
    if position < 0:
        raise WireError("it points outside of itself")
    return int(struct.unpack_from(form, data, position)[0])
