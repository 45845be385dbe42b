"""Files that lie beside a notebook, where anybody may have put something else in their place."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)  # Windows has none
_NO_WAIT: int = getattr(os, "O_NONBLOCK", 0)  # a pipe in the place of a file would never open
_AS_IT_IS: int = getattr(os, "O_BINARY", 0)  # Windows alone changes the ends of lines without it


def opened_to_append(path: Path) -> int:
    """Open a file that only grows, for its owner alone, and make it and its folder where they are not there.

    A link is not followed: one that came with the notebook could lead to any file of the user's.

    Raises:
        OSError: it can't be opened, or is a link.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _NO_LINK | _AS_IT_IS, 0o600)


def read_bounded(path: Path, most: int) -> bytes:
    """Read a file that is no link and not larger than so many bytes.

    Raises:
        OSError: it can't be opened, is a link or no plain file, or is larger.
    """
    descriptor = os.open(path, os.O_RDONLY | _NO_LINK | _AS_IT_IS | _NO_WAIT)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "this is no plain file")
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"this is larger than {most >> 20} MB")
    return data


def written_anew(path: Path, data: bytes) -> None:
    """Write a file, for its owner alone, and put it in the place of the old one: there is a whole one at any time.

    A link in its place is replaced and not followed.

    Raises:
        OSError: it can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
