"""Tools of our protocol that reach an MCP server: one that starts it, and one for each of its own."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mcp_types import Tool as Definition

from dpa_jupyter.events import Capability
from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.models.chat_model import ToolSpec
from dpa_jupyter.models.wire_record import Record
from dpa_jupyter.safety.privacy.leaving import Leaving
from dpa_jupyter.tools.arguments import read_arguments
from dpa_jupyter.tools.mcp.answer import observed
from dpa_jupyter.tools.mcp.connection import Connection
from dpa_jupyter.tools.mcp.servers_file import Address, Program, Server
from dpa_jupyter.tools.tool import Intent, Observation, ToolContext, ToolTraits

NO_ARGUMENTS: JsonObject = {"type": "object", "properties": {}, "additionalProperties": False}


@dataclass(frozen=True)
class StartTool:
    """Starts a server, or finds the way to it, once for the session; the program asks for it, not the model."""

    connection: Connection
    take: Callable[[Sequence[Definition]], list[str]]
    """Takes in the server's tools, and says which of them can't be offered."""

    @property
    def spec(self) -> ToolSpec:
        """Return its name and what it does."""
        server = self.connection.server
        return ToolSpec(f"start_{server.name}", f"Start the MCP server {server.name}.", NO_ARGUMENTS)

    @property
    def traits(self) -> ToolTraits:
        """Say that it reaches beyond this machine, as far as anybody knows."""
        return ToolTraits(level="network")

    async def intent(self, arguments: JsonObject, context: ToolContext) -> Intent:
        """Show the command, or the address."""
        server = self.connection.server
        verb = "Start the program of" if isinstance(server, Program) else "Connect to"
        return Intent(
            "network",
            f"{verb} the MCP server '{server.name}', for this session?",
            code=server.shown,
            touches=_touches(server),
            gaps=_gaps(server),
        )

    async def call(self, arguments: JsonObject, context: ToolContext) -> Observation:
        """Connect, and take in the tools that there are.

        Raises:
            ToolError: the server can't be reached.
        """
        leaving = context.leaving()
        definitions = await self.connection.tools(_recorder(leaving, self.connection))
        left_out = self.take(definitions)
        return Observation({"tools": len(definitions) - len(left_out), "left_out": [*left_out]})


@dataclass(frozen=True)
class ServerTool:
    """One tool of a server."""

    connection: Connection
    definition: Definition
    spec: ToolSpec

    @property
    def traits(self) -> ToolTraits:
        """Say what it can do at worst."""
        return ToolTraits(level=self.capability)

    @property
    def capability(self) -> Capability:
        """Take the server's word where it warns; that its tool only reads is no more than its word."""
        hints = self.definition.annotations
        return "destructive" if hints is not None and hints.destructive_hint else "network"

    async def intent(self, arguments: JsonObject, context: ToolContext) -> Intent:
        """Show what would be sent, as it would leave."""
        server = self.connection.server
        sent = read_arguments(context.leaving().arguments, self.spec.parameters)
        return Intent(
            self.capability,
            f"Send this to the tool '{self.definition.name}' of the MCP server '{server.name}'?",
            code=json.dumps(sent, ensure_ascii=False, indent=1),
            touches=_touches(server),
            gaps=_gaps(server),
        )

    async def call(self, arguments: JsonObject, context: ToolContext) -> Observation:
        """Send what may leave, and nothing else.

        Raises:
            ToolError: there is no answer, and why.
        """
        leaving = context.leaving()
        sent = read_arguments(leaving.arguments, self.spec.parameters)
        context.progress(f"waiting for the MCP server {self.connection.server.name}", None)
        record = _recorder(leaving, self.connection)
        result = await self.connection.call(self.definition.name, sent, record, context.time_limit)
        return await asyncio.to_thread(observed, self.spec.name, result)


def _recorder(leaving: Leaving, connection: Connection) -> Record:
    return lambda request: leaving.record(connection.server.name, request)


def _touches(server: Server) -> tuple[str, ...]:
    if isinstance(server, Address):
        return (f"whatever the server at {server.shown} can reach",)
    found = shutil.which(server.command)
    return (f"whatever you may touch yourself: it runs {found or server.command} as you",)


def _gaps(server: Server) -> tuple[str, ...]:
    return ("it does not run in the sandbox",) if isinstance(server, Program) else ()
