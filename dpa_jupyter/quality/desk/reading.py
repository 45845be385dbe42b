"""A report as it goes on in a thread of its own; whoever waits is told of each new version."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from itertools import count

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.study import Snapshot, Study


class Reading:
    """Holds the newest snapshot of the frame that was given last; an older frame's is never taken in."""

    def __init__(self, study: Study, target: str | None = None) -> None:
        self._study, self._target = study, target
        self._versions = count(1)
        self._listeners: list[Callable[[int], None]] = []
        self._lock = threading.Lock()
        self._turn = 0
        self._idle = threading.Event()
        self._idle.set()
        self.version = 0
        self.snapshot: Snapshot | None = None
        self.failure: str | None = None
        """Why there is no report."""

    def on_change(self, heard: Callable[[int], None]) -> None:
        """Call this with each new version."""
        self._listeners.append(heard)

    def start(self, frame: Frame) -> None:
        """Measure this frame from now on; what is known of the one before stays in sight until then."""
        with self._lock:
            self._turn += 1
            turn = self._turn
            self.failure = None
            self._idle.clear()
        context = contextvars.copy_context()  # so that what it prints finds its cell
        threading.Thread(target=context.run, args=(self._read, frame, turn), name="dpa-quality", daemon=True).start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the report is done, and tell whether it is."""
        return self._idle.wait(seconds)

    def touch(self) -> None:
        """Say that something else is new."""
        with self._lock:
            self.version = next(self._versions)
        for heard in tuple(self._listeners):
            heard(self.version)

    def _read(self, frame: Frame, turn: int) -> None:
        try:
            for snapshot in self._study.report(frame, self._target):
                if not self._take(snapshot, turn):
                    return
        except Exception as error:  # noqa: BLE001 - whatever fails in this thread has nobody else to tell
            self._fail(f"{type(error).__name__}: {error}", turn)
        finally:
            with self._lock:
                if turn == self._turn:
                    self._idle.set()

    def _take(self, snapshot: Snapshot, turn: int) -> bool:
        with self._lock:
            if turn != self._turn:
                return False
            self.snapshot = snapshot
        self.touch()
        return True

    def _fail(self, reason: str, turn: int) -> None:
        with self._lock:
            if turn != self._turn:
                return
            self.failure = reason
        self.touch()
