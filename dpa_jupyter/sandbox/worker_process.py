"""The kernel's side of one worker: a process that runs code, is frozen between runs and killed as a whole group."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.channels import ChannelClosedError, Printed, read_exactly
from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.launch import START_SECONDS, Launched, launch
from dpa_jupyter.sandbox.layers import LayerName, LayerReport, LayerState
from dpa_jupyter.sandbox.start_wire import Order, read_states
from dpa_jupyter.sandbox.watch import WATCH_SECONDS, Watch
from dpa_jupyter.sandbox.wire import LENGTH, PREFIX, ReplyHeader, Request, WireError, read_header, read_prefix
from dpa_jupyter.sandbox.zygote_process import ZygoteProcess


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker sent back for one request; bodies are not checked yet."""

    header: ReplyHeader
    bodies: tuple[memoryview, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """The worker is gone, or of no use any more, and the variables of earlier runs with it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: how it ended, what was printed meanwhile, and how long the code took."""

    outcome: Reply | Lost
    printed: str
    seconds: float


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """How a worker is started, and what its code may reach."""

    zygote: ZygoteProcess | None
    """None where processes can't be forked: then each is a fresh interpreter."""
    folders: tuple[str, ...]
    layers: frozenset[LayerName]
    seed: int


class WorkerProcess:
    """A process, its channels and its scratch folder; all of it is gone after `kill` and `remove`."""

    def __init__(self, launched: Launched) -> None:
        self._launched = launched
        self._watch = Watch.of(launched.worker.process, launched.scratch)
        self._excess = ""
        self._started = 0.0
        self.report = LayerReport(())
        """The layers that hold; there are none before `begin`."""
        self.remove = weakref.finalize(self, _remove, self._launched)
        """Wait for the process's end and take everything away; blocks. At the interpreter's exit it runs by itself."""

    @classmethod
    async def start(cls, plan: WorkerPlan) -> WorkerProcess:
        """Start a process and wait until it has confined itself.

        Raises:
            ToolError: that did not come to its end.
        """
        worker = cls(await launch(plan.zygote))
        try:
            worker.report = await worker._begin(plan)
        except BaseException:  # cancelled, too
            worker.kill()
            await asyncio.to_thread(worker.remove)
            raise
        return worker

    async def _begin(self, plan: WorkerPlan) -> LayerReport:
        order = Order(self._launched.scratch, plan.folders, plan.layers, plan.seed).encode()
        results = self._launched.results
        try:
            async with asyncio.timeout(START_SECONDS):
                await asyncio.get_running_loop().sock_sendall(self._launched.control, LENGTH.pack(len(order)) + order)
                length = read_prefix(await read_exactly(results, PREFIX.size))
                states = read_states(bytes(await read_exactly(results, length)))
        except (ChannelClosedError, OSError, TimeoutError, WireError) as error:
            raise ToolError(f"the process that runs code did not confine itself: {error!r}") from error
        self._watch = Watch.of(self._launched.worker.process, self._launched.scratch)
        watch = self._watch.state if "watch" in plan.layers else LayerState("watch", False, "turned off for a test")
        return LayerReport((*states, watch))

    async def run(self, request: Request, descriptors: tuple[int, ...]) -> Ran:
        """Send a request and wait for what comes of it, however it ends."""
        self._started = time.monotonic()
        watching = asyncio.create_task(self._keep_watch(request.limits))
        try:
            with Printed(self._launched.output, request.limits.output_bytes, self._end_flood) as printed:
                try:
                    outcome = await self._outcome(request, descriptors)
                except BaseException:  # cancelled: what it still prints is of no interest
                    self.kill()
                    raise
        finally:
            watching.cancel()
        seconds = time.monotonic() - self._started
        return Ran(outcome, printed.text, seconds)

    def kill(self) -> None:
        """End the process and all that it started, at once."""
        self._launched.worker.signal(signal.SIGKILL)

    async def _outcome(self, request: Request, descriptors: tuple[int, ...]) -> Reply | Lost:
        try:
            self._launched.worker.signal(signal.SIGCONT)
            await self._start(request, descriptors)
            reply = await self._receive(request.limits)
        except (TimeoutError, WireError) as error:
            self.kill()
            return Lost(str(error))
        except (ChannelClosedError, OSError):
            self.kill()  # what is left of the group; it changes nothing for a process that is ending
            code = await asyncio.to_thread(self._launched.worker.wait)
            return Lost(self._excess or _in_words(code))
        self._launched.worker.signal(signal.SIGSTOP)  # nothing goes on behind our back between runs
        if self._is_watched and (excess := self._watch.excess(request.limits)):
            self.kill()
            return Lost(excess)
        return reply

    async def _keep_watch(self, limits: CodeLimits) -> None:
        while self._is_watched and not self._excess:
            await asyncio.sleep(WATCH_SECONDS)
            self._excess = await asyncio.to_thread(self._watch.excess, limits)
        if self._excess:
            self.kill()

    @property
    def _is_watched(self) -> bool:
        return self.report.holds("watch")

    async def _start(self, request: Request, descriptors: tuple[int, ...]) -> None:
        control, loop = self._launched.control, asyncio.get_running_loop()
        data, before = request.encode(), self._watch.held_bytes()
        with suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                socket.send_fds(control, [LENGTH.pack(len(data))], descriptors)
                await loop.sock_sendall(control, data)
                if not await loop.sock_recv(control, 1):
                    raise ChannelClosedError
            self._watch = self._watch.allowing(self._watch.held_bytes() - before)
            self._started = time.monotonic()
            return
        raise TimeoutError(f"it did not start within {START_SECONDS:g} s")

    async def _receive(self, limits: CodeLimits) -> Reply:
        results = self._launched.results
        with suppress(TimeoutError):
            async with asyncio.timeout(limits.seconds):
                length = read_prefix(await read_exactly(results, PREFIX.size))
                header = read_header(bytes(await read_exactly(results, length)), limits.result_bytes)
                bodies = [await read_exactly(results, length) for length in header.body_lengths]
                return Reply(header, tuple(bodies))
        raise TimeoutError(f"it took longer than the {limits.seconds:g} s that it may take")

    def _end_flood(self) -> None:
        self._excess = "it printed far more than can be shown"
        self.kill()


def _in_words(code: int) -> str:
    """Say how a process ended by itself, from its exit code."""
    if code >= 0:
        return f"it ended its own process with exit code {code}"
    if -code == signal.SIGKILL:
        return "it was killed, most likely for lack of memory, or closed its channels"
    if -code == signal.SIGXCPU:
        return "it used more processor time than it may use"
    return f"it crashed: {signal.strsignal(-code)}"


def _remove(launched: Launched) -> None:
    launched.worker.signal(signal.SIGKILL)
    launched.worker.wait()
    launched.release()
