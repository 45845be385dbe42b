"""Code runs in a process of its own, confined and watched, which keeps its variables from one run to the next."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.accepted_reply import Accepted, accept
from dpa_jupyter.sandbox.code_runner import CodeLimits, CodeResult
from dpa_jupyter.sandbox.contents import Contents
from dpa_jupyter.sandbox.layers import ALL_LAYERS, LayerName, LayerReport
from dpa_jupyter.sandbox.operating_system import require_support
from dpa_jupyter.sandbox.steps import Step, Steps
from dpa_jupyter.sandbox.wire import FrameRequest, Request, WireError
from dpa_jupyter.sandbox.worker_process import Lost, Ran, WorkerPlan, WorkerProcess
from dpa_jupyter.sandbox.zygote_process import ZygoteProcess, can_fork_workers, shared_zygote
from dpa_jupyter.sentence import sentence

if TYPE_CHECKING:
    from dpa_jupyter.frames.frame import Frame

FRAME_COUNT = 100
"""The most frames of one run: the system passes at most 253 descriptors at once."""


class ProcessCodeRunner:
    """Runs code in one worker process, started when it is first needed and again after it was lost.

    Runs wait for each other. A frame's content is copied once, into memory that the worker maps. A frame that code made
    is the code's own: it is still there for later code, and no other takes its name. After a loss, earlier code that
    went well is run again.
    """

    def __init__(
        self,
        folders: Sequence[Path] = (),
        *,
        zygote: ZygoteProcess | None = None,
        only_layers_for_tests: frozenset[LayerName] = ALL_LAYERS,
    ) -> None:
        """Prepare to run code, and start nothing yet.

        Args:
            folders: What code may read beside Python itself.
            zygote: Where workers are forked from; this process's own if left out.
            only_layers_for_tests: The layers to put up, so that a test can see what each of them stops by itself. There
                is no setting for this, and there must be none.
        """
        self._zygote = (zygote or shared_zygote()) if can_fork_workers() else None
        read = tuple(str(folder.resolve()) for folder in folders)
        self._plan = WorkerPlan(self._zygote, read, only_layers_for_tests, secrets.randbits(63))
        self._turn = asyncio.Lock()
        self._worker: WorkerProcess | None = None
        self._report: LayerReport | None = None
        """What the first worker found; no later one may hold less."""
        self._contents = Contents()
        self._steps = Steps()
        self._sent: set[str] = set()
        """Keys of the contents that the present worker has."""
        self._held: frozenset[str] = frozenset()
        """Names of the frames that code made in the present worker."""
        self._was_lost = False
        self._closed = False

    def warm_up(self) -> None:
        """Start what makes the first run slow, and do not wait for it."""
        if self._zygote is not None:
            self._zygote.warm_up()

    async def layers(self) -> LayerReport:
        """Return which layers confine the code, as its process found by trying; it is started for that if need be.

        Raises:
            ToolError: it could not be started, this system can't run code, or the runner was closed.
        """
        require_support()
        async with self._turn:
            self._require_open()
            if self._report is None:
                await self._begin_worker()
            assert self._report is not None
            return self._report

    async def run(self, code: str, frames: Mapping[str, Frame], limits: CodeLimits) -> CodeResult:
        """Run code; its crash, hang or flood is a result, and the next run begins anew.

        Raises:
            ToolError: a frame can't be handed over, this system can't run code, or the runner was closed.
        """
        require_support()
        if len(frames) > FRAME_COUNT:
            raise ToolError(
                sentence(
                    "{any} frames are too many for one run; name at most {size}", any=len(frames), size=FRAME_COUNT
                )
            )
        async with self._turn:
            self._require_open()
            self.warm_up()  # while the frames are copied
            if self._worker is not None and self._worker.has_ended():  # between runs: no code is to blame
                await self._end_worker()
            notes = await self._restored() if self._worker is None else []
            wanted = {name: frame for name, frame in frames.items() if name not in self._held}
            given = {name: await self._contents.of(frame) for name, frame in wanted.items()}
            return await self._run_step(Step(code, given, limits), notes)

    async def close(self) -> None:
        """End the process, also one that runs code at the moment, and free the memory of all frames."""
        self._closed = True
        if self._worker is not None:
            self._worker.kill()
        async with self._turn:
            await self._end_worker()
            self._contents.close()

    def _require_open(self) -> None:
        if self._closed:
            raise ToolError(sentence("no code is run any more: the runner was closed"))

    async def _begin_worker(self) -> WorkerProcess:
        if self._worker is None:
            worker = await WorkerProcess.start(self._plan)
            if self._report is None:
                self._report = worker.report
            elif worker.report.confines_less_than(self._report):
                worker.kill()
                await asyncio.to_thread(worker.remove)
                raise ToolError(
                    sentence("no code is run: the sandbox does not hold any more. {any}", any=worker.report.sentence())
                )
            self._worker = worker
        return self._worker

    async def _restored(self) -> list[str]:
        """Run again what went well before the process was lost, and say how that went."""
        if not self._was_lost:
            return []
        steps, refusal = self._steps.to_run_again()
        for number, step in enumerate(steps, start=1):
            accepted, _, _ = await self._attempt(step)
            if accepted is None or not accepted.header.ok:
                await self._end_worker()
                self._steps.forget()
                return [f"this is a new process: earlier code could not be run again, its step {number} failed"]
        if refusal:
            self._steps.forget()
            return [f"this is a new process: what earlier code made is gone, since {refusal}"]
        again = {0: "", 1: ": the earlier step was run again"}
        return ["this is a new process" + again.get(len(steps), f": the {len(steps)} earlier steps were run again")]

    async def _run_step(self, step: Step, notes: Sequence[str]) -> CodeResult:
        new = {content.key: content for content in step.frames.values() if content.key not in self._sent}
        notes = [*notes, *(note for content in new.values() for note in content.notes)]
        accepted, ran, reason = await self._attempt(step)
        if accepted is None:
            self._steps.note_loss()
            return _ended(ran, reason, notes)
        if accepted.header.ok:
            self._steps.add(step, ran.seconds)
        return _result(ran, accepted, notes)

    async def _attempt(self, step: Step) -> tuple[Accepted | None, Ran, str]:
        """Run one step in the present worker, or a new one, which is ended where nothing proper came back."""
        worker = await self._begin_worker()
        new = {content.key: content for content in step.frames.values() if content.key not in self._sent}
        names = tuple(FrameRequest(name, content.key, content.library) for name, content in step.frames.items())
        parts = [(key, part) for key, content in new.items() for part in content.memory.descriptors]
        request = Request(step.code, names, tuple(key for key, _ in parts), step.limits)
        accepted: Accepted | None = None
        try:
            ran = await worker.run(request, tuple(part for _, part in parts))
            accepted, reason = await self._accept(ran)
        finally:  # also when this run is cancelled
            if accepted is None:
                await self._end_worker()
        if accepted is not None:
            if accepted.header.ok:  # else one of them may not have arrived; sending it again costs nothing
                self._sent |= new.keys()
            self._held = frozenset(accepted.header.held)
        return accepted, ran, reason

    async def _accept(self, ran: Ran) -> tuple[Accepted | None, str]:
        if isinstance(ran.outcome, Lost):
            return None, "the runner was closed" if self._closed else ran.outcome.reason
        try:
            if not ran.outcome.bodies:
                return accept(ran.outcome), ""
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
    error = f"The code was stopped: {reason}. What it made is gone; earlier steps are run again before the next."
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
