"""The HTTP client of a connection: each request is put on record as it leaves, no answer is longer than allowed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx2

from dpa_jupyter.models.wire_record import WireRequest
from dpa_jupyter.tools.mcp.servers_file import Address

LONGEST_ANSWER = 8 << 20
"""Bytes of one answer, or of one event where an answer is a stream of them."""
CONNECT_SECONDS = 30.0
READ_SECONDS = 300.0
"""A server may hold a stream open; how long a call may take is watched by its caller."""


def http_client(address: Address, sent: Callable[[WireRequest], None]) -> httpx2.AsyncClient:
    """Return a client for a server; `sent` is told of each request before it leaves."""

    async def record(request: httpx2.Request) -> None:
        sent(WireRequest(request.method, str(request.url), await request.aread()))

    async def bound(response: httpx2.Response) -> None:
        if (encoding := response.headers.get("content-encoding", "identity")) != "identity":
            raise httpx2.ReadError(f"the answer is in the encoding {encoding[:40]!r}, which was not asked for")
        is_stream = response.headers.get("content-type", "").startswith("text/event-stream")
        if not is_stream and isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Bounded(response.stream)

    return httpx2.AsyncClient(
        headers={**address.headers, "Accept-Encoding": "identity"},  # a small answer could be a large one packed
        timeout=httpx2.Timeout(CONNECT_SECONDS, read=READ_SECONDS),
        event_hooks={"request": [record], "response": [bound]},
    )


class _Bounded(httpx2.AsyncByteStream):
    """The bytes of an answer, up to a number of them."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        async for piece in self._stream:
            length += len(piece)
            if length > LONGEST_ANSWER:
                raise httpx2.ReadError(f"the answer has more than {LONGEST_ANSWER:,} bytes")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
