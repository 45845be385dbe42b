"""What code uses, measured from outside: limits that a process sets itself don't count all that it can take."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass

from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.confinement.limits import MEMORY_PER_CORE, core_count
from dpa_jupyter.sandbox.layers import LayerState

WATCH_SECONDS = 0.05
ENTRY_COUNT = 10_000
"""Files and folders that a scratch folder may have: each takes a place on the disk, however empty it is."""
THREAD_COUNT = 1_024
"""The system has places for a few ten thousand, and does not count those of root."""


@dataclass(slots=True)
class Watch:
    """Looks at one process and its scratch folder."""

    process: int
    scratch: str
    start_bytes: int | None
    """Memory that is not the code's doing: what was shared with the zygote, and frames; None if it is not told."""

    @classmethod
    def of(cls, process: int, scratch: str) -> Watch:
        """Begin to watch a process that has run nothing yet."""
        use = _use(process)
        return cls(process, scratch, use.memory_bytes if use else None)

    def held_bytes(self) -> int:
        """Return the memory that the process has now, 0 where this system does not tell."""
        use = _use(self.process)
        return use.memory_bytes if use else 0

    def allow(self, more_bytes: int) -> None:
        """Take this much more for what the process was given."""
        if self.start_bytes is not None:
            self.start_bytes += max(0, more_bytes)

    @property
    def state(self) -> LayerState:
        """Tell whether all of it can be watched."""
        holds = self.start_bytes is not None
        return LayerState("watch", holds, "" if holds else "this system does not tell the memory of a process")

    def excess(self, limits: CodeLimits) -> str:
        """Return what the process has too much of; empty where all is well."""
        reserve = 2 * MEMORY_PER_CORE * core_count()  # so that the process's own limit comes first
        use = _use(self.process)
        if use and self.start_bytes is not None and use.memory_bytes - self.start_bytes > limits.memory_bytes + reserve:
            return f"it used more than the {limits.memory_bytes >> 20:,} MB of memory that it may use"
        if use and use.threads > THREAD_COUNT:
            return f"it started more than the {THREAD_COUNT:,} threads that it may start"
        return self.disk_excess(limits)

    async def until_excess(self, limits: CodeLimits) -> str:
        """Look again and again, and return what the process has too much of."""
        free = _free_bytes(self.scratch)
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if excess := await asyncio.to_thread(self.excess, limits):
                return excess
            if is_filling(free, _free_bytes(self.scratch), limits):
                return "more than half of what was free on the disk was taken while it ran"

    def disk_excess(self, limits: CodeLimits) -> str:
        """Return what is too much in the scratch folder."""
        taken, entries = _taken(self.scratch)
        if entries > ENTRY_COUNT:
            return f"it made more than the {ENTRY_COUNT:,} files that it may make"
        if taken > limits.scratch_bytes:
            return f"it wrote more than the {limits.scratch_bytes >> 20:,} MB that it may write"
        return ""


def is_filling(before: int, now: int, limits: CodeLimits) -> bool:
    """Tell from the free bytes whether a disk is filling up: nobody can see how large a file is that has no name."""
    return before - now > max(limits.scratch_bytes, before // 2)


def _free_bytes(folder: str) -> int:
    try:
        disk = os.statvfs(folder)
    except OSError:  # the folder is gone, and the process with it
        return 0
    return disk.f_bavail * disk.f_frsize


@dataclass(frozen=True, slots=True)
class _Use:
    memory_bytes: int
    """Without what is mapped of files and frames."""
    threads: int


def _use(process: int) -> _Use | None:
    """Ask the system what a process uses; None where it does not tell, or the process has ended."""
    try:
        descriptor = os.open(f"/proc/{process}/status", os.O_RDONLY)
    except OSError:
        return None
    try:
        text = os.read(descriptor, 1 << 13).decode("ascii", "replace")
    except ProcessLookupError:  # it ended just now
        return None
    finally:
        os.close(descriptor)
    memory, threads = (text.partition(f"\n{name}:")[2].split(maxsplit=1)[:1] for name in ("RssAnon", "Threads"))
    return _Use(int(memory[0]) << 10, int(threads[0])) if memory and threads else None


def _taken(folder: str) -> tuple[int, int]:
    """Add up what a tree takes on the disk: no link is followed, no depth too deep, no more read than is allowed."""
    taken = entries = 0
    left = [folder]
    while left and entries <= ENTRY_COUNT:
        try:
            with os.scandir(left.pop()) as found:
                for entry in found:
                    entries += 1
                    if entries > ENTRY_COUNT:
                        break
                    if entry.is_dir(follow_symlinks=False):
                        left.append(entry.path)
                    else:
                        taken += entry.stat(follow_symlinks=False).st_blocks * 512
        except FileNotFoundError:  # gone while we looked
            continue
        except OSError:  # a path that is too long, a folder that is closed to us: nothing that honest code makes
            return taken, ENTRY_COUNT + 1
    return taken, entries
