"""Code runs in a process of its own, which keeps its variables from one run to the next."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.accepted_reply import Accepted, accept
from dpa_jupyter.sandbox.code_runner import CodeLimits, CodeResult
from dpa_jupyter.sandbox.hand_over import HandOver, content_key, hand_over, library_of
from dpa_jupyter.sandbox.layers import LAYERS, LayerReport, LayerState
from dpa_jupyter.sandbox.operating_system import require_support
from dpa_jupyter.sandbox.wire import FrameRequest, Request, WireError
from dpa_jupyter.sandbox.worker_process import Lost, Ran, WorkerProcess

if TYPE_CHECKING:
    from dpa_jupyter.frames.frame import Frame

FRAME_COUNT = 100
"""The most frames of one run: the system passes at most 253 descriptors at once."""


class ProcessCodeRunner:
    """Runs code in one worker process, started when it is first needed and again after it was lost.

    Runs wait for each other. A frame's content is copied once, into memory that the worker maps. A frame that code made
    is the code's own: it is still there for later code, and no other takes its name.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._worker: WorkerProcess | None = None
        self._contents: dict[str, HandOver] = {}
        self._sent: set[str] = set()
        """Keys of the contents that the present worker has."""
        self._held: frozenset[str] = frozenset()
        """Names of the frames that code made in the present worker."""
        self._was_lost = False
        self._closed = False

    async def run(self, code: str, frames: Mapping[str, Frame], limits: CodeLimits) -> CodeResult:
        """Run code; its crash, hang or flood is a result, and the next run begins anew.

        Raises:
            ToolError: a frame can't be handed over, this system can't run code, or the runner was closed.
        """
        require_support()
        if len(frames) > FRAME_COUNT:
            raise ToolError(f"{len(frames)} frames are too many for one run; name at most {FRAME_COUNT}")
        async with self._turn:
            if self._closed:
                raise ToolError("no code is run any more: the runner was closed")
            given = {name: await self._content(frame) for name, frame in frames.items() if name not in self._held}
            return await self._run(code, given, limits)

    async def layers(self) -> LayerReport:
        """Return what holds: the process is the code's own, but it has the user's rights."""
        held = ("group", "environment", "descriptors")
        states = (LayerState(name, name in held, "" if name in held else "it is not used") for name in LAYERS)
        return LayerReport(tuple(states))

    async def close(self) -> None:
        """End the process, also one that runs code at the moment, and free the memory of all frames."""
        self._closed = True
        if self._worker is not None:
            self._worker.kill()
        async with self._turn:
            await self._end_worker()
            for content in self._contents.values():
                content.memory.close()
            self._contents.clear()

    async def _content(self, frame: Frame) -> HandOver:
        library = library_of(frame)
        key = await asyncio.to_thread(content_key, frame, library)
        if key not in self._contents:
            self._contents[key] = await asyncio.to_thread(hand_over, frame, key, library)
        return self._contents[key]

    async def _run(self, code: str, given: Mapping[str, HandOver], limits: CodeLimits) -> CodeResult:
        new = {content.key: content for content in given.values() if content.key not in self._sent}
        notes = [note for content in new.values() for note in content.notes]
        if self._worker is None:
            self._worker = WorkerProcess()
            notes += ["this is a new process: what earlier code made is gone"] if self._was_lost else []
        names = tuple(FrameRequest(name, content.key, content.library) for name, content in given.items())
        request = Request(code, names, tuple(new), limits)
        accepted: Accepted | None = None
        try:
            ran = await self._worker.run(request, tuple(content.memory.descriptor for content in new.values()))
            accepted, reason = await self._accept(ran)
        finally:  # also when this run is cancelled
            if accepted is None:
                await self._end_worker()
        if accepted is None:
            return _ended(ran, reason, notes)
        if accepted.header.ok:  # else one of them may not have arrived; sending it again costs nothing
            self._sent |= new.keys()
        self._held = frozenset(accepted.header.held)
        return _result(ran, accepted, notes)

    async def _accept(self, ran: Ran) -> tuple[Accepted | None, str]:
        if isinstance(ran.outcome, Lost):
            return None, "the runner was closed" if self._closed else ran.outcome.reason
        try:
            return await asyncio.to_thread(accept, ran.outcome), ""
        except WireError as error:
            return None, str(error)

    async def _end_worker(self) -> None:
        worker, self._worker = self._worker, None
        self._sent.clear()
        self._held = frozenset()
        if worker is not None:
            self._was_lost = True
            worker.kill()
            await asyncio.to_thread(worker.remove)


def _ended(ran: Ran, reason: str, notes: Sequence[str]) -> CodeResult:
    error = f"The code was stopped: {reason}. What it and earlier code made is gone."
    return CodeResult(False, _with_notes(ran.printed, notes), error, None, {}, (), ran.seconds)


def _result(ran: Ran, accepted: Accepted, notes: Sequence[str]) -> CodeResult:
    header = accepted.header
    return CodeResult(
        ok=header.ok,
        printed=_with_notes(ran.printed, [*notes, *header.notes]),
        error=header.error,
        value=header.value,
        frames=accepted.frames,
        pictures=accepted.pictures,
        seconds=ran.seconds,
    )


def _with_notes(printed: str, notes: Sequence[str]) -> str:
    return "".join(f"[{note}]\n" for note in notes) + printed
