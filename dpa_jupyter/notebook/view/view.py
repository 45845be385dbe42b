"""The seam to whatever shows a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from dpa_jupyter.events import Event


class View(Protocol):
    """Shows one run; every call is made in the kernel's main thread."""

    def open(self, run_id: str | None, stop: Callable[[], None]) -> None:
        """Begin; `stop` ends the run, may be called from any thread, and returns at once."""
        ...

    def show(self, event: Event) -> None:
        """Take in the next event."""
        ...

    def tick(self, *, now: bool = False) -> None:
        """Bring to the eye what was taken in, if it is time to, or `now`; called a few times a second."""
        ...

    def close(self) -> None:
        """Leave what stays; the run is over, or nobody waits for it any longer."""
        ...
