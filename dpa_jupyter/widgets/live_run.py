"""The widget that shows a run while it goes on; its source in the browser is `js/live.js`."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

_STATIC = Path(__file__).parent / "static"


class LiveRun(anywidget.AnyWidget):
    """Plays the edits that it is sent; all state is with whoever sends them."""

    _esm = (_STATIC / "live.js").read_text(encoding="utf-8")
    _css = traitlets.Unicode().tag(sync=True)

    def __init__(self, style: str) -> None:
        super().__init__(_css=style + (_STATIC / "live.css").read_text(encoding="utf-8"))
