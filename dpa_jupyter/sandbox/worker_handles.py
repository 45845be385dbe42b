"""One worker's process as the kernel holds it: a thing to signal, to wait for, and to measure."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import threading
from contextlib import suppress
from typing import Protocol

from dpa_jupyter.sandbox.life_wire import ENDED

_WHOLE_GROUP = 1 << 2
"""PIDFD_SIGNAL_PROCESS_GROUP of Linux 6.9."""


class WorkerHandle(Protocol):
    """A process that runs code."""

    @property
    def process(self) -> int:
        """Return its id."""
        ...

    def has_ended(self) -> bool:
        """Tell whether it is gone, at once."""
        ...

    def signal(self, number: int) -> None:
        """Send it and all that it started a signal; nothing happens where it has ended."""
        ...

    def wait(self) -> int:
        """Wait for its end and return the exit code, negative for a signal; blocks."""
        ...

    def close(self) -> None:
        """Give back what is held for it; it has ended."""
        ...


class ForkedWorker:
    """A child of the zygote, reached by a descriptor that can never mean another process."""

    def __init__(self, process: int, descriptor: int, life: socket.socket) -> None:
        self.process = process
        self._descriptor = descriptor
        self._life = life
        self._exit_code: int | None = None
        self._waiting = threading.Lock()

    def has_ended(self) -> bool:
        """Look at its descriptor, which can be read from once it has ended."""
        ends = select.poll()
        ends.register(self._descriptor, select.POLLIN)
        return bool(ends.poll(0))

    def signal(self, number: int) -> None:
        """Send it to the whole group where the kernel can, else to the process: it can't start others anyway."""
        for flags in (_WHOLE_GROUP, 0):
            try:
                signal.pidfd_send_signal(self._descriptor, number, None, flags)
            except (ProcessLookupError, PermissionError):
                return
            except OSError:  # an older kernel
                continue
            return

    def wait(self) -> int:
        """Wait for what the zygote says of its end; a zygote that is gone took it along."""
        with self._waiting:
            if self._exit_code is None:
                told = b""
                with suppress(OSError):
                    told = self._life.recv(ENDED.size)
                self._exit_code = ENDED.unpack(told)[0] if len(told) == ENDED.size else -signal.SIGKILL
            return self._exit_code

    def close(self) -> None:
        """Close its descriptor and the socket of its life."""
        os.close(self._descriptor)
        self._life.close()


class SpawnedWorker:
    """A child of the kernel's, where there is no zygote."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child

    @property
    def process(self) -> int:
        """Return its id."""
        return self._child.pid

    def has_ended(self) -> bool:
        """Ask the system."""
        return self._child.poll() is not None

    def signal(self, number: int) -> None:
        """Send it to the process group, whose leader it is."""
        if self._child.returncode is None:  # not waited for, so the id is still its own
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, number)

    def wait(self) -> int:
        """Wait as for any child."""
        return self._child.wait()

    def close(self) -> None:
        """There is nothing to give back."""
