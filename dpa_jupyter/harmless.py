r"""Makes text from data or a model harmless wherever it is shown, and lets the eye see what is hidden in it.

Terminal codes, marks that turn the direction of writing, invisible characters and lone surrogates become Python's own
escapes, such as `\x1b` or `\u202e`. What joins letters and emoji (ZWJ, ZWNJ) stays.
"""

from __future__ import annotations

import re
from typing import TextIO

LONGEST_MARKDOWN = 200_000
"""Characters that are read as Markdown; what is longer is shown as it is."""
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_OPENS_LIVE_PART = re.compile(r"[\[!]")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def visible(text: str) -> str:
    """Write what can't be seen as an escape; lines and tabs stay."""
    return _HIDDEN.sub(_escape, text.replace("\r\n", "\n"))


def disarmed(text: str) -> str:
    """Return Markdown that nothing is live in, whatever renders it: unchanged if there is nothing in it already."""
    plain = visible(text)
    if len(plain) <= LONGEST_MARKDOWN and not _has_live_parts(plain):
        return plain
    return _OPENS_LIVE_PART.sub(r"\\\g<0>", plain.replace("&", "&amp;").replace("<", "&lt;"))


def is_safe_link(url: str) -> bool:
    """Tell whether a link goes to the web or to mail, and so does nothing before it is clicked."""
    return bool(_SAFE_LINK.match(url))


def writable(text: str, out: TextIO) -> str:
    """Return text with a question mark for each character that a stream can't take."""
    encoding: str | None = getattr(out, "encoding", None)  # what stands in for a stream may have none
    if encoding is None:
        return text
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode(encoding, "replace").decode(encoding)
    return text


def _has_live_parts(text: str) -> bool:
    """Tell whether a lenient renderer would find HTML, a picture, or a link to anything but the web and mail."""
    from markdown_it import MarkdownIt

    lenient = MarkdownIt("commonmark", {"html": True}).enable("table")
    lenient.validateLink = lambda url: True  # type: ignore[method-assign]  # so that all are found
    tokens = lenient.parse(text)
    every = [*tokens, *(child for token in tokens for child in token.children or ())]
    return any(
        token.type in ("html_block", "html_inline", "image")
        or (token.type == "link_open" and not is_safe_link(str(token.attrs["href"])))
        for token in every
    )


def _escape(found: re.Match[str]) -> str:
    return found.group().encode("unicode_escape").decode("ascii")
