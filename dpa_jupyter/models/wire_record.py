"""Every HTTP request that a run makes, as it leaves, seen at the client through which all providers are asked.

LiteLLM has no place where all providers' finished requests pass, but the HTTP client below it is one. As
OpenTelemetry's instrumentation does, the client's `send` is wrapped once; outside of a run, where nobody records, it
does nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from typing import Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class WireRequest:
    """One request, without its headers, since these hold the key."""

    method: str
    url: str
    body: bytes


Record: TypeAlias = Callable[[WireRequest], None]
recording: ContextVar[Record | None] = ContextVar("dpa_recording", default=None)
"""Who is told of each request of the current task and of those it starts."""


class _Request(Protocol):
    method: str
    url: object

    def read(self) -> bytes: ...

    async def aread(self) -> bytes: ...


class _Response(Protocol):
    history: list[_Response]
    request: _Request


_Send: TypeAlias = Callable[..., Awaitable[_Response]]


@cache
def watch_http_client() -> None:
    """Wrap the client of httpx, once for the process."""
    client = importlib.import_module("httpx").AsyncClient
    client.send = _watched(client.send)


def _watched(send: _Send) -> _Send:
    @wraps(send)
    async def watched(client: object, request: _Request, *arguments: object, **options: object) -> _Response:
        record = recording.get()
        if record is None:
            return await send(client, request, *arguments, **options)
        record(WireRequest(request.method, str(request.url), await request.aread()))
        response = await send(client, request, *arguments, **options)
        for hop in [*response.history, response][1:]:  # a redirect may have taken the same body elsewhere
            record(WireRequest(hop.request.method, str(hop.request.url), hop.request.read()))
        return response

    return watched
