"""The quality panel: questions from the browser in, the desk's answers out; its source is in `js/source`."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import anywidget
import traitlets

from dpa_jupyter.errors import DpaError
from dpa_jupyter.quality.desk.desk import QualityDesk

STATIC = Path(__file__).parent / "static"
LARGEST = 200_000
"""Bytes of an answer: more would be felt on a slow line."""
FIRST_COLUMNS = 100
FIRST_FINDINGS = 50
"""What is sent along with the panel; as many of each as the browser asks for at once."""


class QualityPanel(anywidget.AnyWidget):
    """A view of a desk; it holds nothing itself, so several may stand on one desk."""

    _esm = (STATIC / "quality.js").read_text(encoding="utf-8")
    _css = (STATIC / "quality.css").read_text(encoding="utf-8")
    first = traitlets.Dict().tag(sync=True)
    """What is painted before anything is asked, and while a cell runs, when nothing is answered."""

    def __init__(self, desk: QualityDesk, fallback: Callable[[], Mapping[str, str]] = dict) -> None:
        """Show this desk.

        Args:
            desk: Answers the questions.
            fallback: Makes what a front end shows that has no kernel or no widgets, by MIME type.
        """
        super().__init__()
        self._desk, self._fallback = desk, fallback
        self._turn = threading.RLock()  # some kernels take messages in several threads
        self.on_msg(self._hear)
        desk.on_change(self._tell)  # before it is painted, or a version in between would be heard of by nobody
        self._tell(0)

    def _repr_mimebundle_(self, **options: dict[str, object]) -> tuple[dict[str, object], dict[str, object]] | None:
        shown = super()._repr_mimebundle_(**options)
        return shown and ({**shown[0], **self._fallback()}, shown[1])

    def _tell(self, _version: int) -> None:
        with self._turn:
            self.first = painted_first(self._desk)

    def _hear(self, _widget: object, message: Mapping[str, object], _buffers: object) -> None:
        if message.get("type") != "ask":
            return
        with self._turn:
            self.send({"id": message.get("id"), **self._answer(message)})

    def _answer(self, message: Mapping[str, object]) -> Mapping[str, object]:
        method, parameters = message.get("method"), message.get("parameters")
        if method not in _QUESTIONS or not isinstance(parameters, dict):
            return _refusal("this kernel has an older or newer dpa_jupyter than the page; run the cell again")
        try:
            value: object = getattr(self._desk, str(method))(**parameters)
            size = len(json.dumps(value, allow_nan=False))
        except DpaError as error:
            return _refusal(str(error))
        except Exception as error:  # noqa: BLE001 - a message has no cell to show a traceback in
            return _refusal(f"{type(error).__name__}: {error}")
        return {"type": "answer", "value": value} if size <= LARGEST else _refusal("the answer is too large to show")


def painted_first(desk: QualityDesk) -> dict[str, object]:
    """Return what is seen of a desk without asking."""
    return {
        "overview": desk.overview(),
        "columns": desk.columns("place", False, "", 0, FIRST_COLUMNS),
        "findings": desk.findings("", 0, FIRST_FINDINGS),
    }


def _refusal(reason: str) -> Mapping[str, object]:
    return {"type": "refusal", "reason": reason}


_QUESTIONS = frozenset(
    {"columns", "column", "findings", "rows", "brush", "compare", "record", "preview", "apply", "undo", "code"}
)
"""The methods of a desk that a page may call."""
