"""Reading from a process that may send anything, at any pace, or nothing: without blocking the event loop."""

from __future__ import annotations

import asyncio
import mmap
import os
from collections.abc import Callable
from contextlib import suppress

CHUNK = 1 << 16
FLOOD = 64
"""How many times more than is kept a process may print before it is ended: reading it costs us time, too."""


class ChannelClosedError(Exception):
    """The other side closed its end, or is gone."""


async def read_exactly(descriptor: int, length: int) -> memoryview:
    """Read this many bytes, into memory that is only taken as they come, whatever was promised.

    Raises:
        ChannelClosedError: there will not be as many.
    """
    data = memoryview(mmap.mmap(-1, length) if length > CHUNK else bytearray(length))
    left = data
    while left:
        try:
            count = os.readv(descriptor, [left])
        except BlockingIOError:
            await readable(descriptor)
            continue
        if count == 0:
            raise ChannelClosedError
        left = left[count:]
    return data


async def readable(descriptor: int) -> None:
    """Wait until there is something to read, or the end of it."""
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    loop.add_reader(descriptor, lambda: None if ready.done() else ready.set_result(None))
    try:
        await ready
    finally:
        loop.remove_reader(descriptor)


class Printed:
    """What a process prints during one run: the first part is kept, the rest read and dropped, a flood reported."""

    def __init__(self, descriptor: int, most: int, on_flood: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._most = most
        self._on_flood = on_flood
        self._kept = bytearray()
        self._seen = 0
        self._flooded = False

    def __enter__(self) -> Printed:
        asyncio.get_running_loop().add_reader(self._descriptor, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.get_running_loop().remove_reader(self._descriptor)
        while not self._flooded and self._take():
            pass

    def _take(self) -> bool:
        """Take one piece, and tell whether there was one."""
        chunk = b""
        with suppress(BlockingIOError):
            chunk = os.read(self._descriptor, CHUNK)
            if not chunk:  # closed: it would be readable for ever
                asyncio.get_running_loop().remove_reader(self._descriptor)
        self._seen += len(chunk)
        self._kept += chunk[: max(0, self._most - len(self._kept))]
        if self._seen > FLOOD * self._most and not self._flooded:
            self._flooded = True
            self._on_flood()
        return bool(chunk)

    @property
    def text(self) -> str:
        """What was kept, with a notice where it is not all."""
        text = self._kept.decode("utf-8", "replace")
        if self._seen <= len(self._kept):
            return text
        return f"{text}\n[cut: {len(self._kept):,} of {self._seen:,} bytes are shown]"
