"""The cell's main thread while a run goes on in the background.

It waits, and does what only it can: shows events, runs jobs that need the main thread, lets widget messages through,
and takes the user's interrupts. It sleeps until the next event, and looks around twenty times a second besides.
"""

from __future__ import annotations

import contextlib
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from dpa_jupyter.events import Event
from dpa_jupyter.notebook.comm_messages import CommMessages
from dpa_jupyter.notebook.view.view import Offer, Offered, View

if TYPE_CHECKING:
    from types import FrameType

    from IPython.core.interactiveshell import InteractiveShell

LOOK_AROUND = 0.05
"""Seconds; it takes a third of a percent of one core."""
EVENTS_AT_ONCE = 1_000
"""The most events between two looks around."""

Value = TypeVar("Value")


class Pump:
    """Serves one run in one cell."""

    def __init__(self, shell: InteractiveShell, view: View) -> None:
        self._shell = shell
        self._view = view
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._interrupts = 0
        self._in_job = False

    def call(self, job: Callable[[], Value]) -> Future[Value]:
        """Have the main thread run a job, such as `input`; any thread may ask, what it raises is the future's."""
        future: Future[Value] = Future()
        self._jobs.put(_Job(lambda: _fulfil(future, job), future.cancel))
        return future

    def offer(self, offer: Offer) -> Future[Offered]:
        """Have the view offer the answers to a question; any thread may ask."""
        return self.call(lambda: self._view.offer(offer))

    def run(
        self,
        events: queue.SimpleQueue[Event],
        done: threading.Event,
        *,
        on_interrupt: Callable[[], None],
        run_id: str | None = None,
    ) -> None:
        """Begin the output and serve the run."""
        self.open(run_id, on_interrupt)
        self.serve(events, done, on_interrupt=on_interrupt)

    def open(self, run_id: str | None, on_interrupt: Callable[[], None]) -> None:
        """Begin the output: it belongs to the cell that runs."""
        with _stopping(on_interrupt):
            self._view.open(run_id, on_interrupt)

    def serve(
        self, events: queue.SimpleQueue[Event], done: threading.Event, *, on_interrupt: Callable[[], None]
    ) -> None:
        """Return when the run is done and all is shown, or at the second interrupt; any thread may serve a run."""
        with _stopping(on_interrupt):
            comms = CommMessages(self._shell)
            try:
                with self._own_interrupts():
                    self._serve(events, done, comms, on_interrupt)
            finally:
                self._view.close()
                comms.close()
                self._cancel_jobs()

    def _serve(
        self,
        events: queue.SimpleQueue[Event],
        done: threading.Event,
        comms: CommMessages,
        on_interrupt: Callable[[], None],
    ) -> None:
        heard = 0
        while self._interrupts < 2:
            over = done.is_set()  # asked before the queue is emptied: nothing comes after
            self._show(events, wait=not over)
            self._view.tick()
            comms.handle()
            self._run_job(events)
            if self._interrupts > heard:
                heard = self._interrupts
                on_interrupt()
            if over and events.empty():
                return

    def _show(self, events: queue.SimpleQueue[Event], *, wait: bool) -> None:
        with contextlib.suppress(queue.Empty):
            self._view.show(events.get(timeout=LOOK_AROUND) if wait else events.get_nowait())
            for _ in range(EVENTS_AT_ONCE):
                self._view.show(events.get_nowait())

    def _run_job(self, events: queue.SimpleQueue[Event]) -> None:
        """Run one, with all that led to it in sight; after an interrupt there may be no wish for the next."""
        with contextlib.suppress(queue.Empty, KeyboardInterrupt):  # an interrupt is counted already
            job = self._jobs.get_nowait()
            self._show(events, wait=False)
            self._view.tick(now=True)
            self._in_job = True
            try:
                job.run()
            finally:
                self._in_job = False

    def _cancel_jobs(self) -> None:
        """Leave nobody waiting for what will not be done."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._jobs.get_nowait().cancel()

    @contextlib.contextmanager
    def _own_interrupts(self) -> Iterator[None]:
        """Count interrupts: raised anywhere, one could tear an event in two. Only a job is interrupted in earnest."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, self._count)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _count(self, _number: int, _frame: FrameType | None) -> None:
        self._interrupts += 1
        if self._in_job:
            raise KeyboardInterrupt


@contextlib.contextmanager
def _stopping(stop: Callable[[], None]) -> Iterator[None]:
    """Stop a run whose view fails: it must not go on where nobody sees it."""
    try:
        yield
    except BaseException:
        stop()
        raise


@dataclass(frozen=True, slots=True)
class _Job:
    """Something for the main thread to do."""

    run: Callable[[], None]
    cancel: Callable[[], object]


def _fulfil(future: Future[Value], job: Callable[[], Value]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(job())
    except BaseException as error:  # noqa: BLE001 - an interrupt of the question answers it; the run hears of it too
        future.set_exception(error)
