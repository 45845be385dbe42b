"""What goes back of one run: a header, then the bodies, written without a second copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpa_jupyter.json_types import Json
from dpa_jupyter.sandbox.wire import (
    FRAME_COUNT,
    TEXT_LENGTH,
    FrameHeader,
    PictureHeader,
    ReplyHeader,
    WireError,
)

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class FramePart:
    """A frame to send, its length known before it is written."""

    table: pa.Table
    bytes: int


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A picture to send."""

    title: str
    alt_text: str
    png: bytes


@dataclass
class Reply:
    """The outcome of one run."""

    error: str = ""
    value: Json = None
    notes: list[str] = field(default_factory=list)
    frames: Mapping[str, FramePart] = field(default_factory=dict)
    pictures: list[PicturePart] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def send(self, results: int) -> None:
        """Write it all; what is too long to be told is left out, and that is told."""
        try:
            header = self._header().encode()
        except WireError as error:
            Reply(error=str(error)).send(results)
            return
        with open(results, "wb", closefd=False) as sink:
            sink.write(header)
            for frame in self.frames.values():
                _write_table(frame.table, sink)
            sink.writelines(picture.png for picture in self.pictures)

    def _header(self) -> ReplyHeader:
        return ReplyHeader(
            ok=not self.error,
            error=self.error[-TEXT_LENGTH:],
            notes=tuple(note[:TEXT_LENGTH] for note in self.notes[:FRAME_COUNT]),
            value=self.value,
            frames=tuple(FrameHeader(name, part.bytes) for name, part in self.frames.items()),
            pictures=tuple(PictureHeader(part.title, part.alt_text, len(part.png)) for part in self.pictures),
            held=tuple(self.held),
        )


def stream_length(table: pa.Table) -> int:
    """Return how many bytes a table takes as an Arrow IPC stream, without making it."""
    import pyarrow as pa

    sink = pa.MockOutputStream()
    _write_table(table, sink)
    return int(sink.size())


def _write_table(table: pa.Table, sink: object) -> None:
    import pyarrow as pa

    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
