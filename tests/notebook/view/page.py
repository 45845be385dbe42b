"""Reads HTML as strictly as a view must write it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ELEMENTS = frozenset(
    {
        "section",
        "style",
        "header",
        "footer",
        "div",
        "span",
        "p",
        "b",
        "strong",
        "i",
        "em",
        "s",
        "del",
        "ins",
        "bdi",
        "ul",
        "ol",
        "li",
    }
    | {"details", "summary", "figure", "figcaption", "img", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    | {"pre", "code", "h3", "h4", "h5", "h6", "blockquote", "hr", "br", "a", "button", "dl", "dt", "dd"}
)
ATTRIBUTES = frozenset(
    {"class", "dir", "scope", "alt", "src", "width", "height", "href", "target", "rel", "open", "start", "type"}
    | {"data-since"}
)
VOID = {"img", "br", "hr"}


class Page(HTMLParser):
    """Fails on whatever a view never writes; collects the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.elements: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, f"not closed: {self._open}"
        assert not re.search(r"\n[ \t]*\n", html), "an empty line would end the block where it stands in Markdown"

    @property
    def text(self) -> str:
        """Return what is read of it."""
        return "".join(self.pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name == "href":
                assert re.match(r"(https?://|mailto:)", value or "", re.IGNORECASE), value
            if name == "src":
                assert (value or "").startswith("data:image/png;base64,"), value
        self.elements.append(tag)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")
