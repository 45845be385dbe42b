"""What code uses, measured from outside: limits that a process sets itself don't count all that it can take."""

from __future__ import annotations

import asyncio
import mmap
import os
from dataclasses import dataclass

from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.confinement.limits import MEMORY_PER_CORE, core_count
from dpa_jupyter.sandbox.layers import LayerState

WATCH_SECONDS = 0.05
ENTRY_COUNT = 10_000
"""Files and folders that a scratch folder may have: each takes a place on the disk, however empty it is."""


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
        return cls(process, scratch, _own_bytes(process))

    def held_bytes(self) -> int:
        """Return the memory that the process has now, 0 where this system does not tell."""
        return _own_bytes(self.process) or 0

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
        most = limits.memory_bytes + reserve
        if self.start_bytes is not None and self.held_bytes() - self.start_bytes > most:
            return f"it used more than the {limits.memory_bytes >> 20:,} MB of memory that it may use"
        return self.disk_excess(limits)

    async def until_excess(self, limits: CodeLimits) -> str:
        """Look again and again, and return what the process has too much of."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if excess := await asyncio.to_thread(self.excess, limits):
                return excess

    def disk_excess(self, limits: CodeLimits) -> str:
        """Return what is too much in the scratch folder."""
        taken, entries = _taken(self.scratch)
        if entries > ENTRY_COUNT:
            return f"it made more than the {ENTRY_COUNT:,} files that it may make"
        if taken > limits.scratch_bytes:
            return f"it wrote more than the {limits.scratch_bytes >> 20:,} MB that it may write"
        return ""


def _own_bytes(process: int) -> int | None:
    """Return the memory of a process without what it maps of files and frames."""
    try:
        descriptor = os.open(f"/proc/{process}/statm", os.O_RDONLY)
    except OSError:
        return None
    try:
        fields = os.read(descriptor, 1 << 10).split()
    except ProcessLookupError:  # it ended just now
        return None
    finally:
        os.close(descriptor)
    resident, mapped = int(fields[1]), int(fields[2])
    return (resident - mapped) * mmap.PAGESIZE


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
