"""A worker is started: it shares nothing with the kernel but three channels."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.channels import readable
from dpa_jupyter.sandbox.life_wire import STARTED
from dpa_jupyter.sandbox.operating_system import remove_folder, worker_environment
from dpa_jupyter.sandbox.worker_handles import ForkedWorker, SpawnedWorker, WorkerHandle
from dpa_jupyter.sandbox.zygote_process import ZygoteProcess
from dpa_jupyter.sentence import sentence

START_SECONDS = 60.0
"""For imports, for confining itself, and for mapping frames: before the code starts, and its own time begins."""


@dataclass(frozen=True, slots=True)
class Launched:
    """A process that was started, and the ends of its channels that are ours."""

    worker: WorkerHandle
    scratch: str
    """Its working directory, which nobody else writes to."""
    control: socket.socket
    """Requests go down, with the descriptors of frames; one byte comes back when a run begins."""
    results: int
    output: int
    """What it and all that it starts print."""

    def release(self) -> None:
        """Give back what is held on this side; the process has ended."""
        self.worker.close()
        self.control.close()
        os.close(self.results)
        os.close(self.output)
        remove_folder(self.scratch)


async def launch(zygote: ZygoteProcess | None, order: Callable[[str], bytes]) -> Launched:
    """Fork a worker from the zygote, or start one anew where there is none, with the order for its scratch folder.

    Raises:
        ToolError: it did not start.
    """
    with ExitStack() as undo, ExitStack() as theirs:
        scratch = tempfile.mkdtemp(prefix="dpa-")
        undo.callback(remove_folder, scratch)
        control, worker_control = socket.socketpair()
        theirs.enter_context(worker_control)
        undo.enter_context(control)
        results, worker_results = _pipe(undo, theirs)
        output, worker_output = _pipe(undo, theirs)
        control.sendall(order(scratch))  # it waits there, so that the worker need not
        ends = (worker_control.fileno(), worker_results, worker_output)
        worker = _spawn(scratch, *ends) if zygote is None else await _fork(zygote, scratch, ends)
        undo.pop_all()
    control.setblocking(False)
    for channel in (results, output):
        os.set_blocking(channel, False)
    return Launched(worker, scratch, control, results, output)


async def _fork(zygote: ZygoteProcess, scratch: str, ends: tuple[int, int, int]) -> WorkerHandle:
    life, worker_life = socket.socketpair()
    with ExitStack() as undo:
        undo.enter_context(life)
        with worker_life:
            zygote.fork(scratch, (*ends, worker_life.fileno()))
        try:
            async with asyncio.timeout(START_SECONDS):
                await readable(life.fileno())
        except TimeoutError:
            raise ToolError(
                sentence("the process that runs code did not start within {size:g} s", size=START_SECONDS)
            ) from None
        told, descriptors, _, _ = socket.recv_fds(life, STARTED.size, 1)
        if not descriptors:
            said = zygote.failure() or "it said nothing"
            raise ToolError(sentence("the process that runs code did not start: {any}", any=said))
        undo.pop_all()
    return ForkedWorker(STARTED.unpack(told)[0], descriptors[0], life)


def _spawn(scratch: str, control: int, results: int, output: int) -> WorkerHandle:
    """Start a fresh interpreter, on the thread that lasts: Linux ends the process with the thread that started it."""
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", "dpa_jupyter.sandbox.worker", str(control), str(results), str(os.getpid())],
        cwd=scratch,
        env=worker_environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=(control, results),
        start_new_session=True,
    )
    return SpawnedWorker(child)


def _pipe(ours: ExitStack, theirs: ExitStack) -> tuple[int, int]:
    reader, writer = os.pipe()
    ours.callback(os.close, reader)
    theirs.callback(os.close, writer)
    return reader, writer
