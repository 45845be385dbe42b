"""Writing large buffers into memory with several threads: most of the time goes into finding pages for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

_PIECE = 1 << 24
_LARGE = 1 << 20
_THREADS = 4
_Piece: TypeAlias = tuple[int, memoryview]


class ParallelSink:
    """A file to write to, from its beginning; large buffers are kept by reference until it is closed."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._position = 0
        self._kept: list[_Piece] = []
        self.closed = False

    def write(self, data: bytes) -> int:
        """Take a buffer, of whatever kind."""
        view = memoryview(data).cast("B")
        if len(view) < _LARGE:
            self._put((self._position, view))
        else:
            self._kept.append((self._position, view))
        self._position += len(view)
        return len(view)

    def flush(self) -> None:
        """There is nothing to flush before it is closed."""

    def close(self) -> None:
        """Write what was kept."""
        if self.closed:
            return
        self.closed = True
        os.ftruncate(self._descriptor, self._position)
        with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
            for _ in pool.map(self._put, self._pieces()):
                pass
        self._kept.clear()

    def _pieces(self) -> Iterator[_Piece]:
        for start, view in self._kept:
            for offset in range(0, len(view), _PIECE):
                yield start + offset, view[offset : offset + _PIECE]

    def _put(self, piece: _Piece) -> None:
        position, view = piece
        while view:
            count = os.pwrite(self._descriptor, view, position)
            position, view = position + count, view[count:]
