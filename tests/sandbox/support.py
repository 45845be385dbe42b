"""Running code in tests."""

from __future__ import annotations

import os
import select
from collections.abc import Mapping
from pathlib import Path

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.sandbox.code_runner import CodeLimits, CodeResult, CodeRunner

LIMITS = CodeLimits(seconds=30)


def frames_of(values: Mapping[str, object]) -> dict[str, Frame]:
    """Name these objects as frames."""
    found = {name: recognise(name, value) for name, value in values.items()}
    return {name: frame for name, frame in found.items() if frame is not None}


async def run(runner: CodeRunner, code: str, limits: CodeLimits = LIMITS, /, **values: object) -> CodeResult:
    """Run code on these objects."""
    return await runner.run(code, frames_of(values), limits)


async def value_of(runner: CodeRunner, code: str, /, **values: object) -> object:
    """Run code that has to go well, and return its value."""
    result = await run(runner, code, **values)
    assert result.ok, result.error
    return result.value


def fingerprint(value: object) -> str:
    """Return a hash of a frame's content."""
    (frame,) = frames_of({"frame": value}).values()
    return frame.adapter.fingerprint(value)


def exists(path: str) -> bool:
    """Tell whether a file or folder is there."""
    return Path(path).exists()


def memory_map(process: int) -> list[str]:
    """Return what a process maps, a line each, as the system tells it."""
    return Path(f"/proc/{process}/maps").read_text(encoding="utf-8").splitlines()


def wait_for_file(path: str) -> None:
    """Wait until somebody else has made a file."""
    while not exists(path):
        os.sched_yield()


def wait_for_end(process: int) -> None:
    """Wait until a process that is not ours has ended."""
    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return
    select.select([descriptor], [], [])
    os.close(descriptor)


def state_of(process: int) -> str | None:
    """Return the letter of a process's state as the system has it; None where there is no such process."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return None


def is_alive(process: int) -> bool:
    """Tell whether a process exists and is no zombie that waits for somebody else to fetch it."""
    return state_of(process) not in {None, "Z", "X"}
