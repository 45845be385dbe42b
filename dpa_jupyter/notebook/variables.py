"""The user's variables, changed where the user's code runs: in the kernel's main thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeAlias

from dpa_jupyter.changes.change import Change
from dpa_jupyter.changes.journal import Journal

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

InMainThread: TypeAlias = Callable[[Callable[[], None]], "Future[None]"]
"""Have a job done there, and say when it is."""


class KernelVariables:
    """Changes variables, and notes it in the journal."""

    def __init__(self, journal: Journal, in_main_thread: InMainThread) -> None:
        self._journal = journal
        self._in_main_thread = in_main_thread

    def present(self, name: str) -> object:
        """Return what stands under a name now."""
        return self._journal.present(name)

    async def put(self, change: Change, then: Callable[[], None]) -> None:
        """Make the change between two events of the cell, or two cells; then see that what is kept has room."""

        def apply() -> None:
            self._journal.apply(change)
            then()

        await asyncio.wrap_future(self._in_main_thread(apply))
        await asyncio.to_thread(self._journal.make_room)


def between_cells(shell: InteractiveShell) -> InMainThread:
    """Return what does a job while no cell runs, as a run in the background needs; at a terminal it is done at once."""
    loop = getattr(getattr(shell, "kernel", None), "io_loop", None)

    def do(job: Callable[[], None]) -> Future[None]:
        done: Future[None] = Future()
        if loop is None:
            _fulfil(done, job)
        else:
            loop.add_callback(_fulfil, done, job)
        return done

    return do


def _fulfil(done: Future[None], job: Callable[[], None]) -> None:
    if not done.set_running_or_notify_cancel():
        return
    try:
        job()
    except Exception as error:  # noqa: BLE001 - whoever waits for it is told
        done.set_exception(error)
    else:
        done.set_result(None)
