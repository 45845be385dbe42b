"""A process that has imported what code needs and holds no secret; workers are forked from it in a few milliseconds.

Forking the kernel would hand the code all of the kernel's memory. No query of Polars may run here: its threads would be
missing in each fork, and the fork would wait for them for ever.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import socket
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dpa_jupyter.sandbox.confinement.libc import control_process
from dpa_jupyter.sandbox.confinement.privileges import hide_memory
from dpa_jupyter.sandbox.confinement.readable import python_paths, system_paths
from dpa_jupyter.sandbox.life_wire import ENDED, STARTED
from dpa_jupyter.sandbox.operating_system import remove_folder
from dpa_jupyter.sandbox.worker.allocation import allocate_as_if_warm
from dpa_jupyter.sandbox.worker.life import wait_and_live

MODULES = (
    "numpy",
    "pyarrow",
    "pyarrow.compute",
    "pyarrow.parquet",
    "pandas",
    "polars",
    "matplotlib.pyplot",
    "dpa_jupyter.frames.recognition",
    "dpa_jupyter.frames.pandas_frames",
    "dpa_jupyter.frames.polars_frames",
    "dpa_jupyter.frames.arrow_tables",
    "dpa_jupyter.sandbox.worker.pictures",
)
SPARE_MILLISECONDS = 20
"""After the last worker was employed, so that the next fork does not slow down its first run."""
SPARE_COUNT = 2
_ADOPT_ORPHANS = 36
"""PR_SET_CHILD_SUBREAPER: what a worker leaves behind comes to us, and not to the system's first process."""
_NAME_LENGTH = 4_096


@dataclass(frozen=True, slots=True)
class _Spare:
    """A fork that waits for its channels."""

    process: int
    descriptor: int
    channels: socket.socket


@dataclass(frozen=True, slots=True)
class _Worker:
    process: int
    life: socket.socket
    scratch: str


@dataclass
class Zygote:
    """Forks workers until the kernel is gone, and some ahead: to fork takes longer than all else that a worker does."""

    control: socket.socket
    kernel: int
    """A descriptor of the kernel's process."""
    poll: select.poll = field(default_factory=select.poll)
    workers: dict[int, _Worker] = field(default_factory=dict)
    """By the descriptor of their process."""
    spares: dict[int, _Spare] = field(default_factory=dict)

    def serve(self) -> None:
        """Fork on demand, tell how each worker ended, and leave nothing behind."""
        self.poll.register(self.control, select.POLLIN)
        self.poll.register(self.kernel, select.POLLIN)
        while True:
            ready = {
                number for number, _ in self.poll.poll(None if len(self.spares) >= SPARE_COUNT else SPARE_MILLISECONDS)
            }
            ended = ready & self.workers.keys()
            for descriptor in ended:
                self._bury(descriptor)
            for descriptor in ready & self.spares.keys():
                self._drop(self.spares.pop(descriptor))
            if self.kernel in ready:
                break
            if self.control.fileno() in ready:
                name, descriptors, _, _ = socket.recv_fds(self.control, _NAME_LENGTH, 4)
                if not descriptors:
                    break
                self._employ(os.fsdecode(name), descriptors)
            elif len(self.spares) < SPARE_COUNT and (ended or not ready):
                self._fork_spare()
        self._end()

    def _employ(self, scratch: str, descriptors: list[int]) -> None:
        """Give a spare worker its channels, and tell the kernel which process it is; a closed socket tells of none."""
        if not self.spares:
            self._fork_spare()
        spare = self.spares.popitem()[1] if self.spares else None
        *channels, life = descriptors
        told = socket.socket(fileno=life)
        if spare is None:
            told.close()
        else:
            self.workers[spare.descriptor] = _Worker(spare.process, told, scratch)
            with suppress(OSError):  # the worker or the kernel is gone, which both are told of otherwise
                socket.send_fds(spare.channels, [b"!"], channels)
                socket.send_fds(told, [STARTED.pack(spare.process)], [spare.descriptor])
            spare.channels.close()
        for descriptor in channels:
            os.close(descriptor)

    def _fork_spare(self) -> None:
        ours, theirs = socket.socketpair()
        own = os.getpid()
        try:
            with warnings.catch_warnings(action="ignore"):  # of threads: none of them holds a lock that matters here
                process = os.fork()
        except OSError:  # no memory, or too many processes
            ours.close()
            theirs.close()
            return
        if process == 0:
            wait_and_live(theirs, own)
        theirs.close()
        descriptor = os.pidfd_open(process)
        self.poll.register(descriptor, select.POLLIN)
        self.spares[descriptor] = _Spare(process, descriptor, ours)

    def _drop(self, spare: _Spare) -> None:
        spare.channels.close()
        with suppress(ProcessLookupError):
            os.kill(spare.process, signal.SIGKILL)
        os.waitpid(spare.process, 0)
        self.poll.unregister(spare.descriptor)
        os.close(spare.descriptor)

    def _bury(self, descriptor: int) -> None:
        worker = self.workers.pop(descriptor)
        _, status = os.waitpid(worker.process, 0)
        self.poll.unregister(descriptor)
        os.close(descriptor)
        self._end_orphans()
        with suppress(OSError):
            worker.life.send(ENDED.pack(os.waitstatus_to_exitcode(status)))
        worker.life.close()

    def _end_orphans(self) -> None:
        """Kill what workers started, where that could not be forbidden; each death may bring the next to light."""
        known = {worker.process for worker in self.workers.values()}
        known |= {spare.process for spare in self.spares.values()}
        while orphans := _children() - known:
            for process in orphans:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)

    def _end(self) -> None:
        while self.spares:
            self._drop(self.spares.popitem()[1])
        for descriptor, worker in list(self.workers.items()):
            with suppress(ProcessLookupError):
                os.kill(worker.process, signal.SIGKILL)
            self._bury(descriptor)
            remove_folder(worker.scratch)


def _children() -> set[int]:
    try:
        text = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    except OSError:  # the kernel was built without this list
        return set()
    return {int(process) for process in text.split()}


def main(control: int, kernel: int) -> None:
    """Import what code needs, then serve."""
    watched = os.pidfd_open(kernel)
    control_process(_ADOPT_ORPHANS, 1)
    hide_memory()
    allocate_as_if_warm()
    for name in MODULES:
        importlib.import_module(name)
    python_paths()
    system_paths()
    gc.collect()
    gc.freeze()  # what is never freed need not be looked at, and stays shared with the workers
    Zygote(socket.socket(fileno=control), watched).serve()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
