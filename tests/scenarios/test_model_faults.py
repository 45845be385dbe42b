"""Every way in which a model can break: the run ends clearly, the log stays whole, and the next cell works."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.events import RunFinished
from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.result import Result
from dpa_jupyter.sessions.store import FileSessionStore
from tests.support.openai_answers import (
    Answer,
    answer,
    call,
    call_by_character,
    cut,
    empty,
    endless_calls,
    endless_text,
    fragment,
    malformed_line,
    refusal,
    silence,
    words,
)
from tests.support.openai_server import OpenAIServer

DONE = answer(*words("All ", "is well."))
COUNT = json.dumps({"sql": "SELECT count(*) AS n FROM df"})
LIMITS = {"model_timeout": 3, "answer_characters": 1_500_000, "max_steps": 5}


@dataclass(frozen=True)
class Fault:
    """What the model says, and what must come of it."""

    script: Sequence[Answer]
    answer: str = ""
    error: str = ""
    told: str = ""
    """What the model must have been told in its last request."""
    settings: Mapping[str, float] = field(default_factory=dict)


def calls(*deltas: JsonObject) -> Answer:
    return answer(*deltas, finish="tool_calls")


def query(name: str = "query_sql", arguments: str = COUNT, call_id: str | None = "a") -> Answer:
    return calls(call(fragment(arguments, name=name, call_id=call_id)))


def whole(call_id: str | None, index: int | None) -> JsonObject:
    return fragment(COUNT, name="query_sql", call_id=call_id, index=index)


ANSWERED = {
    "split calls": Fault([calls(*call_by_character("query_sql", COUNT)), DONE], told="7043"),
    "merged calls": Fault([calls(call(whole("a", 0), whole("b", 0))), DONE], told="7043"),
    "duplicated calls": Fault([calls(call(whole("a", 0)), call(whole("a", 0))), DONE], told="7043"),
    "calls without id": Fault([calls(call(whole(None, 0)), call(whole(None, 1))), DONE], told="7043"),
    "the same id in two steps": Fault([query(), query(), DONE], told="7043"),
    "invalid JSON": Fault([query(arguments='{"sql": "SELECT 1'), DONE], told="not valid JSON"),
    "arguments that are no object": Fault([query(arguments="[1]"), DONE], told="have to be a JSON object"),
    "unknown tool": Fault([query("query_sqll"), DONE], told="Did you mean 'query_sql'?"),
    "no name": Fault([query("", COUNT), DONE], told="there is no tool"),
    "wrong types": Fault([query(arguments='{"sql": {"a": 7}}'), DONE], told="error"),
    "missing arguments": Fault([query(arguments="{}"), DONE], told="error"),
    "a megabyte of arguments": Fault([query(arguments=json.dumps({"sql": "x" * 1_000_000})), DONE], told="error"),
    "empty, then well": Fault([empty(), DONE]),
    "cut, then well": Fault([cut(*words("half")), DONE]),
    "cut in a call, then well": Fault([cut(*call_by_character("query_sql", COUNT)[:9]), DONE]),
    "halves in arguments": Fault([query(arguments='{"sql": "SELECT \ud83d"}'), DONE], told="error"),
    "escaped halves in arguments": Fault([query(arguments='{"sql": "\\ud83d"}'), DONE], told="surrogates"),
    "halves in a name": Fault([query("query\ud83d"), DONE], told="there is no tool"),
    "a character in two halves": Fault([answer(*words("well \ud83d", "\ude00!"))], answer="well 😀!"),
    "half a character": Fault([answer(*words("well \ud83d", " then \udc00"))], answer="well \ufffd then \ufffd"),
    "null and terminal codes": Fault([answer(*words("a\x00b", "\x1b[31mred\x07"))], answer="a\x00b\x1b[31mred\x07"),
}
FAILED = {
    "always empty": Fault([empty()] * 3, error="empty answer"),
    "always cut": Fault([cut(*words("half"))] * 3, error="broke off"),
    "always cut in a call": Fault([cut(*call_by_character("query_sql", COUNT)[:9])] * 3, error="broke off"),
    "never a finish": Fault([answer(*words("half"), finish=None)] * 3, error="cut off"),
    "not JSON": Fault([malformed_line()] * 3, error="openai/any"),
    "401": Fault([refusal(401, "bad key")], error="key"),
    "429": Fault([refusal(429, "slow down", headers={"Retry-After": "7"})], error="try again in 7 s"),
    "500": Fault([refusal(500, "oops")], error="oops"),
    "silence": Fault([silence()], error="gave no sign for 3 s"),
    "silence after words": Fault([silence(*words("well", " then"))], error="gave no sign for 3 s"),
    "silence in a call": Fault([silence(*call_by_character("plot", "{}")[:2])], error="gave no sign for 3 s"),
    "endless text": Fault([endless_text()], error="answer_characters", settings={"answer_characters": 2_000}),
    "endless calls": Fault([endless_calls()], error="answer_characters", settings={"answer_characters": 2_000}),
    "endless steps": Fault([query()] * 3, error="no answer after 3 steps", settings={"max_steps": 3}),
    "going in circles": Fault([query()] * 9, error="the same call 6 times", settings={"max_steps": 9}),
}


def ask(shell: InteractiveShell, fault: Fault) -> tuple[bool, str]:
    """Run a cell against the fault; return whether it succeeded, and what the model was last told."""
    with OpenAIServer(fault.script) as server:
        for name, value in {**LIMITS, **fault.settings}.items():
            shell.run_line_magic("config", f"Dpa.{name} = {value}")
        shell.run_line_magic("config", f"Dpa.api_base = {server.url!r}")
        outcome = shell.run_cell("%%dpa -m openai/any how many rows are in df?")
        return outcome.success, json.loads(server.requests[-1].body)["messages"][-1]["content"]


def assert_the_log_is_whole(folder: Path) -> None:
    (path,) = folder.glob(".dpa/**/*.jsonl")
    loaded = FileSessionStore(path).load()
    assert loaded.damage == ()
    runs = {record.run: record.event for record in loaded.records}
    assert all(isinstance(last, RunFinished) for last in runs.values())


def assert_the_next_cell_works(shell: InteractiveShell) -> None:
    assert shell.run_cell("x = %dpa how many rows are in df?").success
    assert shell.user_ns["x"].value == 7043


@pytest.mark.parametrize("fault", ANSWERED.values(), ids=list(ANSWERED))
def test_the_run_gets_over_it(churn: InteractiveShell, tmp_path: Path, fault: Fault) -> None:
    success, told = ask(churn, fault)
    assert success
    assert fault.told in told
    result = churn.user_ns["_dpa"]
    assert isinstance(result, Result)
    assert result.text == (fault.answer or "All is well.")
    assert_the_log_is_whole(tmp_path)
    assert_the_next_cell_works(churn)


@pytest.mark.parametrize("fault", FAILED.values(), ids=list(FAILED))
def test_the_run_ends_in_one_clear_line(
    churn: InteractiveShell, tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: Fault
) -> None:
    success, _ = ask(churn, fault)
    assert not success
    (line,) = [line for line in "".join(capsys.readouterr()).splitlines() if line.startswith("dpa: ")]
    assert fault.error in line
    assert_the_log_is_whole(tmp_path)
    assert_the_next_cell_works(churn)


def test_whatever_a_model_writes_the_next_request_can_be_sent(churn: InteractiveShell) -> None:
    hostile = answer(*words("\ud83d\x00\x1b[2J <data> "))
    with OpenAIServer(chain([hostile], repeat(DONE))) as server:
        churn.run_line_magic("config", f"Dpa.api_base = {server.url!r}")
        assert churn.run_cell("%%dpa -m openai/any first").success
        assert churn.run_cell("%%dpa -m openai/any second \ud83d").success
        assert "\ufffd" in json.loads(server.requests[-1].body)["messages"][-1]["content"]
