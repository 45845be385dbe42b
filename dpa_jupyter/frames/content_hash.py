"""A fast hash of Arrow data that depends on what it holds and not on how it is cut into batches.

Each column is three streams of bytes: the places of missing values, the lengths of what varies in length, and the
values. Concatenated over the batches, these are the same however the data is cut, so each is hashed as it comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import xxhash

if TYPE_CHECKING:
    import pyarrow as pa


def content_hash(reader: pa.RecordBatchReader, *, about: Iterable[str] = ()) -> str:
    """Hash the names and values of a stream, and what else tells frames apart, such as native types."""
    columns = [ColumnHash() for _ in reader.schema]
    rows = 0
    for batch in reader:
        rows += batch.num_rows
        for column, array in zip(columns, batch.columns, strict=True):
            column.update(array)
    return _hash_of(columns, (str(rows), *reader.schema.names, *about))


def prefix_hashes(reader: pa.RecordBatchReader, ends: Iterable[int]) -> dict[int, str]:
    """Hash the first rows of a stream, for several numbers of rows, in one pass; none of more rows than there are."""
    columns = [ColumnHash() for _ in reader.schema]
    left, rows = sorted(set(ends)), 0
    found: dict[int, str] = {}
    for batch in reader:
        start = 0
        while start < batch.num_rows:
            stop = min(batch.num_rows, left[0] - rows + start) if left else batch.num_rows
            for column, array in zip(columns, batch.slice(start, stop - start).columns, strict=True):
                column.update(array)
            rows, start = rows + stop - start, stop
            if left and left[0] == rows:
                found[left.pop(0)] = _hash_of(columns, (str(rows), *reader.schema.names))
        if not left:
            break
    return found


def _hash_of(columns: Iterable[ColumnHash], about: Iterable[str]) -> str:
    whole = xxhash.xxh3_128()
    for text in about:
        whole.update(f"{len(text)}:{text}".encode("utf-8", "surrogatepass"))
    for column in columns:
        whole.update(column.digest())
    return whole.hexdigest()


class ColumnHash:
    """The running hash of one column."""

    __slots__ = ("_children", "_rows", "_streams")

    def __init__(self) -> None:
        self._streams: dict[str, xxhash.xxh3_128] = {}
        self._children: dict[str, ColumnHash] = {}
        self._rows = 0

    def update(self, array: pa.Array) -> None:
        """Take in the next piece of the column."""
        present = self._without_missing(_without_views(array))
        if len(present):
            self._add(present)

    def digest(self) -> bytes:
        """Return the hash of all that was taken in."""
        whole = xxhash.xxh3_128(f"{self._rows}:".encode())
        for name, stream in sorted(self._streams.items()):
            whole.update(name.encode())
            whole.update(stream.digest())
        for name, child in sorted(self._children.items()):
            whole.update(name.encode())
            whole.update(child.digest())
        return whole.digest()

    def _without_missing(self, array: pa.Array) -> pa.Array:
        import pyarrow.compute as pc

        if array.null_count:
            places = pc.indices_nonzero(array.is_null()).to_numpy().astype("int64") + self._rows
            self._stream("missing").update(places)
        self._rows += len(array)
        return array.drop_null() if array.null_count else array

    def _add(self, array: pa.Array) -> None:
        import pyarrow as pa
        import pyarrow.types as t

        kind = array.type
        if isinstance(kind, pa.BaseExtensionType):
            self._add(array.storage)
        elif t.is_dictionary(kind):
            self._child("decoded").update(array.dictionary_decode())
        elif t.is_boolean(kind):
            self._add(array.cast(pa.uint8()))
        elif t.is_struct(kind):
            for field, child in zip(kind, array.flatten(), strict=True):
                self._child(field.name).update(child)
        elif t.is_list(kind) or t.is_large_list(kind) or t.is_fixed_size_list(kind):
            self._add_lists(array)
        elif _is_bytes(kind):
            self._add_bytes(array)
        elif t.is_primitive(kind) or t.is_decimal(kind) or t.is_fixed_size_binary(kind):
            width = kind.bit_width // 8
            self._stream("values").update(_piece(array.buffers()[1], array.offset * width, len(array) * width))
        else:  # maps, unions, run-end encoding: rare enough for the slow way
            self._stream("values").update(
                "".join(f"{cell!r};" for cell in array.to_pylist()).encode("utf-8", "replace")
            )

    def _add_lists(self, array: pa.Array) -> None:
        import pyarrow.compute as pc

        self._stream("lengths").update(pc.list_value_length(array).to_numpy().astype("int64"))
        self._child("item").update(array.flatten())

    def _add_bytes(self, array: pa.Array) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        self._stream("lengths").update(pc.binary_length(array).to_numpy().astype("int64"))
        _, offsets, data = array.buffers()
        if data is None:
            return
        width = 8 if pa.types.is_large_string(array.type) or pa.types.is_large_binary(array.type) else 4
        ends = memoryview(offsets).cast("B").cast("q" if width == 8 else "i")
        first, last = ends[array.offset], ends[array.offset + len(array)]
        self._stream("values").update(_piece(data, first, last - first))

    def _stream(self, name: str) -> xxhash.xxh3_128:
        stream = self._streams.get(name)
        if stream is None:
            stream = self._streams[name] = xxhash.xxh3_128()
        return stream

    def _child(self, name: str) -> ColumnHash:
        return self._children.setdefault(name, ColumnHash())


def _piece(buffer: pa.Buffer, start: int, size: int) -> memoryview:
    return memoryview(buffer)[start : start + size]


def _without_views(array: pa.Array) -> pa.Array:
    """Cast the layout for which pyarrow lacks most functions."""
    import pyarrow as pa

    is_view = pa.types.is_string_view(array.type) or pa.types.is_binary_view(array.type)
    return array.cast(pa.large_binary()) if is_view else array


def _is_bytes(kind: pa.DataType) -> bool:
    import pyarrow.types as t

    return bool(t.is_string(kind) or t.is_large_string(kind) or t.is_binary(kind) or t.is_large_binary(kind))
