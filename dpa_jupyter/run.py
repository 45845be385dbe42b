"""One request on its way: what the kernel's main thread holds of it."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future

from dpa_jupyter.events import Event, Lasting, Notice, TextStreamed, ToolProgressed
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.result import Result, result_of
from dpa_jupyter.safety.shown import without_secrets
from dpa_jupyter.sessions.session import Session


class Run:
    """A run in the background; its events are kept in the session and queued for whoever shows them."""

    def __init__(self, name: str, session: Session, frames: FrameCatalog) -> None:
        self.name = name
        self.queue: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.done = threading.Event()
        self.events: list[Lasting] = []
        self._session = session
        self._frames = frames
        self._work: Future[None] | None = None

    def emit(self, event: Event) -> None:
        """Keep what lasts, and pass everything on; transient events may come from any thread."""
        self.queue.put(
            without_secrets(event)
        )  # first, so that the first thing seen does not wait for the log to be set up
        if not isinstance(event, TextStreamed | ToolProgressed):
            self.events.append(event)
            warning = self._session.keep(self.name, event)
            if warning is not None:
                self.emit(Notice(warning, "warning"))

    def begin(self, work: Future[None]) -> None:
        """Take the work that is under way; it sets `done` itself when all is emitted."""
        self._work = work
        work.add_done_callback(self._over)

    def stop(self) -> None:
        """Ask the run to end; it ends at its next wait, and says so."""
        if self._work is not None:
            self._work.cancel()

    def _over(self, work: Future[None]) -> None:
        """See that `done` is set; but a cancelled future says so at once, while its work still has an end to tell."""
        if not (work.cancelled() and self.events):
            self.done.set()

    def result(self) -> Result:
        """Return what the run has come to so far."""
        frames = {name: frame.value for name, frame in self._frames.items()}
        return result_of(self.name, self._session.records(self.name), frames)
