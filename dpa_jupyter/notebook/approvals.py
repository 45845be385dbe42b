"""Questions to the user: by buttons where the page has shown that they work, else by `input()`.

A run in the background is also answered by `%dpa approve`. A yes is only ever the user's own act: a click on the very
question, or what they type in this kernel.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import sys
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING

from dpa_jupyter.agents.approval import Approval, Approver, RefusingApprover
from dpa_jupyter.events import ApprovalAsked, Scope
from dpa_jupyter.harmless import writable
from dpa_jupyter.notebook.view import somebody_looks_on
from dpa_jupyter.notebook.view.question import question_text
from dpa_jupyter.notebook.view.view import Answer, Offer, Offered

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from dpa_jupyter.notebook.pump import Pump

YES = frozenset({"y", "yes", "o", "once"})
SESSION = frozenset({"s", "session"})
NO = frozenset({"", "n", "no"})
PROMPT = "Allow it? [y]es, once; yes for this [s]ession; [n]o; or say why not: "
PROMPT_ONCE = "Allow it? [y]es, once; [n]o; or say why not: "
PAGE_PATIENCE = 4.0
"""Seconds after its output was begun that a page has to show that it is there; then the keyboard is asked."""
LOOK_AROUND = 0.1
NOBODY = "nobody is here who could approve it: this front end takes no answers"


class Question:
    """A question that waits; the first answer counts, from whatever side and thread it comes."""

    def __init__(self, asked: ApprovalAsked) -> None:
        self.asked = asked
        self.answered: Future[Approval] = Future()
        self._lock = threading.Lock()

    def answer(self, answer: Answer, reason: str = "") -> bool:
        """Answer it, and return whether this was the first answer."""
        scope: Scope = "session" if answer == "session" and self.asked.may_last else "once"
        approval = Approval(answer != "no", reason if answer == "no" else "", scope=scope)
        with self._lock:
            if self.answered.done():
                return False
            self.answered.set_result(approval)
            return True

    def offer(self, elsewhere: str = "") -> Offer:
        """Return it as a view offers it."""
        key = secrets.token_urlsafe(12)
        return Offer(self.asked.call_id, key, self.asked.may_last, elsewhere, lambda *given: void(self.answer(*given)))


def void(_: object) -> None:
    """Leave a result alone."""


class CellApprover:
    """Asks in the cell that waits for the run."""

    def __init__(self, pump: Pump) -> None:
        self._pump = pump
        self._until = time.monotonic() + PAGE_PATIENCE

    async def ask(self, asked: ApprovalAsked) -> Approval:
        """Ask by buttons or in the kernel's main thread, and wait without blocking the run's loop."""
        question = Question(asked)
        if await offered(self._pump, question.offer(), self._until) == "offered":
            return await asyncio.wrap_future(question.answered)
        prompt = PROMPT if asked.may_last else PROMPT_ONCE
        try:
            typed = await asyncio.wrap_future(self._pump.call(lambda: typed_after(prompt)))
        except (EOFError, KeyboardInterrupt):
            return Approval(granted=False, reason="the question was left unanswered")
        except (NotImplementedError, OSError, RuntimeError, ValueError):  # no keyboard any more, or no text from it
            return await refusing().ask(asked)
        question.answer(*read_answer(typed))
        return question.answered.result(0)


class BackgroundApprover:
    """Asks beside the output of a run that no cell waits for; `waiting` is what `%dpa approve` answers."""

    def __init__(self, pump: Pump, number: int) -> None:
        self._pump = pump
        self._elsewhere = f"or, in another cell: %dpa approve {number}"
        self._until = time.monotonic() + PAGE_PATIENCE
        self.waiting: Question | None = None

    async def ask(self, asked: ApprovalAsked) -> Approval:
        """Ask, and wait for as long as it takes."""
        question = self.waiting = Question(asked)
        try:
            if await offered(self._pump, question.offer(self._elsewhere), self._until) == "not yet":
                text = f"{question_text(asked)}\n  {self._elsewhere}\n"
                sys.stdout.write(writable(text, sys.stdout))
            return await asyncio.wrap_future(question.answered)
        finally:
            self.waiting = None


def typed_after(prompt: str) -> str:
    """Return what is typed from now on: keys that were hit before the question was seen are no answer to it."""
    with contextlib.suppress(ImportError):  # Windows has no such terminals
        import termios

        with contextlib.suppress(OSError, ValueError, termios.error):  # it is none
            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    return input(prompt)


async def offered(pump: Pump, offer: Offer, until: float) -> Offered:
    """Offer the answers as soon as the page is there, if it is in time."""
    while True:
        how = await asyncio.wrap_future(pump.offer(offer))
        if how != "not yet" or time.monotonic() >= until:
            return how
        await asyncio.sleep(LOOK_AROUND)


def read_answer(typed: str) -> tuple[Answer, str]:
    """Understand what was typed; anything but a clear yes refuses, and is the reason."""
    words = typed.strip()
    if words.casefold() in YES:
        return "once", ""
    if words.casefold() in SESSION:
        return "session", ""
    return "no", "" if words.casefold() in NO else words


def somebody_can_answer(shell: InteractiveShell) -> bool:
    """Tell whether a person sits at this kernel or terminal."""
    in_kernel = getattr(shell, "kernel", None) is not None
    return somebody_looks_on(shell) if in_kernel else sys.stdin.isatty()


def refusing() -> Approver:
    """Return what answers where nobody can: no, at once, and with the reason."""
    return RefusingApprover(NOBODY)
