"""The user's variables, changed when no code of theirs runs that could be disturbed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeAlias

from dpa_jupyter.changes.change import Change
from dpa_jupyter.changes.journal import Journal

InTime: TypeAlias = Callable[[Callable[[], None]], "Future[None]"]
"""Have a job done when it disturbs no code of the user, and say when it is."""


class KernelVariables:
    """Changes variables, and notes it in the journal."""

    def __init__(self, journal: Journal, in_time: InTime, moment: str = "") -> None:
        self._journal = journal
        self._in_time = in_time
        self.moment = moment

    def present(self, name: str) -> object:
        """Return what stands under a name now."""
        return self._journal.present(name)

    async def put(self, change: Change, check: Callable[[], None], then: Callable[[], None]) -> None:
        """Make the change between two events of the cell, or two cells; then see that what is kept has room."""

        def apply() -> None:
            check()  # no earlier: a cell of the user's may have run until now
            self._journal.apply(change)
            then()

        await asyncio.wrap_future(self._in_time(apply))
        await asyncio.to_thread(self._journal.make_room)
