"""Runs in the background, and questions to whoever sits at a kernel or at a terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pexpect
import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.events import ApprovalDecided, Lasting, RunFinished
from dpa_jupyter.notebook.background import BackgroundRun
from dpa_jupyter.result import Result
from dpa_jupyter.safety.audit_log import read_audit
from dpa_jupyter.sessions.store import FileSessionStore
from tests.browser.asking import asks, says, set_up
from tests.support.kernels import Kernel, running_kernel
from tests.support.openai_answers import silence, words
from tests.support.openai_server import OpenAIServer


def background(shell: InteractiveShell, name: str) -> BackgroundRun:
    found = shell.user_ns[name]
    assert isinstance(found, BackgroundRun)
    return found


def wait_for(run: BackgroundRun) -> None:
    assert run.thread is not None
    run.thread.join(60)
    assert run.is_over


def test_a_run_goes_on_on_the_frames_as_they_were(churn: InteractiveShell) -> None:
    churn.run_cell("run = %dpa --background --out kept how many rows are in df?")
    churn.run_cell("df.loc[len(df)] = df.iloc[0]")
    wait_for(background(churn, "run"))
    kept = churn.user_ns["kept"]
    assert isinstance(kept, Result)
    assert kept.value == 7043
    assert churn.user_ns["_dpa"] is kept


def test_several_runs_are_listed_and_stopped_by_their_number(
    churn: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with OpenAIServer([says("Hello."), *[silence(*words("So far"))] * 2]) as server:
        churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
        churn.run_cell("%dpa -m openai/any say hello")  # LiteLLM is imported: that can't be stopped
        churn.run_cell("first = %dpa -b -m openai/any the first question")
        churn.run_cell("second = %dpa -b -m openai/any the second question")
        capsys.readouterr()
        churn.run_cell("%dpa status")
        status = capsys.readouterr().out
        assert "run 1" in status
        assert "the second question" in status
        assert not churn.run_cell("%dpa stop").success
        assert "which one? 1 (the first question), 2 (the second question)" in capsys.readouterr().err
        assert churn.run_cell("%dpa stop 2").success
        wait_for(background(churn, "second"))
        assert not background(churn, "first").is_over
        assert churn.run_cell("%dpa how many rows are in df?").success
        churn.run_line_magic("unload_ext", "dpa_jupyter")
    assert background(churn, "first").is_over
    ends = [event.status for event in logged(tmp_path) if isinstance(event, RunFinished)]
    assert sorted(ends) == ["finished", "finished", "stopped", "stopped"]


def test_in_the_background_too_nobody_is_asked_where_nobody_can_answer(churn: InteractiveShell, tmp_path: Path) -> None:
    with OpenAIServer([asks(), says("Refused.")]) as server:
        churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
        churn.run_cell("run = %dpa -b -m openai/any compute something")
        wait_for(background(churn, "run"))
        assert "nobody is here who could approve it" in told(server)
    assert not churn.run_cell("%dpa approve").success
    assert [entry.granted for entry in read_audit(next(tmp_path.glob(".dpa/*/audit.log"))).entries] == [False]


def logged(folder: Path) -> list[Lasting]:
    (path,) = folder.glob(".dpa/**/*.jsonl")
    return [record.event for record in FileSessionStore(path).load().records]


def told(server: OpenAIServer) -> str:
    return str(json.loads(server.requests[-1].body)["messages"][-1]["content"])


def printed(kernel: Kernel, code: str) -> str:
    """Run a cell and return what it printed."""
    texts: list[str] = []
    kernel.run(code, on_output=lambda message: texts.append(str(message["content"].get("text", ""))))
    return "".join(texts)


@pytest.mark.kernel
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of jupyter_client and its transport, when a kernel ends
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_run_in_the_background_is_answered_from_another_cell_and_ends_with_the_kernel(tmp_path: Path) -> None:
    script = [asks("2 + 2"), says("Four."), asks("3 + 3")]
    with OpenAIServer(script) as server, running_kernel(tmp_path) as kernel:
        assert kernel.run(set_up(server.url))["status"] == "ok"
        kernel.begin("r = %dpa -b compute something")
        kernel.wait_for_output(lambda message: "%dpa approve 1" in message["content"].get("text", ""))
        assert "waits for `%dpa approve 1`" in printed(kernel, "%dpa status")
        nobody = kernel.client.execute_interactive("%dpa approve", allow_stdin=False, output_hook=lambda _: None)
        assert nobody["content"]["status"] == "error"
        assert printed(kernel, "%dpa approve") == "run 1: allowed once: Run this Python code?\n"
        kernel.run("r.thread.join()")
        assert kernel.value("r.result().text") == "'Four.'"
        assert "each line follows from the one before" in printed(kernel, "%dpa audit")
        kernel.begin("r = %dpa -b compute something else")
        kernel.wait_for_output(lambda message: "%dpa approve 2" in message["content"].get("text", ""))
        kernel.manager.shutdown_kernel()
    events = logged(tmp_path)
    assert [event.granted for event in events if isinstance(event, ApprovalDecided)] == [True, False]
    assert isinstance(events[-1], RunFinished)
    assert events[-1].status == "stopped"


@pytest.mark.kernel
def test_at_a_terminal_the_question_is_typed_an_answer_to(tmp_path: Path) -> None:
    options = ["--simple-prompt", "--no-banner", "--no-confirm-exit", "--colors=NoColor"]
    with OpenAIServer([asks(), says("Done."), asks("1 + 1"), says("A pity.")]) as server:
        program = pexpect.spawn(
            sys.executable,
            ["-m", "IPython", *options, f"--ipython-dir={tmp_path}"],
            cwd=tmp_path,
            dimensions=(60, 200),
            encoding="utf-8",
            timeout=60,
        )
        for number, line in enumerate(set_up(server.url).splitlines(), start=1):
            program.expect_exact(f"In [{number}]:")
            program.sendline(line)
        program.sendline("%dpa median charge by contract in df")
        program.expect_exact("Run this Python code on df?")
        program.expect_exact('│ by_contract = df.groupby("contract")["charge"].median()')
        program.expect_exact("Allow it? [y]es")
        program.sendline("y")
        program.expect_exact("Done.")
        program.sendline("%dpa add one and one")
        program.sendline("y")  # before the question is seen: it is no answer to it
        program.expect_exact("Allow it? [y]es")
        program.sendline("no, it is Monday")
        program.expect_exact("A pity.")
        program.sendline("exit")
        program.expect(pexpect.EOF)
        program.close()
        assert "the user did not allow this: no, it is Monday" in told(server)
        assert "80.5" in str(json.loads(server.requests[1].body)["messages"][-1]["content"])
