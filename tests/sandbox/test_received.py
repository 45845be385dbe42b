"""Frames and pictures of untrusted origin: proper ones are accepted, anything else is a WireError and nothing worse."""

from __future__ import annotations

import struct

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.sandbox.received_arrow import read_table
from dpa_jupyter.sandbox.received_picture import DOTS_PER_INCH, PIXEL_COUNT, read_picture
from dpa_jupyter.sandbox.wire import PictureHeader, WireError

ACCEPTED = pa.table(
    {
        "i": [1, None, 3],
        "f": [1.5, None, float("inf")],
        "s": ["a", None, "ccc"],
        "b": [True, None, False],
        "t": pa.array([1, None, 3], pa.timestamp("us", "Europe/Paris")),
        "d": pa.array(["x", None, "x"]).dictionary_encode(),
        "l": [[1, 2], None, []],
        "n": pa.array([1, None, 3], pa.decimal128(10, 2)),
        "y": [b"a", None, b""],
    }
)


def stream_of(table: pa.Table, options: pa.ipc.IpcWriteOptions | None = None) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


STREAM = stream_of(ACCEPTED)


def test_plain_types_are_accepted_without_a_copy() -> None:
    table = read_table(STREAM)
    start, end = pa.py_buffer(STREAM).address, pa.py_buffer(STREAM).address + len(STREAM)
    assert table.equals(ACCEPTED)
    assert all(start <= chunk.buffers()[1].address < end for chunk in table.column("i").chunks)


def test_metadata_is_dropped() -> None:
    schema = pa.schema([pa.field("x", pa.int64(), metadata={"ARROW:x": "y"})], metadata={"pandas": "{}"})
    table = read_table(stream_of(pa.table({"x": [1]}, schema=schema)))
    assert table.schema.metadata is None
    assert table.schema.field("x").metadata is None


@pytest.mark.parametrize(
    "column",
    [
        pa.nulls(5),
        pa.array([{"a": 1}]),
        pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())),
        pa.array(["a"], pa.string_view()),
        pa.array([[[1]]]),
        pa.array([[1, 2]], pa.list_(pa.int64(), 2)),
        pa.array([b"", b""], pa.binary(0)),
        pa.RunEndEncodedArray.from_arrays([1000], [1]),
        pa.array([1], pa.timestamp("us", "../../etc/passwd")),
        pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1], pa.int8())),
        pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])]),
    ],
    ids=lambda column: str(column.type),
)
def test_other_types_are_refused(column: pa.Array) -> None:
    with pytest.raises(WireError):
        read_table(stream_of(pa.table({"x": column})))


@pytest.mark.parametrize("codec", ["zstd", "lz4"])
def test_compressed_streams_are_refused(codec: str) -> None:
    options = pa.ipc.IpcWriteOptions(compression=codec)
    for column in (pa.array(range(10_000)), pa.array(["x"] * 10_000).dictionary_encode()):
        with pytest.raises(WireError, match="compressed"):
            read_table(stream_of(pa.table({"x": column}), options))


def test_offsets_and_indices_outside_of_their_data_are_refused() -> None:
    strings = stream_of(pa.table({"x": ["a", "b"]})).replace(struct.pack("<3i", 0, 1, 2), struct.pack("<3i", 0, 1, 99))
    wrong = pa.DictionaryArray.from_arrays(pa.array([0, 77], pa.int8()), pa.array(["a"]), safe=False)
    for stream in (strings, stream_of(pa.table({"x": wrong}))):
        with pytest.raises(WireError):
            read_table(stream)


def test_a_stream_without_columns_or_with_too_many_is_refused() -> None:
    for table in (pa.table({}), pa.table({str(number): [1] for number in range(10_001)})):
        with pytest.raises(WireError, match="columns"):
            read_table(stream_of(table))


@given(st.binary(max_size=500))
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        read_table(data)


@given(st.data())
def test_damaged_streams_are_refused_or_give_a_valid_table(data: st.DataObject) -> None:
    damaged = bytearray(STREAM)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)) | st.just(len(damaged)))
    try:
        table = read_table(bytes(damaged[:cut]))
    except WireError:
        return
    table.validate(full=True)


def png_of(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + bytes(9)


def test_the_size_of_a_picture_is_what_its_header_says() -> None:
    picture = read_picture(PictureHeader("title", "words", 0), png_of(3 * DOTS_PER_INCH, DOTS_PER_INCH))
    assert (picture.width, picture.height) == (3 * 96, 96)
    assert (picture.title, picture.alt_text) == ("title", "words")


@pytest.mark.parametrize(
    "png",
    [b"", b"<svg onload=alert(1)>", png_of(1, 1)[:20], png_of(0, 5), png_of(PIXEL_COUNT, 2), b"GIF89a" + bytes(100)],
)
def test_what_is_no_picture_is_refused(png: bytes) -> None:
    with pytest.raises(WireError):
        read_picture(PictureHeader("", "", len(png)), png)
