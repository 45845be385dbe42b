"""Views that leave their word for the end."""

from __future__ import annotations

import sys
from collections.abc import Callable

from dpa_jupyter.events import Event
from dpa_jupyter.notebook.view.bundle import bundle, metadata
from dpa_jupyter.notebook.view.escape import visible
from dpa_jupyter.notebook.view.transcript import Transcript


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
        """Wait; but where the user is about to be asked, say what about."""
        if now:
            print_open_questions(self._transcript)

    def close(self) -> None:
        """Display the whole."""
        from IPython.display import display

        display(bundle(self._transcript), raw=True, metadata=metadata(self._run_id))


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
        """Where the user is about to be asked, say what about."""
        if now:
            print_open_questions(self._transcript)

    def close(self) -> None:
        """Do nothing."""


def print_open_questions(transcript: Transcript) -> None:
    """Print what waits for the user's word: nobody should approve what they have not seen."""
    for call in transcript.calls.values():
        if call.question is not None and call.decision is None:
            sys.stdout.write(f"{visible(call.question.question)}\n\n{visible(call.question.code)}\n\n")
