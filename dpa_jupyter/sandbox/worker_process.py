"""The kernel's side of one worker: a process that runs code, is frozen between runs and killed as a whole group."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.channels import CHUNK, ChannelClosedError, Printed, read_exactly
from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.launch import START_SECONDS, Launched, launch
from dpa_jupyter.sandbox.layers import LayerName, LayerReport, LayerState
from dpa_jupyter.sandbox.start_wire import Order, read_states
from dpa_jupyter.sandbox.watch import Watch
from dpa_jupyter.sandbox.wire import LENGTH, PREFIX, ReplyHeader, Request, WireError, read_header, read_prefix
from dpa_jupyter.sandbox.worker_handles import WorkerHandle
from dpa_jupyter.sandbox.zygote_process import ZygoteProcess

LONGEST_WORDS = 300


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


@dataclass(slots=True)
class _Ending:
    """Ends a process from outside, and remembers why."""

    worker: WorkerHandle
    reason: str = ""

    def end_for(self, reason: str) -> None:
        self.reason = self.reason or reason
        self.worker.signal(signal.SIGKILL)


async def _keep_watch(watch: Watch, limits: CodeLimits, ending: _Ending) -> None:
    """It does not hold the worker itself, which may be forgotten while this waits."""
    ending.end_for(await watch.until_excess(limits))


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """How a worker is started, and what its code may reach."""

    zygote: ZygoteProcess | None
    """None where processes can't be forked: then each is a fresh interpreter."""
    folders: tuple[str, ...]
    layers: frozenset[LayerName]
    seed: int

    def order(self, scratch: str) -> bytes:
        """Return the message with which a worker begins."""
        data = Order(scratch, self.folders, self.layers, self.seed).encode()
        return LENGTH.pack(len(data)) + data


class WorkerProcess:
    """A process, its channels and its scratch folder; all of it is gone after `kill` and `remove`."""

    def __init__(self, launched: Launched) -> None:
        self._launched = launched
        self._watch = Watch.of(launched.worker.process, launched.scratch)
        self._ending = _Ending(launched.worker)
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
        worker = cls(await launch(plan.zygote, plan.order))
        try:
            worker.report = await worker._begin(plan)
        except BaseException:  # cancelled, too
            worker.kill()
            await asyncio.to_thread(worker.remove)
            raise
        return worker

    async def _begin(self, plan: WorkerPlan) -> LayerReport:
        results = self._launched.results
        try:
            async with asyncio.timeout(START_SECONDS):
                length = read_prefix(await read_exactly(results, PREFIX.size))
                states = read_states(bytes(await read_exactly(results, length)))
        except (ChannelClosedError, OSError, TimeoutError, WireError) as error:
            said = self._last_words() or repr(error)
            raise ToolError(f"the process that runs code did not confine itself: {said}") from error
        self._watch = Watch.of(self._launched.worker.process, self._launched.scratch)
        watch = self._watch.state if "watch" in plan.layers else LayerState("watch", False, "turned off for a test")
        return LayerReport((*states, watch))

    def _last_words(self) -> str:
        """Return the last line of what the process printed until now: it has run no code yet."""
        with suppress(OSError):
            printed = os.read(self._launched.output, CHUNK).decode("utf-8", "replace")
            return "".join(printed.splitlines()[-1:])[:LONGEST_WORDS]
        return ""

    async def run(self, request: Request, descriptors: tuple[int, ...]) -> Ran:
        """Send a request and wait for what comes of it, however it ends."""
        self._started = time.monotonic()
        ending = self._ending
        on_flood = partial(ending.end_for, "it printed far more than can be shown")
        with Printed(self._launched.output, request.limits.output_bytes, on_flood) as printed:
            watching = (
                asyncio.create_task(_keep_watch(self._watch, request.limits, ending)) if self._is_watched else None
            )
            try:
                outcome = await self._outcome(request, descriptors)
            except BaseException:  # cancelled: what it still prints is of no interest
                self.kill()
                raise
            finally:
                if watching is not None:
                    watching.cancel()
        seconds = time.monotonic() - self._started
        return Ran(outcome, printed.text, seconds)

    def has_ended(self) -> bool:
        """Tell whether it is gone, as by lack of memory elsewhere on the machine."""
        return self._launched.worker.has_ended()

    def kill(self) -> None:
        """End the process and all that it started, at once."""
        self._launched.worker.signal(signal.SIGKILL)

    async def _outcome(self, request: Request, descriptors: tuple[int, ...]) -> Reply | Lost:
        try:
            await self._start(request, descriptors)
            reply = await self._receive(request.limits)
        except (TimeoutError, WireError) as error:
            self.kill()
            return Lost(str(error))
        except (ChannelClosedError, OSError):
            self.kill()  # what is left of the group; it changes nothing for a process that is ending
            code = await asyncio.to_thread(self._launched.worker.wait)
            return Lost(self._ending.reason or _in_words(code))
        self._launched.worker.signal(signal.SIGSTOP)  # nothing goes on behind our back between runs
        if self._is_watched and (excess := self._watch.excess(request.limits)):
            self.kill()
            return Lost(excess)
        return reply

    @property
    def _is_watched(self) -> bool:
        return self.report.holds("watch")

    async def _start(self, request: Request, descriptors: tuple[int, ...]) -> None:
        control, loop = self._launched.control, asyncio.get_running_loop()
        data, before = request.encode(), self._watch.held_bytes() if descriptors else 0
        message = LENGTH.pack(len(data)) + data
        sent = socket.send_fds(control, [message], descriptors)  # all of it, as a rule: it wakes up to find it there
        self._launched.worker.signal(signal.SIGCONT)
        with suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                await loop.sock_sendall(control, message[sent:])
                if not await loop.sock_recv(control, 1):
                    raise ChannelClosedError
            if descriptors:
                self._watch.allow(self._watch.held_bytes() - before)
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


def _in_words(code: int) -> str:
    """Say how a process ended by itself, from its exit code."""
    if code >= 0:
        return f"it ended its own process or closed its channels, with exit code {code}"
    if -code == signal.SIGKILL:
        return "it was killed, most likely for lack of memory, or closed its channels"
    if -code == signal.SIGXCPU:
        return "it used more processor time than it may use"
    return f"it crashed: {signal.strsignal(-code)}"


def _remove(launched: Launched) -> None:
    launched.worker.signal(signal.SIGKILL)
    launched.worker.wait()
    launched.release()
