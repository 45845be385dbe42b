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

from dpa_jupyter.sandbox.channels import ChannelClosedError, Printed, read_exactly
from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.launch import Launched, launch
from dpa_jupyter.sandbox.wire import LENGTH, PREFIX, ReplyHeader, Request, WireError, read_header, read_prefix

START_SECONDS = 60.0
"""For imports and mapping frames: before the code itself starts, and its own time begins."""


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


class WorkerProcess:
    """A process, its channels and its scratch folder; all of it is gone after `kill` and `remove`."""

    def __init__(self) -> None:
        self._launched = launch()
        self._flooded = False
        self._started = 0.0
        self.remove = weakref.finalize(self, _remove, self._launched)
        """Wait for the process's end and take everything away; blocks. At the interpreter's exit it runs by itself."""

    async def run(self, request: Request, descriptors: tuple[int, ...]) -> Ran:
        """Send a request and wait for what comes of it, however it ends."""
        self._started = time.monotonic()
        with Printed(self._launched.output, request.limits.output_bytes, self._end_flood) as printed:
            try:
                outcome = await self._outcome(request, descriptors)
            except BaseException:  # cancelled: what it still prints is of no interest
                self.kill()
                raise
        seconds = time.monotonic() - self._started
        return Ran(outcome, printed.text, seconds)

    def kill(self) -> None:
        """End the process and all that it started, at once."""
        _signal_group(self._launched, signal.SIGKILL)

    async def _outcome(self, request: Request, descriptors: tuple[int, ...]) -> Reply | Lost:
        try:
            _signal_group(self._launched, signal.SIGCONT)
            await self._start(request, descriptors)
            reply = await self._receive(request.limits)
        except (TimeoutError, WireError) as error:
            self.kill()
            return Lost(str(error))
        except (ChannelClosedError, OSError):
            self.kill()  # what is left of the group; it changes nothing for a process that is ending
            code = await asyncio.to_thread(self._launched.process.wait)
            return Lost("it printed far more than can be shown" if self._flooded else _in_words(code))
        _signal_group(self._launched, signal.SIGSTOP)  # nothing goes on behind our back between runs
        return reply

    async def _start(self, request: Request, descriptors: tuple[int, ...]) -> None:
        control, loop = self._launched.control, asyncio.get_running_loop()
        data = request.encode()
        with suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                socket.send_fds(control, [LENGTH.pack(len(data))], descriptors)
                await loop.sock_sendall(control, data)
                if not await loop.sock_recv(control, 1):
                    raise ChannelClosedError
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
        self._flooded = True
        self.kill()


def _signal_group(launched: Launched, number: int) -> None:
    if launched.process.returncode is None:  # not waited for, so the id is still its own
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(launched.process.pid, number)


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
    _signal_group(launched, signal.SIGKILL)
    launched.process.wait()
    launched.release()
