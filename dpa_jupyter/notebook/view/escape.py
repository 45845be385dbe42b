r"""Makes text from data or a model harmless, and lets the eye see what is hidden in it.

Terminal codes, marks that turn the direction of writing, invisible characters and lone surrogates become Python's own
escapes, such as `\x1b` or `\u202e`. What joins letters and emoji (ZWJ, ZWNJ) stays.
"""

from __future__ import annotations

import re
from html import escape

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_BEFORE_EMPTY_LINE = re.compile(r"\n(?=[ \t]*(?:\n|\Z))")
_LINE_ENDS = re.compile(r"\s*\n\s*|\t")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_OPENING = re.compile(r"^(\d{0,9})([-+.)](?=\s|$)|[-=](?=[-=]*$))")


def visible(text: str) -> str:
    """Write what can't be seen as an escape; lines and tabs stay."""
    return _HIDDEN.sub(_escape, text.replace("\r\n", "\n"))


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


def _escape(found: re.Match[str]) -> str:
    return found.group().encode("unicode_escape").decode("ascii")
