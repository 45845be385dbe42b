"""Writes text from data or a model into one line, into HTML and into Markdown, where it means nothing but itself."""

from __future__ import annotations

import re
from html import escape

from dpa_jupyter.harmless import visible

_BEFORE_EMPTY_LINE = re.compile(r"\n(?=[ \t]*(?:\n|\Z))")
_LINE_ENDS = re.compile(r"\s*\n\s*|\t")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_OPENING = re.compile(r"^(\d{0,9})([-+.)](?=\s|$)|[-=](?=[-=]*$))")


def one_line(text: str, most: int | None = None) -> str:
    """Write text on one line, of at most this many characters."""
    short = text if most is None or len(text) <= most else text[: 2 * most]
    line = _LINE_ENDS.sub(" ", visible(short).strip())
    return line if most is None or (len(line) <= most and short is text) else f"{line[: most - 1]}…"


def html_text(text: str) -> str:
    """Write text as HTML, within an element or an attribute.

    No line of it is empty: an empty line ends a block of HTML where it stands in Markdown.
    """
    return _BEFORE_EMPTY_LINE.sub("&#10;", escape(visible(text), quote=True))


def markdown_text(text: str, most: int | None = None) -> str:
    """Write text on one line so that Markdown leaves it as it is."""
    escaped = _MARKDOWN.sub(r"\\\1", one_line(text, most).replace("&", "&amp;"))
    return _LINE_OPENING.sub(r"\1\\\2", escaped)


def code_span(text: str, most: int | None = None) -> str:
    """Write text on one line as Markdown code, which no backtick in it can end."""
    line = one_line(text, most)
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{line or ' '}{pad}{fence}"
