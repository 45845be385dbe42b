"""What an MCP server gets, and what a model elsewhere gets of a server's answers, in the bytes that either receives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dpa_jupyter.agents.approval import Consent
from dpa_jupyter.assistant import Task, built_in_assistant
from dpa_jupyter.config import Dpa, PrivacyLevel
from dpa_jupyter.frames.recognition import frames_in
from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.safety.sent_log import Sent
from dpa_jupyter.sessions.session import Session
from dpa_jupyter.sessions.store import FileSessionStore
from tests.safety.marked_values import ALL, EMAILS, PEOPLE, PHONES, SEGMENTS, SENSITIVE, found_in, marked_frame
from tests.support.assistants import YES, Answers
from tests.support.mcp_files import bad, servers_file
from tests.support.mcp_server import over_http
from tests.support.openai_answers import Answer, answer, call_by_character, words
from tests.support.openai_server import OpenAIServer

LOOK: tuple[str, JsonObject] = (
    "query_sql",
    {"sql": "SELECT email, full_name, phone, visits FROM df ORDER BY email LIMIT 3"},
)
SEND: JsonObject = {
    "text": "about <EMAIL_1>, <PERSON_1> and <segment_1>",
    "more": [{"phone": "<PHONE_1>", "<EMAIL_2>": ["<segment_2>", 7]}],
}
ANSWER = f"{EMAILS[3]} is {PEOPLE[4]} ({PHONES[5]}) in {SEGMENTS[1]}; ann@else.example pays by 4111 1111 1111 1111"


def step(tool: str, arguments: JsonObject) -> Answer:
    return answer(*call_by_character(tool, json.dumps(arguments, default=dict)), finish="tool_calls")


def talk(level: PrivacyLevel, folder: Path, servers: str, *script: Answer) -> tuple[list[bytes], list[Sent]]:
    """Have one request; return the bytes that the model received, and what was put on record."""
    assistant = built_in_assistant()
    session = Session(FileSessionStore(folder / "session.jsonl"))
    with OpenAIServer([*script, answer(*words("Done."))]) as server:
        settings = Dpa(environment={}).settings(
            model="openai/any", api_base=server.url, privacy=level, mcp_servers_config=servers
        )
        task = Task(request="go on", verb="ask", frames=frames_in({"df": marked_frame()}))
        run = assistant.start(task, settings, session, Consent(Answers((YES,))))
        assert run.done.wait(60)
        assert run.result().status == "finished"
        sent = assistant.sent(session).load()
        assistant.close()
        return [request.body for request in server.requests], sent


@pytest.mark.parametrize("level", ["schema", "aggregates", "samples"])
def test_below_full_a_server_gets_placeholders_and_all_that_it_gets_is_on_record(
    level: PrivacyLevel, tmp_path: Path
) -> None:
    received = tmp_path / "received"
    segments: tuple[str, JsonObject] = ("compare_segments", {"frame": "df", "by": ["segment"]})
    script = [
        step(*LOOK),
        step(*segments),
        step("bad__echo", SEND),
        step("bad__refuse", SEND),
        step("bad__error", SEND),
    ]
    bodies, sent = talk(level, tmp_path, servers_file(tmp_path, bad=bad(received)), *script)
    got = received.read_bytes()
    assert b"<EMAIL_1>" in got
    assert found_in(got, SENSITIVE) == []
    assert found_in(got, SEGMENTS) == []
    assert b"".join(one.body for one in sent if one.model == "MCP server bad") == got
    assert [one.body for one in sent if one.model == "openai/any"] == bodies
    assert found_in(b"\n".join(bodies), SENSITIVE if level == "samples" else ALL) == []


def test_at_full_a_server_gets_what_the_placeholders_stand_for_but_no_secret(tmp_path: Path) -> None:
    received = tmp_path / "received"
    arguments = {"text": f"{EMAILS[0]} password=hunter22hunter"}
    _, sent = talk("full", tmp_path, servers_file(tmp_path, bad=bad(received)), step("bad__echo", arguments))
    got = received.read_bytes()
    assert EMAILS[0].encode() in got
    assert b"hunter22" not in got
    assert b"".join(one.body for one in sent if one.model == "MCP server bad") == got


@pytest.mark.parametrize("level", ["schema", "aggregates", "samples", "full"])
def test_a_server_s_answer_is_withheld_below_samples_and_masked_at_it(level: PrivacyLevel, tmp_path: Path) -> None:
    received = tmp_path / "received"
    Path(f"{received}.told").write_text(ANSWER)
    path = servers_file(tmp_path, bad=bad(received))
    bodies, _ = talk(level, tmp_path, path, step("bad__tell", {}), step("bad__fail", {}))
    told = b"\n".join(bodies)
    assert (b" pays by " in told) == (level in ("samples", "full"))
    assert (found_in(told, SENSITIVE) == []) == (level != "full")
    assert (b"ann@else.example" in told) == (level == "full")
    assert (found_in(told, SEGMENTS) == []) == (level in ("schema", "aggregates"))


def test_over_http_too_what_arrives_is_what_is_on_record(tmp_path: Path) -> None:
    with over_http() as (url, received):
        path = servers_file(tmp_path, web={"url": f"{url}?key=abcdef123456", "headers": {"Authorization": "Bearer x"}})
        _, sent = talk("samples", tmp_path, path, step(*LOOK), step("web__echo", {"text": "hello <PERSON_1>"}))
    to_server = [one for one in sent if one.model == "MCP server web"]
    assert [one.body for one in to_server] == received.received
    assert found_in(b"\n".join(received.received), SENSITIVE) == []
    assert b"hello <PERSON_1>" in b"\n".join(received.received)
    assert to_server[-1].masked == ("<PERSON_1>",)
    assert {one.url for one in to_server} == {f"{url}?key=***"}


def test_the_words_of_a_server_s_tools_are_masked_as_well(tmp_path: Path) -> None:
    told: JsonObject = {
        "name": "look",
        "description": f"Looks up {EMAILS[2]} and others.",
        "inputSchema": {"type": "object", "properties": {"who": {"type": "string", "enum": [PEOPLE[1], "anybody"]}}},
    }
    bodies, _ = talk("samples", tmp_path, servers_file(tmp_path, bad=bad(tmp_path / "received", [told])))
    assert b"Looks up <EMAIL_" in bodies[0]
    assert found_in(bodies[0], SENSITIVE) == []
