"""The MCP servers of one session: which there are, which are started, and the tools that they have."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from mcp_types import Tool as Definition

from dpa_jupyter.tools.mcp.connection import Connection
from dpa_jupyter.tools.mcp.definition import UnfitToolError, spec_of
from dpa_jupyter.tools.mcp.server_tools import ServerTool, StartTool
from dpa_jupyter.tools.mcp.servers_file import Server
from dpa_jupyter.tools.tool import Tool

MOST_TOOLS = 64
"""Of one server; each costs the model some hundred tokens at every step."""


class ServerPool:
    """Keeps connections from run to run.

    A server's tools are those that it named when it was started: one that later speaks of others, or otherwise of
    these, changes nothing of what the model is told and the user allowed.
    """

    def __init__(self) -> None:
        self._connections: dict[str, Connection] = {}
        self._tools: dict[str, dict[str, Tool]] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._refused: list[Server] = []

    def starters(self, servers: Sequence[Server]) -> dict[str, StartTool]:
        """Return what starts each server that is not started, and that the user has not refused to start."""
        return {
            server.name: StartTool(self._connection(server), partial(self._take, server))
            for server in servers
            if not self._is_started(server) and server not in self._refused
        }

    def refuse(self, server: Server) -> None:
        """Remember that the user does not want a server in this session."""
        self._refused.append(server)

    def tools(self, servers: Sequence[Server]) -> dict[str, Tool]:
        """Return the tools of these servers, as far as they are started."""
        started = [server for server in servers if self._is_started(server)]
        return {name: tool for server in started for name, tool in self._tools[server.name].items()}

    async def close(self) -> None:
        """End all connections."""
        connections = list(self._connections.values())
        self._connections.clear()
        self._tools.clear()
        await asyncio.gather(*self._ending, *(known.close() for known in connections), return_exceptions=True)

    def _is_started(self, server: Server) -> bool:
        known = self._connections.get(server.name)
        return server.name in self._tools and known is not None and known.server == server

    def _connection(self, server: Server) -> Connection:
        known = self._connections.get(server.name)
        if known is None or known.server != server:
            if known is not None:  # the file was changed: what bears the name now is another server
                self._tools.pop(server.name, None)
                self._ending.add(asyncio.create_task(known.close()))
            known = self._connections[server.name] = Connection(server)
        return known

    def _take(self, server: Server, definitions: Sequence[Definition]) -> list[str]:
        """Take in a server's tools; return why some are left out."""
        tools: dict[str, Tool] = {}
        left_out: list[str] = []
        for definition in definitions:
            try:
                spec = spec_of(server.name, definition)
            except UnfitToolError as error:
                left_out.append(str(error))
                continue
            if spec.name in tools or len(tools) == MOST_TOOLS:
                left_out.append(f"{spec.name} is there twice, or comes after the first {MOST_TOOLS}")
                continue
            tools[spec.name] = ServerTool(self._connection(server), definition, spec)
        self._tools[server.name] = tools
        return left_out
