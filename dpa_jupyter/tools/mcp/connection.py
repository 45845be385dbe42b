"""A connection with one server: one task owns it from its beginning to its end; it is begun anew when it has died.

The SDK's contexts have to be left by the task that entered them, so that no run may own a connection that outlives it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp_types import (
    CONNECTION_CLOSED,
    CallToolRequest,
    CallToolRequestParams,
    CallToolResult,
    Implementation,
    PaginatedRequestParams,
    Tool,
)

from dpa_jupyter.errors import ToolError, innermost
from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.models.wire_record import Record, WireRequest
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools.mcp.http import LONGEST_ANSWER, http_client
from dpa_jupyter.tools.mcp.servers_file import Program, Server
from dpa_jupyter.tools.mcp.stdio import ProgramConnection

if TYPE_CHECKING:
    from mcp.client._transport import TransportStreams  # the SDK has no public name for this type

OPENING_SECONDS = 30.0
MOST_PAGES = 20
"""Of the list of tools."""
SHORT_OF_THE_LIMIT = 0.9
"""A call is given up before the loop gives it up, so that a server that hangs is told from a user who stops the run."""

logging.getLogger("mcp").addHandler(logging.NullHandler())  # else its warnings stand in the user's notebook


class Connection:
    """Speaks with one server, one call at a time, so that what leaves can be put on record with the call it is of."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._turn = asyncio.Lock()
        self._record: Record = lambda request: None
        self._life: _Life | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the server can answer, as far as is known."""
        return self._life is not None and self._life.is_open

    async def tools(self, record: Record) -> list[Tool]:
        """Connect if need be, and list the server's tools.

        Raises:
            ToolError: the server can't be reached, or does not speak the protocol.
        """
        async with self._turn:
            self._record = record
            client = await self._client()
            try:
                async with asyncio.timeout(OPENING_SECONDS):
                    return [tool async for tool in _listed(client)]
            except Exception as error:
                raise await self._failure(error) from error

    async def call(self, tool: str, arguments: JsonObject, record: Record, seconds: float) -> CallToolResult:
        """Call a tool with arguments that may leave; a server that is dead is started again for it.

        Raises:
            ToolError: there is no answer, and why; the server's process is never left hanging.
        """
        try:
            async with asyncio.timeout(SHORT_OF_THE_LIMIT * seconds), self._turn:
                self._record = record
                client = await self._client()
                # not `call_tool`: it runs the server's own patterns over the answer, which may take for ever
                request = CallToolRequest(params=CallToolRequestParams(name=tool, arguments=dict(arguments)))
                return await client.session.send_request(request, CallToolResult)
        except ToolError:
            raise
        except Exception as error:
            raise await self._failure(error) from error

    async def close(self) -> None:
        """End the connection, and the program with all that it started."""
        life, self._life = self._life, None
        if life is not None:
            await life.end()

    def _keep(self, request: WireRequest) -> None:
        self._record(request)  # that of the call under way, not of the one that began the connection

    async def _client(self) -> Client:
        if not self.is_open:
            await self.close()
            self._life = _Life(self.server, self._keep)
        assert self._life is not None
        try:
            async with asyncio.timeout(OPENING_SECONDS):
                return await self._life.client()
        except Exception as error:
            raise await self._failure(error) from error

    async def _failure(self, error: Exception) -> ToolError:
        """Put into words why there is no answer; whatever is not a refusal of a living server ends the connection."""
        name, life = self.server.name, self._life
        if isinstance(error, ToolError):
            return error
        refused = isinstance(error, MCPError) and error.code != CONNECTION_CLOSED and life is not None
        if isinstance(error, MCPError) and refused and self.is_open and isinstance(self.server, Program):
            return ToolError(sentence("the MCP server '{said}' refuses: {any}", said=name, any=error.message))
        last_words = "" if life is None else life.last_words
        await self.close()
        if isinstance(error, TimeoutError):
            return ToolError(
                sentence(
                    "the MCP server '{said}' did not answer in time and was ended; the next call starts it", said=name
                )
            )
        reason = last_words.splitlines()[-1] if last_words else _reason(error)
        return ToolError(
            sentence(
                "the MCP server '{said}' does not answer; the next call starts it again: {any}", said=name, any=reason
            )
        )


class _Life:
    """One connection, from its beginning to its end, in a task of its own."""

    def __init__(self, server: Server, record: Record) -> None:
        self._server = server
        self._record = record
        self._program: ProgramConnection | None = None
        self._client: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
        self._enough = asyncio.Event()
        self._task = asyncio.create_task(self._own(), name=f"dpa-mcp-{server.name}")

    @property
    def is_open(self) -> bool:
        return not self._task.done() and (self._program is None or self._program.is_open)

    @property
    def last_words(self) -> str:
        return "" if self._program is None else self._program.last_words

    async def client(self) -> Client:
        """Wait until there is an open connection."""
        return await asyncio.shield(self._client)

    async def end(self) -> None:
        """End it; what goes wrong by then is of no use to anybody."""
        self._enough.set()
        if not self._client.done():
            self._task.cancel()
        await asyncio.wait([self._task])
        if self._client.done() and not self._client.cancelled():
            self._client.exception()  # it was told where it was awaited

    async def _own(self) -> None:
        own = Implementation(name="dpa_jupyter", version=version("dpa_jupyter"))
        try:
            async with Client(self._streams(), client_info=own, cache=None) as client:
                self._client.set_result(client)
                await self._enough.wait()
        except BaseException as error:
            if not self._client.done():
                self._client.set_exception(innermost(error))
            if not isinstance(error, Exception):
                raise

    @asynccontextmanager
    async def _streams(self) -> AsyncGenerator[TransportStreams, None]:
        if isinstance(self._server, Program):
            self._program = ProgramConnection(self._server, self._note(f"stdio:{self._server.name}"))
            async with self._program.streams() as streams:
                yield streams
        else:
            async with (
                http_client(self._server, self._record) as http,
                streamable_http_client(
                    self._server.url, http_client=http, max_sse_event_size=LONGEST_ANSWER
                ) as http_streams,
            ):
                yield http_streams

    def _note(self, url: str) -> Callable[[bytes], None]:
        return lambda line: self._record(WireRequest("WRITE", url, line))


async def _listed(client: Client) -> AsyncGenerator[Tool, None]:
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        page = await client.session.list_tools(params=PaginatedRequestParams(cursor=cursor) if cursor else None)
        for tool in page.tools:
            yield tool
        cursor = page.next_cursor
        if not cursor:
            return


def _reason(error: BaseException) -> str:
    inner = innermost(error)
    first = str(inner).partition("\n")[0]
    return f"{type(inner).__name__}: {first}".rstrip(": ")
