"""A model's Markdown as HTML in which nothing is live: no HTML of its own, no pictures from elsewhere, few links."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from dpa_jupyter.harmless import LONGEST_MARKDOWN, is_safe_link, visible
from dpa_jupyter.notebook.view.escape import html_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
"""An answer stands within a notebook, whose own headings are above it."""


def markdown_html(text: str) -> str:
    """Render Markdown as HTML without empty lines."""
    if len(text) > LONGEST_MARKDOWN:
        return f"<pre>{html_text(text)}</pre>"
    rendered: str = _renderer().render(visible(text))
    return rendered.strip()


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    markdown.validateLink = is_safe_link  # type: ignore[method-assign]  # the way that its documentation shows
    markdown.core.ruler.push("plain", _make_plain)
    markdown.add_render_rule("fence", _code)
    markdown.add_render_rule("code_block", _code)
    markdown.add_render_rule("image", _image)
    return markdown


def _make_plain(state: StateCore) -> None:
    """Lower the headings, align by class in place of style, and open links elsewhere, without a word on whence."""
    for token in state.tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
        if "style" in token.attrs:
            token.attrs = {"class": "dpa-number"} if "right" in str(token.attrs["style"]) else {}
        for child in token.children or ():
            if child.type == "link_open":
                child.attrs = {"href": child.attrs["href"], "target": "_blank", "rel": "noopener noreferrer nofollow"}


def _code(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _environment: EnvType
) -> str:
    return f"<pre><code>{html_text(tokens[index].content)}</code></pre>\n"


def _image(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _environment: EnvType
) -> str:
    """Name a picture but never fetch it: its address could carry data away."""
    return f"<em>[picture: {html_text(tokens[index].content)}]</em>"
