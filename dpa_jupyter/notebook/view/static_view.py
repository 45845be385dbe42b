"""Views that leave their word for the end."""

from __future__ import annotations

import sys
from collections.abc import Callable

from dpa_jupyter.events import Event
from dpa_jupyter.notebook.view.bundle import bundle, metadata
from dpa_jupyter.notebook.view.question import question_text
from dpa_jupyter.notebook.view.text import run_text
from dpa_jupyter.notebook.view.transcript import Transcript
from dpa_jupyter.notebook.view.view import Offer, Offered

AT_WORK = "A run is at work in the background; `%dpa status` tells how far it is."


class StaticView:
    """Shows a run once, when it is over: where nobody looks on, an output that changes is one too many."""

    def __init__(self) -> None:
        self._transcript = Transcript()
        self._run_id: str | None = None

    def open(self, run_id: str | None, stop: Callable[[], None]) -> None:
        """Keep the run's id; there is no button here."""
        self._run_id = run_id

    def show(self, event: Event) -> None:
        """Take it in."""
        self._transcript.add(event)

    def tick(self, *, now: bool = False) -> None:
        """Do nothing: it is shown when it is over."""

    def offer(self, offer: Offer) -> Offered:
        """Print the question: the keyboard answers it."""
        print_question(self._transcript, offer)
        return "never"

    def close(self) -> None:
        """Display the whole."""
        from IPython.display import display

        display(bundle(self._transcript), raw=True, metadata=metadata(self._run_id))


class PlacedView(StaticView):
    """Takes its place at once, and fills it when the run is over: for a run that no cell waits for."""

    def open(self, run_id: str | None, stop: Callable[[], None]) -> None:
        """Say that the run is at work."""
        from IPython.display import display

        super().open(run_id, stop)
        told = {"text/plain": AT_WORK}
        display(told, raw=True, metadata=metadata(run_id), display_id=f"dpa-{run_id}")

    def close(self) -> None:
        """Put the whole in its place."""
        from IPython.display import update_display

        update_display(
            bundle(self._transcript), raw=True, metadata=metadata(self._run_id), display_id=f"dpa-{self._run_id}"
        )


class QuietView:
    """Shows nothing but questions; an error is told by the cell itself."""

    def __init__(self) -> None:
        self._transcript = Transcript()

    def open(self, run_id: str | None, stop: Callable[[], None]) -> None:
        """Do nothing."""

    def show(self, event: Event) -> None:
        """Take it in."""
        self._transcript.add(event)

    def tick(self, *, now: bool = False) -> None:
        """Do nothing."""

    def offer(self, offer: Offer) -> Offered:
        """Print the question: the keyboard answers it."""
        print_question(self._transcript, offer)
        return "never"

    def close(self) -> None:
        """Do nothing."""


class AtTheEndView(QuietView):
    """Prints the whole when the run is over: among other things that are typed meanwhile, its steps would be lost."""

    def close(self) -> None:
        """Print it."""
        sys.stdout.write(f"{run_text(self._transcript)}\n")


def print_question(transcript: Transcript, offer: Offer) -> None:
    """Print what waits for the user's word: nobody should approve what they have not seen."""
    call = transcript.calls.get(offer.call_id)
    if call is not None and call.question is not None:
        elsewhere = f"\n  {offer.elsewhere}" if offer.elsewhere else ""
        sys.stdout.write(f"{question_text(call.question)}{elsewhere}\n\n")
