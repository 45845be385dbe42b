"""A stand-in for a model server, for the tutorial: real HTTP, real streaming, OpenAI's form, but a fixed mind.

It asks for one comparison and then reports what came of it. Any real server (llama.cpp, Ollama, vLLM, LM Studio)
takes its place by its address alone.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ChatCompletions(BaseHTTPRequestHandler):
    """Answers POST /v1/chat/completions with a stream of server-sent events."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Stream one answer."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for delta, finish in mind(body["messages"]):
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": body["model"]}
            chunk["choices"] = [{"index": 0, "delta": delta, "finish_reason": finish}]
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class named it
        """Keep quiet."""


def mind(messages: list[Mapping[str, str]]) -> Iterator[tuple[dict[str, object], str | None]]:
    """Decide what to say next: compare first, then report."""
    if messages[-1]["role"] != "tool":
        yield {"role": "assistant", "content": "I compare the groups, and then tell what I see."}, None
        arguments = json.dumps({"frame": "customers", "target": "churn", "by": ["payment_method"]})
        call = {"index": 0, "id": "call_1", "type": "function"}
        yield {"tool_calls": [{**call, "function": {"name": "compare_segments", "arguments": arguments}}]}, None
        yield {}, "tool_calls"
        return
    for word in re.split(r"(?<= )", report(messages[-1]["content"])):
        yield {"content": word}, None
    yield {}, "stop"


def report(told: str) -> str:
    """Put the first and the last group of a comparison into words."""
    found = json.loads(told[told.index("{") : told.rindex("}") + 1])
    most, least = found["groups"][0], found["groups"][-1]
    return (
        f"**{most['group']}** stands out: {most['value']:.1%} of its {most['rows']:,} customers left, "
        f"against {least['value']:.1%} of the {least['rows']:,} with {least['group']}."
    )


def serve() -> str:
    """Start the server on a free port of this machine and return its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), ChatCompletions)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/v1"
