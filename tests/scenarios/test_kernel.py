"""A run in a real kernel that is interrupted, killed, or asks for leave."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpa_jupyter.events import ApprovalDecided, Lasting, ModelAnswered, RunFinished, ToolFinished
from dpa_jupyter.sessions.store import FileSessionStore
from tests.support.kernels import Kernel, running_kernel
from tests.support.openai_answers import Answer, answer, call_by_character, silence, words
from tests.support.openai_server import OpenAIServer
from tests.support.shells import CHURN

pytestmark = [
    pytest.mark.kernel,
    # of jupyter_client and its transport, when a kernel ends
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
ASK = "%%dpa -m openai/any how many rows are in df?"
COUNT = call_by_character("query_sql", json.dumps({"sql": "SELECT count(*) AS n FROM df"}))
CODE = call_by_character("run_python", json.dumps({"code": "6 * len(df)"}))


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    with running_kernel(tmp_path) as kernel:
        set_up = f"%load_ext dpa_jupyter\nimport pandas as pd\ndf = pd.read_csv({str(CHURN)!r})"
        assert kernel.run(set_up)["status"] == "ok"
        yield kernel


def begin(kernel: Kernel, server: OpenAIServer, streamed: str) -> str:
    """Send the request, and return once this text of the model is on its way to the front end."""
    kernel.run(f"%config Dpa.api_base = {server.url!r}")
    name = kernel.begin(ASK)
    kernel.wait_for_output(lambda message: streamed in json.dumps(message["content"]))
    return name


def logged(folder: Path) -> list[Lasting]:
    (path,) = folder.glob(".dpa/**/*.jsonl")
    loaded = FileSessionStore(path).load()
    assert loaded.damage == ()
    return [record.event for record in loaded.records]


def assert_the_next_cell_works(kernel: Kernel) -> None:
    assert kernel.run("x = %dpa how many rows are in df?")["status"] == "ok"
    assert kernel.value("x.value") == "7043"


def test_an_interrupt_ends_a_silent_stream_and_keeps_what_was_said(kernel: Kernel, tmp_path: Path) -> None:
    with OpenAIServer([silence(*words("So far", ", so good"))]) as server:
        name = begin(kernel, server, "So far")
        kernel.manager.interrupt_kernel()
        reply = kernel.reply_to(name, within=10)
        assert server.left.wait(10)
    assert (reply["ename"], reply["evalue"]) == ("RunNotFinished", "stopped by the user")
    *_, said, end = logged(tmp_path)
    assert isinstance(said, ModelAnswered)
    assert said.text == "So far, so good"
    assert isinstance(end, RunFinished)
    assert end.status == "stopped"
    assert_the_next_cell_works(kernel)


def test_the_death_of_the_kernel_leaves_every_finished_step_in_the_log(kernel: Kernel, tmp_path: Path) -> None:
    with OpenAIServer([answer(*COUNT, finish="tool_calls"), silence(*words("Next"))]) as server:
        begin(kernel, server, "Next")
        kernel.manager.signal_kernel(signal.SIGKILL)
        assert server.left.wait(10)
    events = logged(tmp_path)
    (step,) = [event for event in events if isinstance(event, ToolFinished)]
    assert "7043" in json.dumps(step.content)
    assert not any(isinstance(event, RunFinished) for event in events)
    with running_kernel(tmp_path) as other:
        other.run("%load_ext dpa_jupyter")
        name = other.begin("%dpa history 1")
        other.wait_for_output(lambda message: "how many rows are in df?" in message["content"].get("text", ""))
        assert other.reply_to(name, within=10)["status"] == "ok"


@pytest.mark.parametrize(
    ("typed", "granted", "told"), [("y", True, "42258"), ("no, because it is Monday", False, "because it is Monday")]
)
def test_code_runs_if_the_user_says_so_and_a_reason_against_it_reaches_the_model(
    kernel: Kernel, tmp_path: Path, typed: str, granted: bool, told: str
) -> None:
    script: list[Answer] = [answer(*CODE, finish="tool_calls"), answer(*words("Fine."))]
    with OpenAIServer(script) as server:
        kernel.run(f"%config Dpa.api_base = {server.url!r}")
        assert kernel.run(ASK, answer=typed)["status"] == "ok"
        assert told in json.loads(server.requests[-1].body)["messages"][-1]["content"]
    (decided,) = [event for event in logged(tmp_path) if isinstance(event, ApprovalDecided)]
    assert (decided.granted, decided.decided_by) == (granted, "user")
    assert_the_next_cell_works(kernel)
