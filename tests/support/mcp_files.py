"""Files that name MCP servers, for tests: the real one, and the one that misbehaves."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from dpa_jupyter.json_types import Json, JsonObject

ROOT = Path(__file__).parents[2]
NOTES: JsonObject = {"command": sys.executable, "args": ["-m", "tests.support.mcp_server"], "cwd": str(ROOT)}


def bad(received: Path, tools: Sequence[Json] = ()) -> JsonObject:
    """Describe the server that misbehaves, and writes what it receives into this file."""
    program = str(ROOT / "tests" / "support" / "bad_mcp_server.py")
    offered = received.with_suffix(".json")
    offered.write_text(json.dumps(list(tools), default=dict))
    return {"command": sys.executable, "args": [program, str(received), str(offered)]}


def servers_file(folder: Path, **servers: JsonObject) -> str:
    """Write a file that names these servers, and return its path."""
    path = folder / "mcp_servers_config.json"
    path.write_text(json.dumps({"mcpServers": servers}, default=dict))
    return str(path)
