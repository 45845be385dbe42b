"""The parser of replies: proper ones are read, anything else is a WireError and nothing worse."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.wire import (
    PREFIX,
    FrameHeader,
    FrameRequest,
    PictureHeader,
    ReplyHeader,
    Request,
    WireError,
    read_header,
    read_prefix,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
lengths = st.integers(0, 1000)
names = st.from_regex(r"[a-z_]\w{0,10}", fullmatch=True).filter(str.isidentifier)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)
headers = st.builds(
    ReplyHeader,
    ok=st.booleans(),
    error=texts,
    notes=st.lists(texts, max_size=3).map(tuple),
    value=st.none() | st.lists(st.integers() | texts, max_size=5) | texts | st.integers(),
    frames=st.lists(st.builds(FrameHeader, names, lengths), max_size=3, unique_by=lambda frame: frame.name).map(tuple),
    pictures=st.lists(st.builds(PictureHeader, texts, texts, lengths), max_size=3).map(tuple),
    held=st.lists(names, max_size=3).map(tuple),
)


@given(headers)
def test_what_a_worker_writes_is_read_back(header: ReplyHeader) -> None:
    data = header.encode()
    assert read_prefix(data[: PREFIX.size]) == len(data) - PREFIX.size
    assert read_header(data[PREFIX.size :], 10_000) == header


@given(st.binary(max_size=200))
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        read_header(data, 10_000)


@given(values)
def test_any_other_json_is_refused(value: object) -> None:
    with pytest.raises(WireError):
        read_header(json.dumps(value).encode(), 10_000)


@given(headers, st.data())
def test_a_header_with_one_part_of_another_kind_is_refused_or_still_proper(
    header: ReplyHeader, data: st.DataObject
) -> None:
    given_header = json.loads(header.encode()[PREFIX.size :])
    part = data.draw(st.sampled_from(sorted(given_header)))
    given_header[part] = data.draw(values | st.just([{}]) | st.just([{"name": "x", "bytes": -1}]))
    try:
        read = read_header(json.dumps(given_header).encode(), 10_000)
    except WireError:
        return
    assert isinstance(read, ReplyHeader)
    assert all(isinstance(length, int) and length >= 0 for length in read.body_lengths)


@given(headers, st.data())
def test_a_header_with_flipped_bytes_is_refused_or_still_proper(header: ReplyHeader, data: st.DataObject) -> None:
    flipped = bytearray(header.encode()[PREFIX.size :])
    for _ in range(data.draw(st.integers(1, 5))):
        flipped[data.draw(st.integers(0, len(flipped) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_header(bytes(flipped), 10_000)
    except WireError:
        return


@pytest.mark.parametrize(
    "changes",
    [
        {"value": float("nan")},
        {"value": [[[[[[[[[[]]]]]]]]]]},
        {"frames": [{"name": "x", "bytes": 10_001}]},
        {"frames": [{"name": "x", "bytes": 2**70}]},
        {"frames": [{"name": "x", "bytes": True}]},
        {"frames": [{"name": "x", "bytes": 1}] * 2},
        {"frames": [{"name": "../x", "bytes": 1}]},
        {"frames": [{"name": "x", "bytes": 1, "more": 1}]},
        {"pictures": [{"title": "x" * 1000, "alt_text": "", "bytes": 1}]},
        {"pictures": [{"title": "", "alt_text": "", "bytes": 9 << 20}]},
        {"error": "x" * 100_000},
        {"held": ["not a name"]},
        {"ok": 1},
        {"unknown": 1},
    ],
)
def test_a_header_that_asks_too_much_is_refused(changes: dict[str, object]) -> None:
    header = json.loads(ReplyHeader(True).encode()[PREFIX.size :])
    with pytest.raises(WireError):
        read_header(json.dumps(header | changes).encode(), 10_000)


def test_deep_json_is_refused() -> None:
    with pytest.raises(WireError):
        read_header(b'{"value":' + b"[" * 100_000, 10_000)


def test_lone_surrogates_do_not_get_through() -> None:
    header = ReplyHeader(True).encode()[PREFIX.size :].replace(b'"value": null', b'"value": "\\ud800"')
    assert read_header(header, 0).value == "?"


@given(st.text(max_size=100), st.lists(names, max_size=3))
def test_requests_come_through(code: str, keys: list[str]) -> None:
    frames = tuple(FrameRequest(key, key, "polars") for key in keys)
    request = Request(code, frames, tuple(keys), CodeLimits(seconds=1.5))
    assert Request.decode(request.encode()) == request
