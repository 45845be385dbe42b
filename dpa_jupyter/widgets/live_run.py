"""The widget that shows a run while it goes on; its source in the browser is `js/live.js`."""

from __future__ import annotations

import re
from pathlib import Path

import anywidget
import traitlets

_JS = Path(__file__).parent / "js"
_COMMENTS = re.compile(r"^\s*/\*\*.*?\*/\n", re.MULTILINE | re.DOTALL)


class LiveRun(anywidget.AnyWidget):
    """Plays the edits that it is sent; all state is with whoever sends them."""

    _esm = _COMMENTS.sub("", (_JS / "live.js").read_text(encoding="utf-8"))  # it travels with every run
    _css = traitlets.Unicode().tag(sync=True)

    def __init__(self, style: str) -> None:
        super().__init__(_css=style + (_JS / "live.css").read_text(encoding="utf-8"))
