"""A lock on an open file that other processes heed; it ends with the file or the process, however that dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 40
    """A byte beyond the end of the file: locked bytes can't be read by others."""
    _BETWEEN_TRIES = 0.05
    """Seconds."""

    @contextmanager
    def locked(descriptor: int) -> Iterator[None]:
        """Hold the lock; wait for it as long as it takes."""
        while not _taken(descriptor):
            time.sleep(_BETWEEN_TRIES)
        try:
            yield
        finally:
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def _taken(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # the one that waits gives up after ten seconds
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EDEADLOCK):
                raise
            return False
        return True
else:
    import fcntl

    @contextmanager
    def locked(descriptor: int) -> Iterator[None]:
        """Hold the lock; wait for it as long as it takes."""
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
