"""A view of which somebody else hears the events, too."""

from __future__ import annotations

from collections.abc import Callable

from dpa_jupyter.events import Event
from dpa_jupyter.notebook.view.view import Offer, Offered, View


class WatchedView:
    """Shows a run by another view, and passes each event on once it is shown."""

    def __init__(self, view: View, heard: Callable[[Event], None]) -> None:
        self._view, self._heard = view, heard

    def open(self, run_id: str | None, stop: Callable[[], None]) -> None:
        """Begin."""
        self._view.open(run_id, stop)

    def show(self, event: Event) -> None:
        """Take in the next event."""
        self._view.show(event)
        self._heard(event)

    def tick(self, *, now: bool = False) -> None:
        """Bring to the eye what was taken in."""
        self._view.tick(now=now)

    def offer(self, offer: Offer) -> Offered:
        """Offer the answers beside their question."""
        return self._view.offer(offer)

    def close(self) -> None:
        """Leave what stays."""
        self._view.close()
