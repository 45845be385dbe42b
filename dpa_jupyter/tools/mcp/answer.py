"""A server's answer as an observation: text from outside, bounded, and pictures only of two kinds that were checked."""

from __future__ import annotations

import base64
import binascii
import io
import json
from collections.abc import Sequence

from mcp_types import CallToolResult, ContentBlock, EmbeddedResource, ImageContent, TextContent, TextResourceContents

from dpa_jupyter.displays import Display, PictureDisplay, TextDisplay
from dpa_jupyter.json_types import Json
from dpa_jupyter.sandbox.received_picture import png_size
from dpa_jupyter.tools.tool import Observation

TOLD_LENGTH = 20_000
"""Characters of an answer that the model is told, and that the person is shown."""
MOST_PICTURES = 4
MOST_PIXELS = 25_000_000
MOST_PICTURE_BYTES = 4 << 20
WIDEST = 720
"""CSS pixels."""
_JPEG = b"\xff\xd8\xff"


class PictureError(ValueError):
    """A picture is none, or one that is not shown, and why."""


def observed(tool: str, result: CallToolResult) -> Observation:
    """Turn an answer into what model, person and Python get of it."""
    text = "\n".join(filter(None, map(_text, result.content)))
    structured = _bounded(result.structured_content)
    told: dict[str, Json] = {}
    if text and not (structured is not None and _says_the_same(text, structured)):
        told["text"] = _shortened(text)
    if structured is not None:
        told["structured"] = structured
    elif result.structured_content is not None and not text:
        told["text"] = _shortened(json.dumps(result.structured_content, ensure_ascii=False))
    pictures, refused = _pictures(tool, result.content)
    if pictures:
        told["pictures"] = [picture.alt_text for picture in pictures]
    if left_out := [*refused, *(block.type for block in result.content if _is_left_out(block))]:
        told["left_out"] = list(left_out)
    shown: tuple[Display, ...] = (TextDisplay(_shortened(text), tool),) if text else ()
    if result.is_error:
        return Observation({"error": _shortened(text) or "the tool failed"}, displays=shown, ok=False)
    value = text if result.structured_content is None else result.structured_content
    return Observation(told or {"text": ""}, value, (*shown, *pictures))


def _text(block: ContentBlock) -> str:
    if isinstance(block, TextContent):
        return block.text
    if isinstance(block, EmbeddedResource) and isinstance(block.resource, TextResourceContents):
        return block.resource.text
    return ""


def _is_left_out(block: ContentBlock) -> bool:
    return not isinstance(block, ImageContent) and not _text(block) and not isinstance(block, TextContent)


def _bounded(structured: Json) -> Json:
    """Return a value that is short enough to be told, else nothing."""
    if structured is None or len(json.dumps(structured, ensure_ascii=False)) > TOLD_LENGTH:
        return None
    return structured


def _says_the_same(text: str, structured: Json) -> bool:
    """Tell whether the text is the structured value once more, as the protocol advises."""
    if isinstance(structured, dict) and structured == {"result": text}:
        return True
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return read in (structured, structured.get("result") if isinstance(structured, dict) else structured)


def _shortened(text: str) -> str:
    if len(text) <= TOLD_LENGTH:
        return text
    half = TOLD_LENGTH // 2
    return f"{text[:half]}\n… {len(text) - TOLD_LENGTH:,} characters left out …\n{text[-half:]}"


def _pictures(tool: str, content: Sequence[ContentBlock]) -> tuple[list[PictureDisplay], list[str]]:
    pictures: list[PictureDisplay] = []
    refused: list[str] = []
    for block in content:
        if not isinstance(block, ImageContent):
            continue
        if len(pictures) >= MOST_PICTURES:
            refused.append(f"a picture after the first {MOST_PICTURES}")
            continue
        try:
            pictures.append(picture(tool, block.data))
        except PictureError as error:
            refused.append(str(error))
    return pictures, refused


def picture(tool: str, data: str) -> PictureDisplay:
    """Read a picture of untrusted origin; a PNG is taken as it is, a JPEG is drawn anew as one.

    Raises:
        PictureError: it is neither, or is too large.
    """
    try:
        content = base64.b64decode(data, validate=True)
    except (ValueError, binascii.Error):
        raise PictureError("a picture that is no base64") from None
    if len(content) > MOST_PICTURE_BYTES:
        raise PictureError(f"a picture of {len(content):,} bytes")
    if content.startswith(_JPEG):
        content = _from_jpeg(content)
    size = png_size(content)
    if size is None:
        raise PictureError("a picture that is neither PNG nor JPEG")
    width, height = size
    _check(width, height)
    scale = min(1.0, WIDEST / width)
    alt_text = f"a picture of {width} by {height} pixels from {tool}"
    return PictureDisplay(tool, alt_text, content, round(width * scale) or 1, round(height * scale) or 1)


def _from_jpeg(content: bytes) -> bytes:
    from PIL import Image

    drawn = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            _check(*image.size)
            image.convert("RGB").save(drawn, "PNG")
    except (OSError, ValueError, SyntaxError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError("a picture that is no whole JPEG") from None
    return drawn.getvalue()


def _check(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise PictureError(f"a picture of {width:,} by {height:,} pixels")
