"""The kernel's side of the zygote: one warm process, from which a worker is forked for each run that needs one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from typing import IO

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.operating_system import worker_environment
from dpa_jupyter.sentence import sentence

_END_SECONDS = 1.0
_TOLD_LENGTH = 500


def can_fork_workers() -> bool:
    """Tell whether this system has what a zygote needs: descriptors of processes, and libraries that survive a fork."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


class ZygoteProcess:
    """A process that is started in the background, used from any thread, and started again where it was lost."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._holders: set[object] = set()

    def hold(self) -> Callable[[], None]:
        """Keep it until what is returned is called, by whoever keeps it last: then it ends, and all workers with it."""
        holder = object()
        self._holders.add(holder)
        return partial(self._let_go, holder)

    def warm_up(self) -> None:
        """Start it where it does not run, and do not wait for it."""
        with self._lock:
            self._ready()

    def fork(self, scratch: str, descriptors: tuple[int, int, int, int]) -> None:
        """Ask for a worker with these ends of control, results, output and life; what comes of it is told by the last.

        Raises:
            ToolError: it can't be started.
        """
        with self._lock:
            for _ in range(2):  # it may have ended since it was last used
                running = self._ready()
                with suppress(OSError):
                    socket.send_fds(running.control, [os.fsencode(scratch)], descriptors)
                    return
                self._end()
        raise ToolError(sentence("the process that runs code can't be started"))

    def failure(self) -> str:
        """Return the last that it said, for when it ended by itself."""
        with self._lock:
            return "" if self._running is None else self._running.last_words()

    def _let_go(self, holder: object) -> None:
        with self._lock:
            self._holders.discard(holder)
            if not self._holders:
                self._end()

    def _ready(self) -> _Running:
        if self._running is not None and not self._running.is_ours_and_alive():
            self._end()
        if self._running is None:
            self._running = _Running()
        return self._running

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is not None and running.owner == os.getpid():
            running.end()


class _Running:
    """One process of the zygote; it ends with this object, with this process, or when it is told to."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._said: IO[bytes] = tempfile.TemporaryFile(prefix="dpa-")  # noqa: SIM115 - it lives as long as this object
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [
                    *(sys.executable, "-P", "-m", "dpa_jupyter.sandbox.worker.zygote"),
                    *(str(theirs.fileno()), str(self.owner)),
                ],
                cwd="/",
                env=worker_environment(),
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self.end = weakref.finalize(self, _end, self._process, self.control, self._said)

    def is_ours_and_alive(self) -> bool:
        """Tell whether it runs, and was started by this process: a fork of the kernel must have its own."""
        return self.owner == os.getpid() and self._process.poll() is None

    def last_words(self) -> str:
        """Return the end of what it printed."""
        self._said.seek(0)
        return self._said.read()[-_TOLD_LENGTH:].decode("utf-8", "replace").strip()


def _end(process: subprocess.Popen[bytes], control: socket.socket, said: IO[bytes]) -> None:
    control.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:  # still importing, or stuck: its workers end with it
        process.kill()
        process.wait()
    said.close()


@cache
def shared_zygote() -> ZygoteProcess:
    """Return the one of this process: its memory is the larger part of what a sandbox costs."""
    return ZygoteProcess()
