"""A PNG of untrusted origin becomes a picture to show, or is refused; it is never decoded here."""

from __future__ import annotations

import struct

from dpa_jupyter.displays import PictureDisplay
from dpa_jupyter.sandbox.wire import PictureHeader, WireError

PIXEL_COUNT = 50_000_000
DOTS_PER_INCH = 144
"""The worker draws at one and a half times the 96 CSS pixels of an inch: sharp, and not large."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def read_picture(header: PictureHeader, png: bytes) -> PictureDisplay:
    """Return a picture whose size is what its first chunk says.

    Raises:
        WireError: this is no PNG, or it is one of too many pixels.
    """
    size = png_size(png)
    if size is None:
        raise WireError("a picture of the result is no PNG")
    width, height = size
    if not 0 < width * height <= PIXEL_COUNT:
        raise WireError(f"a picture of the result has {width:,} by {height:,} pixels")
    scale = 96 / DOTS_PER_INCH
    return PictureDisplay(header.title, header.alt_text, png, round(width * scale) or 1, round(height * scale) or 1)


def png_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels, as the first chunk says; None where this does not begin as a PNG."""
    start = len(_SIGNATURE)
    if not content.startswith(_SIGNATURE) or len(content) < start + 8:
        return None
    width, height = struct.unpack_from(">II", content, start)
    return width, height
