"""The moments between the user's cells, when a run in the background may change a variable."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ChangeError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

WAITS = ", as soon as no cell runs"
PATIENCE = 5.0
"""Seconds that somebody who clicked waits for the end of a cell."""


class BetweenCells:
    """Does jobs while no cell runs: at once, or at the end of the last one that does.

    A cell that awaits something runs, too, although the kernel's loop is free meanwhile; and so does a cell within a
    cell. In a kernel a job is done in its main thread, for the sake of what the user's widgets do there.
    """

    def __init__(self, shell: InteractiveShell, patience: float = PATIENCE) -> None:
        self._shell = shell
        self._patience = patience
        self._running = 0
        self._waiting: deque[Callable[[], None]] = deque()
        self._lock = threading.RLock()
        """Held while a job is done, so that no cell begins."""
        shell.events.register("pre_run_cell", self._begun)
        shell.events.register("post_run_cell", self._ended)

    def close(self) -> None:
        """Watch no longer."""
        self._shell.events.unregister("pre_run_cell", self._begun)
        self._shell.events.unregister("post_run_cell", self._ended)

    def do(self, job: Callable[[], None]) -> Future[None]:
        """Have a job done; any thread may ask, and what it raises is the future's."""
        done: Future[None] = Future()
        loop = getattr(getattr(self._shell, "kernel", None), "io_loop", None)
        if loop is None:
            self._do_or_wait(lambda: _fulfil(done, job))
        else:
            loop.add_callback(self._do_or_wait, lambda: _fulfil(done, job))
        return done

    def do_or_refuse(self, job: Callable[[], None]) -> None:
        """Do a job and return when it is done: at once in the main thread, where then no code of the user's goes on.

        Raises:
            ChangeError: a cell runs, and does not end soon.
        """
        if threading.current_thread() is threading.main_thread():
            job()
            return
        done = self.do(job)
        try:
            done.result(self._patience)
        except TimeoutError:
            if not done.cancel():
                done.result()
                return
            raise ChangeError("a cell runs; try again when it is over") from None

    def _do_or_wait(self, job: Callable[[], None]) -> None:
        with self._lock:
            if self._running:
                self._waiting.append(job)
            else:
                job()

    def _begun(self, *_: object) -> None:
        with self._lock:
            self._running += 1

    def _ended(self, *_: object) -> None:
        with self._lock:
            self._running = max(0, self._running - 1)  # the cell that loaded this began before
            while self._waiting and not self._running:
                self._waiting.popleft()()


def _fulfil(done: Future[None], job: Callable[[], None]) -> None:
    if not done.set_running_or_notify_cancel():
        return
    try:
        job()
    except Exception as error:  # noqa: BLE001 - whoever waits for it is told
        done.set_exception(error)
    else:
        done.set_result(None)
