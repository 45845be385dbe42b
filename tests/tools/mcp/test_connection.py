"""Real MCP servers, as programs and over HTTP: good ones, and all kinds of bad ones."""

from __future__ import annotations

import gzip
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx2
import pytest

from dpa_jupyter.errors import ToolError
from dpa_jupyter.models.wire_record import WireRequest
from dpa_jupyter.tools.mcp.answer import TOLD_LENGTH, observed
from dpa_jupyter.tools.mcp.connection import Connection
from dpa_jupyter.tools.mcp.http import http_client
from dpa_jupyter.tools.mcp.servers_file import Address, Program, Server, read_servers
from tests.support.mcp_files import NOTES, bad, servers_file
from tests.support.mcp_server import over_http

IN_TIME = 30.0


def notes(folder: Path) -> Server:
    return read_servers(servers_file(folder, notes=NOTES))[0]


def misbehaving(folder: Path) -> Server:
    return read_servers(servers_file(folder, bad=bad(folder / "received")))[0]


async def test_a_program_s_tools_are_listed_and_called(tmp_path: Path) -> None:
    connection = Connection(notes(tmp_path))
    sent: list[WireRequest] = []
    names = [tool.name for tool in await connection.tools(sent.append)]
    assert names[:3] == ["add", "echo", "drop"]
    result = await connection.call("add", {"a": 2, "b": 3}, sent.append, IN_TIME)
    assert observed("add", result).content == {"structured": {"result": 5}}
    assert b'"arguments":{"a":2,"b":3}' in sent[-1].body
    await connection.close()
    assert not connection.is_open


async def test_a_server_is_reached_over_http_and_every_body_is_on_record(tmp_path: Path) -> None:
    sent: list[WireRequest] = []
    with over_http() as (url, bodies):
        connection = Connection(Address("web", url))
        await connection.tools(sent.append)
        result = await connection.call("echo", {"text": "hé"}, sent.append, IN_TIME)
        await connection.close()
    assert observed("echo", result).content == {"structured": {"result": "hé"}}
    assert [request.body for request in sent] == bodies.received
    assert {request.url for request in sent} == {url}


class Packing(BaseHTTPRequestHandler):
    """Packs its answers, whether they were asked for so or not."""

    asked: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        self.asked.append(self.headers["Accept-Encoding"])
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(gzip.compress(b"x" * (64 << 20)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


async def test_a_packed_answer_is_not_asked_for_and_not_unpacked() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Packing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        async with http_client(Address("web", url), lambda _: None) as client:
            with pytest.raises(httpx2.ReadError, match="not asked for"):
                await client.get(url)
        server.shutdown()
    assert Packing.asked == ["identity"]


async def test_a_program_gets_hardly_anything_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-abcdefabcdef")
    monkeypatch.setenv("FOR_THE_SERVER", "value")
    told = {**NOTES, "env": {"GIVEN": "${FOR_THE_SERVER}"}}
    server = read_servers(servers_file(tmp_path, notes=told))[0]
    assert isinstance(server, Program)
    assert server.environment == {"GIVEN": "value"}
    connection = Connection(server)
    names = str(observed("environment", await connection.call("environment", {}, lambda request: None, IN_TIME)))
    await connection.close()
    assert "GIVEN" in names
    assert "OPENAI" not in names


async def test_pictures_are_checked_and_what_is_none_is_left_out(tmp_path: Path) -> None:
    connection = Connection(notes(tmp_path))
    seen = observed("draw", await connection.call("draw", {}, lambda request: None, IN_TIME))
    await connection.close()
    assert [shown.kind for shown in seen.displays] == ["text", "picture"]
    assert "neither PNG nor JPEG" in str(seen.content)
    assert "onload" not in repr(seen)


@pytest.mark.parametrize(
    ("tool", "seconds", "told"),
    [
        ("die", IN_TIME, "does not answer; the next call starts it again: ValueError: the disk is full"),
        ("hang", 0.5, "did not answer in time and was ended"),
        ("deaf", 0.5, "did not answer in time and was ended"),
        ("endless", IN_TIME, "does not answer"),
        ("wrong", IN_TIME, "does not answer"),
        ("refuse", IN_TIME, "refuses: no hey"),
    ],
)
async def test_a_bad_server_is_told_of_and_the_next_call_is_answered(
    tool: str, seconds: float, told: str, tmp_path: Path
) -> None:
    connection = Connection(misbehaving(tmp_path))
    await connection.call("echo", {}, lambda request: None, IN_TIME)
    with pytest.raises(ToolError, match=told):
        await connection.call(tool, {"text": "hey"}, lambda request: None, seconds)
    result = await connection.call("echo", {"text": "here again"}, lambda request: None, IN_TIME)
    await connection.close()
    assert observed("echo", result).content == {"text": "here again"}


async def test_what_is_no_message_is_passed_over_and_a_huge_answer_is_cut(tmp_path: Path) -> None:
    connection = Connection(misbehaving(tmp_path))
    garbage = await connection.call("garbage", {}, lambda request: None, IN_TIME)
    huge = await connection.call("huge", {}, lambda request: None, IN_TIME)
    await connection.close()
    assert observed("garbage", garbage).content == {"text": "after the garbage"}
    assert len(str(observed("huge", huge).content)) < TOLD_LENGTH + 200


@pytest.mark.parametrize(
    "server",
    [
        Program("none", "/no/such/program"),
        Program("false", sys.executable, ("-c", "")),
        Address("far", "http://127.0.0.1:9/"),
    ],
    ids=lambda server: server.name,
)
async def test_a_server_that_is_not_there_is_told_of(server: Server) -> None:
    connection = Connection(server)
    with pytest.raises(ToolError, match=f"the MCP server '{server.name}' does not answer"):
        await connection.tools(lambda request: None)
    await connection.close()
