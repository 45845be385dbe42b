"""The two messages between a runner and its worker.

A request goes down a socket, with the descriptors of new frames: `length (u32) | JSON`. The worker trusts it.

A reply comes back through one pipe: `MAGIC | length (u32) | JSON header | bodies`. The header gives the length of each
body (frames as Arrow IPC streams, then pictures as PNG). It is the word of untrusted code: nothing in it is believed
before it was checked, and nothing in it can be run.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias, TypeVar, cast

from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.sandbox.code_runner import CodeLimits

MAGIC = b"DPA1"
PREFIX = struct.Struct("<4sI")
LENGTH = struct.Struct("<I")
HEADER_BYTES = 1 << 18
TEXT_LENGTH = 20_000
NAME_LENGTH = 200
VALUE_DEPTH = 8
FRAME_COUNT = 64
HELD_COUNT = 1_000
PICTURE_COUNT = 16
PICTURE_BYTES = 8 << 20

Library: TypeAlias = Literal["pandas", "polars", "pyarrow"]


class WireError(ValueError):
    """What came through the pipe is no reply."""


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """A frame that the code shall find under a name."""

    name: str
    key: str
    """Of its content: frames of one key are the same memory."""
    library: Library


@dataclass(frozen=True, slots=True)
class Request:
    """Code to run."""

    code: str
    frames: tuple[FrameRequest, ...]
    new_keys: tuple[str, ...]
    """Of the contents whose descriptors come with this request, in their order; one in two parts is named twice."""
    limits: CodeLimits

    def encode(self) -> bytes:
        """Return the JSON of this request."""
        return json.dumps(self, default=_fields).encode()

    @classmethod
    def decode(cls, data: bytes) -> Request:
        """Read a request that `encode` made."""
        given = json.loads(data)
        frames = tuple(FrameRequest(**frame) for frame in given["frames"])
        return cls(given["code"], frames, tuple(given["new_keys"]), CodeLimits(**given["limits"]))


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """A frame whose Arrow IPC stream of `bytes` bytes is among the bodies."""

    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class PictureHeader:
    """A picture whose PNG of `bytes` bytes is among the bodies."""

    title: str
    alt_text: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ReplyHeader:
    """What came of the code."""

    ok: bool
    error: str = ""
    notes: tuple[str, ...] = ()
    value: Json = None
    frames: tuple[FrameHeader, ...] = ()
    pictures: tuple[PictureHeader, ...] = ()
    held: tuple[str, ...] = ()
    """Names of all the frames that are the code's own; they need not be handed over again."""

    @property
    def body_lengths(self) -> tuple[int, ...]:
        """The lengths of the bodies that follow, in their order."""
        frames = tuple(frame.bytes for frame in self.frames)
        return frames + tuple(picture.bytes for picture in self.pictures)

    def encode(self) -> bytes:
        """Return the prefix and the JSON of this header.

        Raises:
            WireError: it is longer than a header may be.
        """
        header = json.dumps(self, default=_fields, allow_nan=False).encode()
        if len(header) > HEADER_BYTES:
            raise WireError("the value and the texts of the result are too long")
        return PREFIX.pack(MAGIC, len(header)) + header


def _fields(part: Any) -> dict[str, object]:  # noqa: ANN401 - a dataclass; JSON knows no such type
    return {field.name: getattr(part, field.name) for field in fields(part)}


def read_prefix(prefix: bytes | memoryview) -> int:
    """Return the length of the header that follows.

    Raises:
        WireError: this is no prefix, or it promises too much.
    """
    magic, length = PREFIX.unpack(prefix)
    if magic != MAGIC or length > HEADER_BYTES:
        raise WireError("the result does not begin as one")
    return cast("int", length)


def read_header(data: bytes, body_bytes: int) -> ReplyHeader:
    """Read a header whose bodies are `body_bytes` long together at most.

    Raises:
        WireError: it is not of the form that a worker writes, or something is too long or too many.
    """
    try:
        given = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise WireError("the header of the result is no JSON") from error
    known = _object(given, ReplyHeader)
    header = ReplyHeader(
        ok=_flag(known["ok"]),
        error=_text(known["error"], TEXT_LENGTH),
        notes=tuple(_text(note, TEXT_LENGTH) for note in _items(known["notes"], 2 * FRAME_COUNT)),
        value=_value(known["value"], VALUE_DEPTH),
        frames=tuple(_frame(frame) for frame in _items(known["frames"], FRAME_COUNT)),
        pictures=tuple(_picture(picture) for picture in _items(known["pictures"], PICTURE_COUNT)),
        held=tuple(_name(name) for name in _items(known["held"], HELD_COUNT)),
    )
    if len({frame.name for frame in header.frames}) < len(header.frames):
        raise WireError("two frames of the result have one name")
    if sum(header.body_lengths) > body_bytes:
        raise WireError(f"the result is larger than {body_bytes:,} bytes")
    return header


def _refuse(constant: str) -> Json:
    raise ValueError(constant)


_Header = TypeVar("_Header", ReplyHeader, FrameHeader, PictureHeader)


def _object(given: object, kind: type[_Header]) -> JsonObject:
    if not isinstance(given, Mapping) or set(given) != {field.name for field in fields(kind)}:
        raise WireError(f"the result has no proper {kind.__name__}")
    return given


def _frame(given: Json) -> FrameHeader:
    known = _object(given, FrameHeader)
    return FrameHeader(_name(known["name"]), _length(known["bytes"]))


def _picture(given: Json) -> PictureHeader:
    known = _object(given, PictureHeader)
    length = _length(known["bytes"])
    if length > PICTURE_BYTES:
        raise WireError(f"a picture of the result is larger than {PICTURE_BYTES:,} bytes")
    return PictureHeader(_text(known["title"], NAME_LENGTH), _text(known["alt_text"], TEXT_LENGTH), length)


def _flag(given: Json) -> bool:
    if not isinstance(given, bool):
        raise WireError("a flag of the result is none")
    return given


def _text(given: Json, most: int) -> str:
    if not isinstance(given, str) or len(given) > most:
        raise WireError("a text of the result is none, or too long")
    return given.encode("utf-8", "replace").decode()  # JSON can smuggle lone surrogates in


def _name(given: Json) -> str:
    name = _text(given, NAME_LENGTH)
    if not name.isidentifier():
        raise WireError("a frame of the result has no proper name")
    return name


def _length(given: Json) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or given < 0:
        raise WireError("a length of the result is none")
    return given


def _items(given: Json, most: int) -> Sequence[Json]:
    if not isinstance(given, list) or len(given) > most:
        raise WireError("a list of the result is none, or too long")
    return given


def _value(given: Json, depth: int) -> Json:
    if depth == 0:
        raise WireError("the value of the result is too deep")
    if isinstance(given, str):
        return _text(given, TEXT_LENGTH)
    if isinstance(given, list):
        return [_value(item, depth - 1) for item in given]
    if isinstance(given, dict):
        return {_text(name, TEXT_LENGTH): _value(item, depth - 1) for name, item in given.items()}
    return given
