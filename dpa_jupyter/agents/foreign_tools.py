"""The tools of MCP servers for one run: servers that are not started yet are asked about first, like any call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from dpa_jupyter.agents.background_loop import BackgroundLoop
from dpa_jupyter.agents.tool_calls import ToolCalls
from dpa_jupyter.errors import SettingError
from dpa_jupyter.events import ApprovalDecided, Event
from dpa_jupyter.messages import ToolCall
from dpa_jupyter.tools.tool import Toolbox

if TYPE_CHECKING:  # the SDK is imported where a server is named, and nowhere else
    from dpa_jupyter.sessions.session import Session
    from dpa_jupyter.tools.mcp.pool import ServerPool
    from dpa_jupyter.tools.mcp.servers_file import Server

BEFORE_THE_FIRST_STEP = 0
CLOSING_SECONDS = 5.0
NO_SDK = "mcp_servers_config needs the package mcp: pip install 'dpa_jupyter[mcp]'"


async def foreign_tools(
    pool: ServerPool, servers: Sequence[Server], calls: Callable[[Toolbox], ToolCalls], events: Sequence[Event]
) -> Toolbox:
    """Start what may be started, and return the tools that there are; a server that fails costs its tools only.

    Args:
        pool: the connections of the session.
        servers: those that the user named.
        calls: makes what runs calls of these tools, past the gate.
        events: of the run, as they grow; a refusal of the user's holds for the session.
    """
    starters = pool.starters(servers)
    by_call = {f"start-{name}": starter for name, starter in starters.items()}
    runner = calls({starter.spec.name: starter for starter in by_call.values()})
    await runner.run(
        BEFORE_THE_FIRST_STEP, [ToolCall(call_id, starter.spec.name, "{}") for call_id, starter in by_call.items()]
    )
    for event in events:
        if isinstance(event, ApprovalDecided) and not event.granted and event.decided_by == "user":
            refused = by_call.get(event.call_id)
            if refused is not None:
                pool.refuse(refused.connection.server)
    return pool.tools(servers)


class SessionServers:
    """The MCP servers of the session that is under way; those of an earlier one are ended."""

    def __init__(self) -> None:
        self._session: Session | None = None
        self._pool: ServerPool | None = None

    async def pool(self, session: Session) -> ServerPool:
        """Return the connections of a session; the first time, import what makes them.

        Raises:
            SettingError: the SDK of MCP is not installed.
        """
        try:
            from dpa_jupyter.tools.mcp.pool import ServerPool
        except ImportError:
            raise SettingError(NO_SDK) from None
        if self._pool is None or self._session is not session:
            earlier, self._pool, self._session = self._pool, ServerPool(), session
            if earlier is not None:
                await earlier.close()
        return self._pool

    def started(self, session: Session, servers: Sequence[Server]) -> Toolbox:
        """Return the tools of what is started."""
        return {} if self._pool is None or self._session is not session else self._pool.tools(servers)

    def close(self, loop: BackgroundLoop) -> None:
        """End all servers, on the loop that they live on."""
        pool, self._pool = self._pool, None
        if pool is not None:
            with suppress(TimeoutError):
                loop.submit(pool.close()).result(CLOSING_SECONDS)
