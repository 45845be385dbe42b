"""The one output of a run, in the forms that front ends choose from."""

from __future__ import annotations

from collections.abc import Mapping

from dpa_jupyter import __version__
from dpa_jupyter.notebook.view.html import run_html
from dpa_jupyter.notebook.view.text import run_markdown, run_text
from dpa_jupyter.notebook.view.transcript import Transcript


def bundle(transcript: Transcript) -> dict[str, str]:
    """Return the run as HTML, Markdown and plain text; none needs a kernel, a script or a network."""
    return {
        "text/html": run_html(transcript),
        "text/markdown": run_markdown(transcript),
        "text/plain": run_text(transcript),
    }


def metadata(run_id: str | None) -> Mapping[str, Mapping[str, str | None]]:
    """Return what the output says of itself; nothing in it is ever run or trusted."""
    return {"dpa": {"version": __version__, "run_id": run_id}}
