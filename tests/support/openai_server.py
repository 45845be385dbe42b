"""A real HTTP server on loopback that speaks OpenAI's streamed chat completions and plays a script.

    with OpenAIServer([answer(*words("Hel", "lo"))]) as server:
        model = LiteLLMModel("openai/any", api_base=server.url)

It runs on a thread of its own. `python -m tests.support.openai_server 10000` serves long answers from another process,
and with `call` as a second argument long tool calls.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from itertools import repeat
from types import TracebackType

from tests.support.openai_answers import Answer, call_by_character, many_chunks, refusal


@dataclass(frozen=True)
class Request:
    """What a client sent, byte for byte."""

    path: str
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes


class OpenAIServer:
    """Answers each request with the next answer of the script; once it is used up, with status 500."""

    def __init__(self, script: Iterable[Answer]) -> None:
        self.requests: list[Request] = []
        self.left = threading.Event()
        """Set as soon as a client leaves before its answer has ended."""
        self.url = ""
        self._script = iter(script)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="openai-server", daemon=True)
        self._connections: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    def __enter__(self) -> OpenAIServer:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(5)
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._on_connection, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/v1"

    async def _stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _on_connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._serve(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                while True:
                    self.requests.append(await _read_request(reader))
                    await self._answer(next(self._script, refusal(500, "the script is used up")), reader, writer)
        finally:
            writer.transport.abort()

    async def _answer(self, answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(_head(answer))
            for piece in answer.body:
                writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                await writer.drain()
        except ConnectionError:
            self.left.set()
            raise
        if answer.ending == "silent":
            await reader.read()
            self.left.set()
        if answer.ending != "clean":
            writer.close()
            await writer.wait_closed()  # what was written arrives before the connection drops
            raise ConnectionAbortedError
        writer.write(b"0\r\n\r\n")
        await writer.drain()


async def _read_request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(first.split(" ")[1], headers, body)


def _head(answer: Answer) -> bytes:
    headers = {**answer.headers, "Transfer-Encoding": "chunked"}
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", *map(": ".join, headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def main() -> None:
    """Serve answers of as many chunks as the first argument says, until standard input ends."""
    count = int(sys.argv[1])
    calls = call_by_character("query_sql", json.dumps({"sql": "x" * (count - 20)})) if "call" in sys.argv[2:] else ()
    with OpenAIServer(repeat(many_chunks(count, calls=calls))) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
