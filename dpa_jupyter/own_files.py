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


DAMAGED = ".damaged"
MOST_ASIDE = 100
FOLDER = ".dpa"
"""The folder beside a notebook that is ours; from here down, no part of a path may be a link."""


def listed(folder: Path, pattern: str) -> list[Path]:
    """List the files of a folder whose names fit a pattern, in order; nothing where a link leads there."""
    return [] if _leads_away(folder / pattern) else sorted(folder.glob(pattern))


def opened_to_append(path: Path) -> int:
    """Open a file that only grows, for its owner alone, and make it and its folder where they are not there.

    A link is not followed: one that came with the notebook could lead to any file of the user's.

    Raises:
        OSError: it can't be opened, or is a link.
    """
    _refuse_links(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _NO_LINK | _AS_IT_IS, 0o600)


def read_bounded(path: Path, most: int) -> bytes:
    """Read a file that is no link and not larger than so many bytes.

    Raises:
        OSError: it can't be opened, is a link or no plain file, or is larger.
    """
    _refuse_links(path)
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
    _refuse_links(path)
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


def set_aside(path: Path) -> str:
    """Give a damaged file another name, so that nothing is written over it; return that name.

    Raises:
        OSError: it can't be renamed.
    """
    _refuse_links(path)
    for number in range(1, MOST_ASIDE):
        other = path.with_name(f"{path.stem}{DAMAGED}-{number}")
        if not os.path.lexists(other):
            path.rename(other)
            return other.name
    raise OSError(errno.EEXIST, f"there are {MOST_ASIDE - 1} damaged ones already")


def _refuse_links(path: Path) -> None:
    if _leads_away(path):
        raise OSError(errno.ELOOP, "a folder on the way is a link")


def _leads_away(path: Path) -> bool:
    """Tell whether a folder on the way from `.dpa` down is a link: it may have come with the notebook."""
    folders = list(path.parents)
    names = [folder.name for folder in folders]
    own = folders[: names.index(FOLDER) + 1] if FOLDER in names else []
    return any(folder.is_symlink() for folder in own)
