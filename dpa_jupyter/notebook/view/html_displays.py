"""What a person is shown of a tool's work, as HTML."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import assert_never

from dpa_jupyter.displays import CodeDisplay, DifferenceDisplay, Display, PictureDisplay, TableDisplay, TextDisplay
from dpa_jupyter.notebook.view.differences import difference_html
from dpa_jupyter.notebook.view.escape import html_text, one_line
from dpa_jupyter.notebook.view.tables import table_html

LONGEST_SHOWN = 10_000
"""Characters of code or printed text."""


def displays_html(displays: Iterable[Display]) -> Iterator[str]:
    """Write what a person is shown."""
    for display in displays:
        match display:
            case TableDisplay():
                yield table_html(display)
            case PictureDisplay():
                yield picture_html(display)
            case CodeDisplay():
                yield f"<pre><code>{shortened(display.source, LONGEST_SHOWN)}</code></pre>"
            case TextDisplay():
                title = f"<p>{html_text(one_line(display.title, 200))}</p>" if display.title else ""
                yield f"{title}<pre>{shortened(display.text, LONGEST_SHOWN)}</pre>"
            case DifferenceDisplay():
                yield difference_html(display)
            case unknown:
                assert_never(unknown)


def picture_html(picture: PictureDisplay) -> str:
    """Write a picture, whole, with its title below."""
    source = f"data:image/png;base64,{b64encode(picture.png).decode('ascii')}"
    return (
        f'<figure><img alt="{html_text(one_line(picture.alt_text, 2_000))}" src="{source}" '
        f'width="{picture.width}" height="{picture.height}">'
        f"<figcaption>{html_text(one_line(picture.title, 300))}</figcaption></figure>"
    )


def shortened(text: str, most: int) -> str:
    """Write text, cut where it is long, with what is left out."""
    more = len(text) - most
    end = f"… ({more:,} more characters)" if more > 0 else ""
    return html_text(text[:most].rstrip() + end)
