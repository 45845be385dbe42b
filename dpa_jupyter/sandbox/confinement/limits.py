"""What a process may use, set by itself before code runs; the parent's watch stands behind it."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.confinement.own_status import OwnStatus

FILE_BYTES = 1 << 30
"""The largest file that code may write."""
OPEN_FILES = 256
MEMORY_PER_CORE = 64 << 20
"""What the threads of BLAS, Arrow and Polars reserve for each core, above what the code itself uses."""
PROCESSOR_SECONDS = 4 * 3600
"""On each core, for all runs of one process together."""
MORE_TASKS = 1_024
"""Threads and processes above all that there are on the machine now: the system counts those of the whole user."""
ADDRESS_RESERVE = 4 << 30
"""Libraries reserve far more address space than they use."""


@cache
def core_count() -> int:
    """Return how many cores there are; the system looks into several files for it each time."""
    return os.cpu_count() or 1


class ProcessLimits:
    """The limits of this process; made before it confines itself."""

    def __init__(self) -> None:
        self._status = OwnStatus() if sys.platform == "linux" else None
        self._memory_is_set = False

    def limit_process(self) -> None:
        """Set what no run changes, once and for all."""
        cores = core_count()
        limits = {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: FILE_BYTES,
            resource.RLIMIT_NOFILE: OPEN_FILES,
            resource.RLIMIT_CPU: PROCESSOR_SECONDS * cores,
        }
        if self._status is not None:
            limits[resource.RLIMIT_NPROC] = _task_count() + MORE_TASKS
        for kind, most in limits.items():
            _limit(kind, most)

    def limit_run(self, limits: CodeLimits) -> None:
        """Set what one run may use; but for memory these are soft, so that they move with each run.

        Processor time is a second line behind the parent's clock: all cores for the whole time. Address space is one
        behind `RLIMIT_DATA`, which does not count shared memory.
        """
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = used.ru_utime + used.ru_stime + limits.seconds * core_count()
        _limit_softly(resource.RLIMIT_CPU, int(seconds) + 1)
        if self._status is None:
            return
        if not self._memory_is_set:  # mapped frames are read-only, so they do not count here
            reserve = MEMORY_PER_CORE * core_count()
            _limit(resource.RLIMIT_DATA, self._status.held_bytes("VmData") + limits.memory_bytes + reserve)
            self._memory_is_set = True
        most = self._status.held_bytes("VmSize") + 2 * limits.memory_bytes + ADDRESS_RESERVE
        _limit_softly(resource.RLIMIT_AS, most)


def unlimit_run() -> None:
    """Take back what is soft of `limit_run`: to map a frame is not the code's doing."""
    for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (hard, hard))


def limits_hold() -> bool:
    """Look the limits up, and try to raise one: root could, unless it gave up its powers."""
    expected: Mapping[int, int] = {resource.RLIMIT_CORE: 0, resource.RLIMIT_NOFILE: OPEN_FILES}
    return all(max(resource.getrlimit(kind)) <= most for kind, most in expected.items())


def _task_count() -> int:
    running_and_all = Path("/proc/loadavg").read_text(encoding="ascii").split()[3]
    return int(running_and_all.partition("/")[2])


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (allowed, allowed))


def _limit_softly(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
