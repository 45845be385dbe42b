"""The clocks of a run stand still while it waits for the user: for an answer, or for the end of a cell of theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dpa_jupyter.agents.approval import Approval, Approver
from dpa_jupyter.changes.change import Change
from dpa_jupyter.events import ApprovalAsked
from dpa_jupyter.tools.tool import Variables


class UnhurriedApprover:
    """Stops a clock while the user thinks."""

    def __init__(self, approver: Approver, deadline: asyncio.Timeout) -> None:
        self._approver = approver
        self._deadline = deadline

    async def ask(self, asked: ApprovalAsked) -> Approval:
        """Ask the wrapped approver."""
        with _stopped(self._deadline):
            return await self._approver.ask(asked)


class UnhurriedVariables:
    """Stops a clock while a change that the user allowed waits for its moment."""

    def __init__(self, variables: Variables, deadline: asyncio.Timeout) -> None:
        self._variables = variables
        self._deadline = deadline

    @property
    def moment(self) -> str:
        """Return what the wrapped variables say."""
        return self._variables.moment

    def present(self, name: str) -> object:
        """Return what stands under a name now."""
        return self._variables.present(name)

    async def put(self, change: Change, check: Callable[[], None], then: Callable[[], None]) -> None:
        """Have the wrapped variables changed."""
        with _stopped(self._deadline):
            await self._variables.put(change, check, then)


@contextmanager
def _stopped(deadline: asyncio.Timeout) -> Iterator[None]:
    """Give back the time that passes meanwhile."""
    clock = asyncio.get_running_loop().time
    end, begun = deadline.when(), clock()
    deadline.reschedule(None)
    try:
        yield
    finally:
        if end is not None:
            deadline.reschedule(end + clock() - begun)
