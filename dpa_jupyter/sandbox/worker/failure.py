"""What is told of an exception: the lines of the user's code that led to it, and its message."""

from __future__ import annotations

import traceback

_NOT_HERE = {
    "multiprocessing": "no process can be started here; threads can: concurrent.futures.ThreadPoolExecutor",
    "subprocess": "no program can be started here; use what Python's own libraries offer",
    "socket": "there is no network here; ask the user to load the data into a frame",
}
"""Modules that fail in a sandbox, and what to do instead."""
_FILES = "only the allowed folders can be read, without their hidden files, and only the working directory be written"
MESSAGE_LENGTH = 4_000
FIRST_FRAMES = 3
LAST_FRAMES = 5


def short_traceback(error: BaseException, files: frozenset[str]) -> str:
    """Return a traceback of the frames in these files only, and cut where it is long."""
    lines = [
        f"  {frame.filename}, line {frame.lineno}, in {frame.name}\n    {frame.line}"
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename in files
    ]
    if len(lines) > FIRST_FRAMES + LAST_FRAMES:
        left_out = len(lines) - FIRST_FRAMES - LAST_FRAMES
        lines[FIRST_FRAMES:-LAST_FRAMES] = [f"  … {left_out} more calls …"]
    message = "".join(traceback.format_exception_only(error)).rstrip()
    if len(message) > MESSAGE_LENGTH:
        message = f"{message[:MESSAGE_LENGTH]} … [cut]"
    return "\n".join([*lines, message, *_advice(error)])


def _advice(error: BaseException) -> list[str]:
    """Say what can't be done here at all, where the system refused something to one of these modules."""
    if not isinstance(error, OSError):
        return []
    if isinstance(error, PermissionError) and error.filename is not None:
        return [f"({_FILES})"]
    chain = [error, error.__context__]
    traces = [one.__traceback__ for one in chain if isinstance(one, OSError)]
    names = [str(frame.f_globals.get("__name__")) for trace in traces for frame, _ in traceback.walk_tb(trace)]
    return [f"({advice})" for module, advice in _NOT_HERE.items() if any(name.startswith(module) for name in names)]
