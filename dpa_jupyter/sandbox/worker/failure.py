"""What is told of an exception: the lines of the user's code that led to it, and its message."""

from __future__ import annotations

import traceback

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
    return "\n".join([*lines, message])
