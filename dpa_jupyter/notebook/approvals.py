"""Questions to the user, asked in the cell: `input()` works in every front end that has anybody to ask."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from dpa_jupyter.agents.approval import RefusingApprover
from dpa_jupyter.notebook.view import somebody_looks_on
from dpa_jupyter.tools.tool import Approval, Approver

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from dpa_jupyter.notebook.pump import Pump

YES = frozenset({"y", "yes"})
NO = frozenset({"", "n", "no"})
PROMPT = "Run it? [y]es, [n]o, or say why not: "


class PromptApprover:
    """Asks in the kernel's main thread, and waits without blocking the run's loop."""

    def __init__(self, pump: Pump) -> None:
        self._pump = pump

    async def ask(self, tool: str, question: str, code: str) -> Approval:
        """Ask; the view has shown the question and the code. Anything but a yes refuses, and is the reason."""
        try:
            answer = await asyncio.wrap_future(self._pump.call(lambda: input(PROMPT)))
        except (EOFError, KeyboardInterrupt):
            return Approval(granted=False, reason="the question was left unanswered")
        word = answer.strip()
        if word.casefold() in YES:
            return Approval(granted=True)
        return Approval(granted=False, reason="" if word.casefold() in NO else word)


def approver(shell: InteractiveShell, pump: Pump) -> Approver:
    """Return whoever can say yes here; where nobody can, the answer is no, at once and with the reason."""
    in_kernel = getattr(shell, "kernel", None) is not None
    if somebody_looks_on(shell) if in_kernel else sys.stdin.isatty():
        return PromptApprover(pump)
    return RefusingApprover("nobody is here who could approve it: this front end takes no answers")
