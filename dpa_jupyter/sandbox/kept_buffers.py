"""A file that only remembers what is written to it, so that it can be copied to where it belongs in one go."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeAlias

_LARGE = 64 << 20
_STEP = 2 << 20
"""Parts begin at multiples of this, which is one of every size of page."""

Part: TypeAlias = tuple[int, int]
"""First byte, and the one behind the last."""


class KeptBuffers:
    """What was written, by reference: it must not change before it is copied."""

    def __init__(self) -> None:
        self._kept: list[tuple[int, memoryview]] = []
        self.length = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        """Keep a buffer, of whatever kind."""
        view = memoryview(data).cast("B")
        self._kept.append((self.length, view))
        self.length += len(view)
        return len(view)

    def flush(self) -> None:
        """There is nothing to flush."""

    def close(self) -> None:
        """Take no more."""
        self.closed = True

    def parts(self) -> Sequence[Part]:
        """Return the whole, or two halves of what is large: the system lets one thread at a time write to a file."""
        middle = self.length // 2 // _STEP * _STEP
        return [(0, self.length)] if self.length < _LARGE else [(0, middle), (middle, self.length)]

    def copy(self, part: Part, descriptor: int) -> None:
        """Copy a part into a file, from its beginning."""
        first, end = part
        os.ftruncate(descriptor, end - first)
        for start, view in self._kept:
            piece = view[max(0, first - start) : max(0, end - start)]
            position = max(start, first) - first
            while piece:
                count = os.pwrite(descriptor, piece, position)
                position, piece = position + count, piece[count:]
