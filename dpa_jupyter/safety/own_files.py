"""Files that lie beside a notebook, where anybody may have put something else in their place."""

from __future__ import annotations

import os
from pathlib import Path

_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)  # Windows has none
_AS_IT_IS: int = getattr(os, "O_BINARY", 0)  # Windows alone changes the ends of lines without it


def opened_to_append(path: Path) -> int:
    """Open a file that only grows, for its owner alone, and make it and its folder where they are not there.

    A link is not followed: one that came with the notebook could lead to any file of the user's.

    Raises:
        OSError: it can't be opened, or is a link.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _NO_LINK | _AS_IT_IS, 0o600)
