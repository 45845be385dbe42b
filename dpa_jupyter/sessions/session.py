"""A notebook's session: the runs since it was begun, kept as they happen."""

from __future__ import annotations

import time
from collections.abc import Callable

from dpa_jupyter.errors import SessionError
from dpa_jupyter.events import Lasting
from dpa_jupyter.sessions.record import VERSION, Record
from dpa_jupyter.sessions.store import MemorySessionStore, SessionStore


class Session:
    """Appends every lasting event to its store; where that fails it goes on in memory and says so."""

    def __init__(self, store: SessionStore, clock: Callable[[], float] = time.time) -> None:
        self.store = store
        self._clock = clock
        self._runs: dict[str, list[Record]] = {}

    @property
    def runs(self) -> list[list[Record]]:
        """The runs of this kernel, oldest first."""
        return list(self._runs.values())

    def records(self, run: str) -> list[Record]:
        """Return what was kept of one run."""
        return list(self._runs.get(run, ()))

    def keep(self, run: str, event: Lasting) -> str | None:
        """Keep an event; return a sentence for the user where it can only be kept in memory from now on."""
        record = Record(VERSION, run, self._clock(), event)
        self._runs.setdefault(run, []).append(record)
        try:
            self.store.append(record)
        except SessionError as error:
            self.store = MemorySessionStore()
            return f"The log can't be written, so it lasts only as long as this kernel. {error}"
        return None
