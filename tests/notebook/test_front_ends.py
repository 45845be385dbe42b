"""Questions in front ends that nobody sits at, and what can happen to a question that is open; all in real kernels."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import cast

import nbformat
import pytest

from dpa_jupyter.events import ApprovalAsked, ApprovalDecided, Lasting, RunFinished
from dpa_jupyter.safety.audit_log import read_audit
from dpa_jupyter.sessions.store import FileSessionStore
from tests.browser.asking import asks, says, set_up
from tests.support.kernels import Kernel, Message, running_kernel
from tests.support.openai_answers import Answer, answer, call_by_character
from tests.support.openai_server import OpenAIServer

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.timeout(240),
    # of jupyter_client and its transport, when a kernel ends; and of what papermill uses
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]
ASK = "r = %dpa compute something"
SEEN = "print(len(df), type(before is df), r.text)"
APPROVING = """try:
    get_ipython().run_line_magic('dpa', 'approve')
except Exception as error:
    print(error)"""
GRANTS = {"dpa": {"mode": "auto", "granted": True, "grants": ["run_python", "propose_change"]}}


def changes() -> Answer:
    """An answer that wants to put another frame in the place of df."""
    return answer(
        *call_by_character("propose_change", json.dumps({"frame": "less", "name": "df"})), finish="tool_calls"
    )


def selects() -> Answer:
    arguments = json.dumps({"sql": "SELECT * FROM df LIMIT 1", "name": "less"})
    return answer(*call_by_character("query_sql", arguments), finish="tool_calls")


def both() -> Answer:
    """An answer that wants two things at once."""
    deltas = [
        delta
        for place, code in enumerate(CODES)
        for delta in call_by_character("run_python", json.dumps({"code": code}), call_id=f"c{place}", index=place)
    ]
    return answer(*deltas, finish="tool_calls")


CODES = ("'first' * 2", "'second' * 2")


def told(server: OpenAIServer, place: int = -1) -> str:
    """Return all that tools told the model in a request."""
    messages = json.loads(server.requests[place].body)["messages"]
    return "\n".join(str(message["content"]) for message in messages if message["role"] == "tool")


def logged(folder: Path) -> list[Lasting]:
    paths = sorted(folder.glob(".dpa/**/*.jsonl"))
    return [record.event for path in paths for record in FileSessionStore(path).load().records]


def decisions(folder: Path) -> list[tuple[bool, str]]:
    return [(each.granted, each.reason) for each in logged(folder) if isinstance(each, ApprovalDecided)]


def by_nbclient(path: Path) -> nbformat.NotebookNode:
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(path.parent)}}).execute()
    return cast("nbformat.NotebookNode", notebook)


def by_papermill(path: Path) -> nbformat.NotebookNode:
    import papermill

    out = str(path.with_name("out.ipynb"))
    done = papermill.execute_notebook(str(path), out, cwd=str(path.parent), progress_bar=False, execution_timeout=60)
    return cast("nbformat.NotebookNode", done)


@pytest.mark.parametrize("execute", [by_nbclient, by_papermill])
def test_where_nobody_sits_nothing_is_done_the_model_is_told_and_nothing_hangs(
    tmp_path: Path, execute: Callable[[Path], nbformat.NotebookNode]
) -> None:
    with OpenAIServer([asks(), selects(), changes(), says("Refused."), asks(), says("Refused too.")]) as server:
        background = "r = %dpa -b compute something\nr.thread.join(50)\nprint(r.result().text)"
        cells = [f"{set_up(server.url)}\nbefore = df", "r = %dpa compute something", background, APPROVING]
        notebook = nbformat.v4.new_notebook(
            cells=[
                nbformat.v4.new_markdown_cell("%%dpa approve session"),
                *map(nbformat.v4.new_code_cell, [*cells, "print(len(df), before is df)"]),
            ],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}, **GRANTS},
        )
        for cell in notebook.cells:
            cell.metadata.update(GRANTS)
        nbformat.write(notebook, tmp_path / "in.ipynb")
        done = execute(tmp_path / "in.ipynb")
        printed = json.dumps(done)
        assert told(server, 3).count("nobody is here who could approve it: this front end takes no answers") == 2
        assert "nobody is here" in told(server)
        assert "Refused too." in printed
        assert "nobody is here who could approve it" in printed
        assert done.cells[-1].outputs[0]["text"] == "3 True\n"
    assert [granted for granted, _ in decisions(tmp_path)] == [False, False, False]


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    with running_kernel(tmp_path) as kernel:
        yield kernel


def says_in_text(words: str, message: Message) -> bool:
    return words in message["content"].get("text", "")


def set_up_as_text(kernel: Kernel, server: OpenAIServer) -> None:
    """Load everything, for a front end without buttons: nobody waits for them."""
    assert kernel.run(f"{set_up(server.url)}\n%config Dpa.display = 'text'")["status"] == "ok"


def open_question(kernel: Kernel, server: OpenAIServer) -> str:
    """Ask, and return with the name of the cell once the question is open."""
    set_up_as_text(kernel, server)
    name = kernel.begin(ASK)
    assert "Allow it?" in kernel.client.get_stdin_msg(timeout=60)["content"]["prompt"]
    return name


def assert_that_is_asked_again(kernel: Kernel, server: OpenAIServer) -> None:
    name = kernel.begin(ASK)
    assert "Allow it?" in kernel.client.get_stdin_msg(timeout=60)["content"]["prompt"]
    kernel.client.input("n")
    assert kernel.reply_to(name, within=60)["status"] == "ok"
    assert "the user did not allow this" in told(server)


def test_an_interrupt_refuses_and_ends_the_run(kernel: Kernel, tmp_path: Path) -> None:
    with OpenAIServer([asks(), asks("2"), says("A pity.")]) as server:
        name = open_question(kernel, server)
        kernel.manager.interrupt_kernel()
        assert kernel.reply_to(name, within=20)["ename"] == "RunNotFinished"
        assert [granted for granted, _ in decisions(tmp_path)] == [False]
        assert_that_is_asked_again(kernel, server)


def test_a_kernel_that_is_restarted_has_granted_nothing_and_its_record_is_whole(kernel: Kernel, tmp_path: Path) -> None:
    with OpenAIServer([asks(), asks(), says("A pity.")]) as server:
        open_question(kernel, server)
        kernel.manager.restart_kernel(now=True)
        kernel.client.wait_for_ready(timeout=60)
        assert not any(granted for granted, _ in decisions(tmp_path))
        assert any(isinstance(event, ApprovalAsked) for event in logged(tmp_path))
        set_up_as_text(kernel, server)
        kernel.client.input("y")  # what was typed for the question of the kernel before
        assert_that_is_asked_again(kernel, server)
    (path,) = tmp_path.glob(".dpa/*/audit.log")
    assert read_audit(path).breaks == ()


def test_two_questions_of_one_step_are_asked_one_after_the_other(kernel: Kernel, tmp_path: Path) -> None:
    with OpenAIServer([both(), says("Half.")]) as server:
        answers = iter(["y", "not the second"])
        set_up_as_text(kernel, server)
        kernel.client.execute_interactive(
            ASK,
            allow_stdin=True,
            stdin_hook=lambda _: kernel.client.input(next(answers)),
            output_hook=lambda _: None,
            timeout=60,
        )
        assert "firstfirst" in told(server)
        assert "secondsecond" not in told(server)
        assert "the user did not allow this: not the second" in told(server)


def test_an_answer_that_is_sent_twice_does_not_answer_the_next_question(kernel: Kernel) -> None:
    with OpenAIServer([asks("1 + 1"), asks("2 + 2"), says("Half.")]) as server:
        name = open_question(kernel, server)
        kernel.client.input("y")
        kernel.client.input("y")
        assert "Allow it?" in kernel.client.get_stdin_msg(timeout=60)["content"]["prompt"]
        kernel.client.input("not twice")
        assert kernel.reply_to(name, within=60)["status"] == "ok"
        assert "not twice" in told(server)


def test_two_runs_in_the_background_are_answered_each_for_itself(kernel: Kernel, tmp_path: Path) -> None:
    with OpenAIServer([asks("1 + 1"), asks("2 + 2"), says("Over."), says("Over.")]) as server:
        set_up_as_text(kernel, server)
        for number in (1, 2):
            kernel.begin(f"r{number} = %dpa -b compute {number}")
            kernel.wait_for_output(partial(says_in_text, f"%dpa approve {number}"))
        assert "which one? 1 (compute 1), 2 (compute 2)" in str(kernel.run("%dpa approve"))
        assert kernel.run("%dpa approve 2 no, the first will do")["status"] == "ok"
        assert kernel.run("%dpa approve 1")["status"] == "ok"
        assert kernel.run("%dpa approve 1")["status"] == "error"
        kernel.run("r1.thread.join(); r2.thread.join()")
    assert sorted(decisions(tmp_path)) == [(False, "the first will do"), (True, "")]
    assert [each.status for each in logged(tmp_path) if isinstance(each, RunFinished)] == ["finished", "finished"]


KEYBOARD_GOES_AWAY = """import glob, threading
def go_away():
    while not any("tool_finished" in open(path).read() for path in glob.glob(".dpa/*/*.jsonl")):
        pass
    get_ipython().kernel._allow_stdin = False
threading.Thread(target=go_away).start()
r = get_ipython().run_line_magic("dpa", "compute something")"""


def test_where_the_keyboard_goes_away_during_a_run_the_answer_is_no(kernel: Kernel, tmp_path: Path) -> None:
    with OpenAIServer([selects(), asks(), says("A pity.")]) as server:
        kernel.run(set_up(server.url))
        assert kernel.run(KEYBOARD_GOES_AWAY)["status"] == "ok"
        assert "nobody is here who could approve it" in told(server)
    assert [granted for granted, _ in decisions(tmp_path)] == [False]
