"""A worker's reply becomes data that the kernel may hold: every frame and picture is checked first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.displays import PictureDisplay
from dpa_jupyter.sandbox.received_arrow import read_table
from dpa_jupyter.sandbox.received_picture import read_picture
from dpa_jupyter.sandbox.wire import ReplyHeader
from dpa_jupyter.sandbox.worker_process import Reply

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Accepted:
    """A reply whose parts were all found proper; what they say is still a claim of the code."""

    header: ReplyHeader
    frames: Mapping[str, pa.Table]
    pictures: tuple[PictureDisplay, ...]


def accept(reply: Reply) -> Accepted:
    """Check the bodies of a reply; this takes time in proportion to their size.

    Raises:
        WireError: one of them is not what the header says.
    """
    header = reply.header
    tables, pngs = reply.bodies[: len(header.frames)], reply.bodies[len(header.frames) :]
    frames = {frame.name: read_table(table) for frame, table in zip(header.frames, tables, strict=True)}
    pictures = tuple(read_picture(picture, bytes(png)) for picture, png in zip(header.pictures, pngs, strict=True))
    return Accepted(header, frames, pictures)
