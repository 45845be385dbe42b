"""A server's program, in a process and a session of its own, with a bounded line and every byte to it on record.

The SDK's own transport reads a line of any length into memory, copying it with each piece, and passes its errors to
standard error; this one ends the connection, and keeps the last words of the program for whoever asks why.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.client.stdio import get_default_environment
from mcp.shared.message import SessionMessage
from mcp_types import jsonrpc_message_adapter

from dpa_jupyter.tools.mcp.servers_file import Program

LONGEST_LINE = 8 << 20
"""Bytes; a longer message ends the connection."""
LAST_WORDS = 2_000
"""Bytes of standard error that are kept."""
PATIENCE = 1.0
"""Seconds between asking a program to end, by closing its input, then by SIGTERM, and ending it."""

Streams: TypeAlias = tuple[
    MemoryObjectReceiveStream[SessionMessage | Exception], MemoryObjectSendStream[SessionMessage]
]
"""What the SDK calls a transport: messages from the server, and messages to it."""


class ProgramConnection:
    """One life of a server's program; `sent` is told of each line before it leaves."""

    def __init__(self, program: Program, sent: Callable[[bytes], None]) -> None:
        self._program = program
        self._sent = sent
        self._last_words = b""
        self.is_open = False
        """Whether the program can still answer."""

    @property
    def last_words(self) -> str:
        """Return the end of what the program wrote to standard error."""
        return self._last_words.decode(errors="replace").strip()

    @asynccontextmanager
    async def streams(self) -> AsyncGenerator[Streams, None]:
        """Start the program and give the streams of its messages; end it, with all that it started, on leaving.

        Raises:
            OSError: it can't be started.
        """
        process = await asyncio.create_subprocess_exec(
            self._program.command,
            *self._program.arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**get_default_environment(), **self._program.environment},
            cwd=self._program.folder,
            start_new_session=sys.platform != "win32",  # an interrupt of the kernel is not for it
            limit=LONGEST_LINE,
        )
        self.is_open = True
        to_us, read = anyio.create_memory_object_stream[SessionMessage | Exception](0)
        write, from_us = anyio.create_memory_object_stream[SessionMessage](0)
        pumps = [
            asyncio.create_task(self._read(process, to_us)),
            asyncio.create_task(self._write(process, from_us, to_us)),
            asyncio.create_task(self._listen(process)),
        ]
        try:
            yield read, write
        finally:
            self.is_open = False
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            for stream in (to_us, read, write, from_us):
                stream.close()
            await asyncio.shield(_ended(process))

    async def _read(
        self, process: asyncio.subprocess.Process, to_us: MemoryObjectSendStream[SessionMessage | Exception]
    ) -> None:
        """Pass messages on; a line that is none is passed over, as programs print what they should not."""
        assert process.stdout is not None
        try:
            with suppress(ValueError, anyio.BrokenResourceError, anyio.ClosedResourceError):  # ValueError: too long
                while line := await process.stdout.readline():
                    if (message := _message(line)) is not None:
                        await to_us.send(message)
        finally:
            self.is_open = False
            to_us.close()

    async def _write(
        self,
        process: asyncio.subprocess.Process,
        from_us: MemoryObjectReceiveStream[SessionMessage],
        to_us: MemoryObjectSendStream[SessionMessage | Exception],
    ) -> None:
        assert process.stdin is not None
        try:
            async for message in from_us:
                line = message.message.model_dump_json(by_alias=True, exclude_unset=True).encode() + b"\n"
                self._sent(line)
                process.stdin.write(line)
                await process.stdin.drain()
        except OSError:
            self.is_open = False
            to_us.close()  # so that whoever waits for an answer hears that none comes

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        while piece := await process.stderr.read(1 << 16):
            self._last_words = (self._last_words + piece)[-LAST_WORDS:]


def _message(line: bytes) -> SessionMessage | None:
    try:
        return SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False))
    except (ValueError, RecursionError):
        return None


async def _ended(process: asyncio.subprocess.Process) -> None:
    """End a program: by closing its input, then kindly, then not."""
    assert process.stdin is not None
    assert process.stdout is not None
    drain = asyncio.create_task(_drained(process.stdout))  # who is stuck in writing does not see its input end
    process.stdin.close()
    for ending in (None, signal.SIGTERM):
        if ending is not None:
            _signal(process, ending)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), PATIENCE)
            break
    _signal(process, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)  # what it started, too
    with suppress(TimeoutError):  # something that left the group may hold the pipes open
        await asyncio.wait_for(asyncio.gather(process.wait(), drain), PATIENCE)


async def _drained(output: asyncio.StreamReader) -> None:
    while await output.read(1 << 16):
        pass


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            process.send_signal(number)
        else:
            os.killpg(process.pid, number)
