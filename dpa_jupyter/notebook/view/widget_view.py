"""A run in a small widget while it goes on, and in a static output when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from IPython.display import display, update_display

from dpa_jupyter.events import Event
from dpa_jupyter.notebook.view.bundle import bundle, metadata
from dpa_jupyter.notebook.view.live_edits import Edit, LiveEdits
from dpa_jupyter.notebook.view.question import LONGEST_TYPED
from dpa_jupyter.notebook.view.style import style
from dpa_jupyter.notebook.view.view import Offer, Offered
from dpa_jupyter.widgets.live_run import LiveRun

PAUSE = 0.1
"""Seconds between two messages; a server drops messages above 1,000 a second, and nobody reads that fast."""
LONG_TEXT = 8_000
LONG_PAUSE = 1.0
WORTH_A_MESSAGE = 3_000
"""Far into a long text, a message waits for so many characters or so many seconds: each costs 700 bytes of its own."""
NOT_FINISHED = "This run did not come to its end: the kernel went away."


class WidgetView:
    """Sends edits in numbered batches, and those again that the browser asks for."""

    def __init__(self) -> None:
        self._widget = LiveRun(style())
        self._edits = LiveEdits()
        self._log: list[Edit] = []
        self._waiting: list[Edit] = []
        self._words: list[str] = []
        """The text of the last edit that waits, where it is one that says something."""
        self._words_waiting = 0
        self._words_sent = 0
        self._sent_at = 0.0
        self._resend_from: int | None = None
        self._page_is_new = False
        """The page was loaded again: it has the widget, but hears of no change of the output any more."""
        self._run_id: str | None = None
        self._stop: Callable[[], None] | None = None
        self._is_heard = False
        """Whether the page has spoken while the cell runs: then its buttons work, in this front end and kernel."""
        self._offers: dict[str, Offer] = {}
        """By their key."""

    def open(self, run_id: str | None, stop: Callable[[], None]) -> None:
        """Show the widget, with words for front ends that know no widgets."""
        self._run_id, self._stop = run_id, stop
        self._widget.on_msg(self._hear)
        view = {
            "application/vnd.jupyter.widget-view+json": {
                "version_major": 2,
                "version_minor": 0,
                "model_id": self._widget.model_id,
            },
            "text/html": f"<p>{NOT_FINISHED}</p>",
            "text/plain": NOT_FINISHED,
        }
        display(view, raw=True, metadata=metadata(run_id), display_id=self._display_id)

    def show(self, event: Event) -> None:
        """Queue what the event changes; text that goes on is put together until it is sent."""
        for edit in self._edits.of(event):
            if edit.kind == "say":
                self._queue_words(edit)
            else:
                self._seal()
                if edit.kind == "progress" and self._waiting and self._waiting[-1][:2] == edit[:2]:
                    self._waiting.pop()
                self._waiting.append(edit)

    def tick(self, *, now: bool = False) -> None:
        """Send what waits, if it is time to."""
        if self._resend_from is not None:
            start, self._resend_from = self._resend_from, None
            if start < len(self._log):
                self._page_is_new = self._page_is_new or start == 0
                self._send(start, self._log[start:])
        if now or self._is_due():
            self._flush()

    def offer(self, offer: Offer) -> Offered:
        """Show buttons, once the page is known to be there."""
        if self._is_heard and offer.key not in self._offers:
            self._offers[offer.key] = offer
            self._seal()
            self._waiting += self._edits.offer(offer)
        return "offered" if self._is_heard else "not yet"

    def close(self) -> None:
        """Put the static output in the widget's place."""
        self._flush()
        whole = bundle(self._edits.transcript)
        update_display(whole, raw=True, metadata=metadata(self._run_id), display_id=self._display_id)
        if not self._page_is_new:
            self._widget.close()

    @property
    def _display_id(self) -> str:
        return f"dpa-{self._widget.model_id}"

    def _queue_words(self, edit: Edit) -> None:
        if self._words and self._waiting[-1].place != edit.place:
            self._seal()
        if not self._words:
            self._waiting.append(edit)
        self._words.append(edit.what)
        self._words_waiting += len(edit.what)

    def _seal(self) -> None:
        if self._words:
            self._waiting[-1] = self._waiting[-1]._replace(what="".join(self._words))
            self._words.clear()

    def _is_due(self) -> bool:
        if not self._waiting:
            return False
        waited = time.monotonic() - self._sent_at
        only_words = all(edit.kind == "say" for edit in self._waiting)
        if only_words and self._words_sent > LONG_TEXT and self._words_waiting < WORTH_A_MESSAGE:
            return waited >= LONG_PAUSE
        return waited >= PAUSE

    def _flush(self) -> None:
        self._seal()
        if self._waiting:
            start = len(self._log)
            self._log += self._waiting
            self._send(start, self._waiting)
            self._words_sent += self._words_waiting
            self._waiting, self._words_waiting = [], 0
            self._sent_at = time.monotonic()

    def _send(self, start: int, edits: Sequence[Edit]) -> None:
        self._widget.send({"n": start, "edits": edits})

    def _hear(self, _widget: object, message: Mapping[str, object], _buffers: object) -> None:
        """Note what the browser wants; which thread calls depends on the kernel's version and the front end."""
        self._is_heard = True
        if message.get("type") == "answer":
            self._take_answer(message)
        elif message.get("type") == "stop" and self._stop is not None:
            self._stop()
        elif message.get("type") == "resend" and isinstance(message.get("from"), int):
            self._resend_from = int(str(message["from"]))

    def _take_answer(self, message: Mapping[str, object]) -> None:
        offer = self._offers.get(str(message.get("key")))
        if offer is None:
            return
        reason = str(message.get("reason") or "").strip()[:LONGEST_TYPED]
        match message.get("answer"):
            case "once" | "session" | "no" as answer:
                offer.answer(answer, reason if answer == "no" else "")
            case _:
                pass
