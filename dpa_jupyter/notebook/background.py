"""Runs that no cell waits for: each has a thread that shows it in its own output, and a number to reach it by."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from dpa_jupyter.errors import RequestError

if TYPE_CHECKING:
    from dpa_jupyter.notebook.approvals import BackgroundApprover, Question
    from dpa_jupyter.notebook.pump import Pump
    from dpa_jupyter.result import Result
    from dpa_jupyter.run import Run

END_PATIENCE = 5.0
"""Seconds that runs have to end, and to say so, when the kernel does."""


@dataclass
class BackgroundRun:
    """A run in the background, from its cell's side."""

    number: int
    request: str
    run: Run
    approver: BackgroundApprover | None = None
    """None where nobody can be asked."""
    thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def is_over(self) -> bool:
        """Tell whether it has ended and all of it is shown."""
        return self.thread is None or not self.thread.is_alive()

    @property
    def question(self) -> Question | None:
        """Return the question that waits for an answer, if one does."""
        return self.approver.waiting if self.approver else None

    def result(self) -> Result:
        """Return what the run has come to so far."""
        return self.run.result()

    def stop(self) -> None:
        """Ask it to end."""
        self.run.stop()

    def __repr__(self) -> str:
        how = "waits for your answer" if self.question else "over" if self.is_over else "at work"
        return f"<background run {self.number}, {how}: {self.request[:60]!r}>"


class BackgroundRuns:
    """Those of one kernel."""

    def __init__(self) -> None:
        self._runs: dict[int, BackgroundRun] = {}
        self._numbers = count(1)

    def next_number(self) -> int:
        """Return a number for a run that is about to begin."""
        return next(self._numbers)

    def begin(self, background: BackgroundRun, pump: Pump, at_end: Callable[[Result], None]) -> None:
        """Show a run from a thread of its own, and hand over its result in the end."""
        run = background.run

        def show() -> None:
            try:
                pump.serve(run.queue, run.done, on_interrupt=run.stop)
            finally:
                run.done.wait(END_PATIENCE)  # it is stopped, but not yet over, where its view failed
                at_end(run.result())

        pump.open(run.name, run.stop)  # while its cell runs
        # In this context what is displayed and printed goes to the cell that began the run.
        target = contextvars.copy_context().run
        background.thread = threading.Thread(target=target, args=(show,), name="dpa-background", daemon=True)
        self._runs[background.number] = background
        background.thread.start()

    def at_work(self) -> list[BackgroundRun]:
        """List those that are not over."""
        return [each for each in self._runs.values() if not each.is_over]

    def waiting(self) -> Iterator[tuple[BackgroundRun, Question]]:
        """Yield those that wait for an answer, with the question."""
        for each in self.at_work():
            if (question := each.question) is not None:
                yield each, question

    def only(self, number: int | None, among: list[BackgroundRun], none: str) -> BackgroundRun:
        """Return the run of this number, or without one the only run there is.

        Raises:
            RequestError: there is none, or more than one, with those there are.
        """
        listed = ", ".join(f"{each.number} ({each.request[:40]})" for each in among)
        if not among:
            raise RequestError(none)
        if number is None and len(among) > 1:
            raise RequestError(f"which one? {listed}")
        chosen = among[0] if number is None else self._runs.get(number)
        if chosen is None or chosen not in among:
            raise RequestError(f"{none.partition(':')[0]} {number}; there is {listed}")
        return chosen

    def close(self) -> None:
        """Stop all, and wait a little for them to say so in the log and in their outputs."""
        left = self.at_work()
        for each in left:
            each.stop()
        for each in left:
            if each.thread is not None:
                each.thread.join(END_PATIENCE / len(left))
