"""An MCP server of no library's, which keeps what it receives and misbehaves as its tools are called.

    python tests/support/bad_mcp_server.py RECEIVED [TOOLS]

It writes every byte that it reads to the file RECEIVED; TOOLS is a file of JSON, definitions to offer beside its own.
Its tools `tell` and `fail` answer with what is in the file RECEIVED.told.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}, "more": {}}}


def say(message: object) -> None:
    """Write a message."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def answer(number: object, text: str, **more: object) -> None:
    """Answer a call."""
    say({"jsonrpc": "2.0", "id": number, "result": {"content": [{"type": "text", "text": text}], **more}})


def refuse(number: object, code: int, why: str) -> None:
    """Refuse a request."""
    say({"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": why}})


def die(number: object, text: str) -> NoReturn:
    """End without an answer, with some last words."""
    sys.stderr.write("Traceback (most recent call last):\nValueError: the disk is full\n")
    sys.stderr.flush()
    os._exit(1)


def tell(number: object, text: str) -> None:
    """Answer with the text of a file, as text and as a value."""
    told = Path(f"{sys.argv[1]}.told").read_text()
    answer(number, told, structuredContent={"rows": [{"told": told}]})


def fail(number: object, text: str) -> None:
    """Fail with the text of that file."""
    answer(number, Path(f"{sys.argv[1]}.told").read_text(), isError=True)


def garbage(number: object, text: str) -> None:
    """Print what is no message, and then one."""
    sys.stdout.write('Starting...\n{"jsonrpc": "2.0"\n\x00\x01\n[]\nnull\n')
    sys.stdout.write(f'{{"jsonrpc": "2.0", "id": {number}, "result": {"[" * 99_999}{"]" * 99_999}}}\n')
    answer(number, "after the garbage")


def endless(number: object, text: str) -> NoReturn:
    """Write a line without an end."""
    while True:
        sys.stdout.write("x" * (1 << 20))


CALLS: Mapping[str, Callable[[object, str], None]] = {
    "echo": answer,
    "tell": tell,
    "fail": fail,
    "hang": lambda number, text: None,
    "die": die,
    "deaf": lambda number, text: time.sleep(600),
    "garbage": garbage,
    "huge": lambda number, text: answer(number, "x" * 3_000_000, structuredContent={"a": "y" * 50_000}),
    "endless": endless,
    "refuse": lambda number, text: refuse(number, -32602, f"no {text}"),
    "wrong": lambda number, text: say({"jsonrpc": "2.0", "id": number, "result": {"content": text}}),
    "error": lambda number, text: answer(number, f"failed on {text}", isError=True),
}


def serve(received: Path, tools: list[object]) -> None:
    """Answer until the input ends."""
    own = [{"name": name, "inputSchema": SCHEMA} for name in CALLS]
    with received.open("ab", buffering=0) as file:
        for line in sys.stdin.buffer:
            file.write(line)
            request = json.loads(line)
            number, method, params = request.get("id"), request["method"], request.get("params") or {}
            if method == "initialize":
                version, info = params["protocolVersion"], {"name": "bad", "version": "1"}
                told = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}
                say({"jsonrpc": "2.0", "id": number, "result": told})
            elif method == "tools/list":
                say({"jsonrpc": "2.0", "id": number, "result": {"tools": [*own, *tools]}})
            elif method == "tools/call":
                CALLS.get(params["name"], answer)(number, str((params.get("arguments") or {}).get("text", "")))
            elif number is not None:
                refuse(number, -32601, "unknown")


if __name__ == "__main__":
    serve(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else [])
