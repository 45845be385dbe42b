"""The seam to whatever shows a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from dpa_jupyter.events import Event

Answer: TypeAlias = Literal["once", "session", "no"]
Offered: TypeAlias = Literal["offered", "not yet", "never"]
"""Whether the answers can be given in the view: "not yet" while the page has not shown that it is there."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The answers to an open question, to be offered beside it."""

    call_id: str
    key: str
    """Known to the page alone and to no log: a click on another question, or a blind message, answers nothing."""
    may_last: bool
    """Whether a yes may be given for the whole session."""
    elsewhere: str
    """How else it can be answered, in words."""
    answer: Callable[[Answer, str], None]
    """Takes the answer and its reason; may be called from any thread, and the first call counts."""


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

    def offer(self, offer: Offer) -> Offered:
        """Offer the answers beside their question, or else only show it; calling it again changes nothing."""
        ...

    def close(self) -> None:
        """Leave what stays; the run is over, or nobody waits for it any longer."""
        ...
