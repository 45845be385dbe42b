"""A real MCP server, made with the SDK: over standard input and output as a program, or over HTTP on loopback.

    python -m tests.support.mcp_server

It imports nothing of ours, so that it starts quickly.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mcp.server.mcpserver import Image, MCPServer
from mcp_types import ToolAnnotations

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def server() -> MCPServer:
    """Return a server with some tools."""
    made = MCPServer("notes", log_level="ERROR")

    @made.tool(annotations=ToolAnnotations(read_only_hint=True))
    def add(a: int, b: int = 1) -> int:
        """Add two numbers."""
        return a + b

    @made.tool()
    def echo(text: str, times: list[int] | None = None) -> str:
        """Say the text again."""
        return " ".join([text] * len(times or [1]))

    @made.tool(annotations=ToolAnnotations(destructive_hint=True))
    def drop(table: str) -> str:
        """Drop a table."""
        return f"dropped {table}"

    @made.tool()
    def environment() -> str:
        """List what is in the environment."""
        return ", ".join(sorted(os.environ))

    @made.tool()
    async def wait(seconds: float) -> str:
        """Wait."""
        await asyncio.sleep(seconds)
        return "awake"

    @made.tool()
    def fail(why: str) -> str:
        """Fail."""
        raise ValueError(why)

    @made.tool()
    def leave() -> str:
        """End the process, without an answer."""
        sys.stderr.write("out of memory\n")
        sys.stderr.flush()
        os._exit(3)

    @made.tool()
    def draw() -> list[Image | str]:
        """Draw a picture, and something that only says that it is one."""
        return [Image(data=PNG, format="png"), Image(data=b"<svg onload=alert(1)>", format="png"), "two pictures"]

    return made


class Bodies:
    """An application that keeps the bodies of the requests that it passes on."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application
        self.received: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        pieces: list[bytes] = []

        async def kept() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                pieces.append(message.get("body", b""))
                if not message.get("more_body"):
                    self.received.append(b"".join(pieces))
            return message

        await self._application(scope, kept, send)


@contextmanager
def over_http() -> Iterator[tuple[str, Bodies]]:
    """Serve on a free port of loopback; give the address, and what arrives there."""
    import uvicorn

    bodies = Bodies(server().streamable_http_app())
    config = uvicorn.Config(bodies, host="127.0.0.1", port=0, log_level="error", ws="none")
    serving = uvicorn.Server(config)
    thread = threading.Thread(target=serving.run, name="mcp-server", daemon=True)
    thread.start()
    while not serving.started:
        thread.join(0.01)
    port = serving.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/mcp", bodies
    finally:
        serving.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    server().run()
