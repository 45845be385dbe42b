"""Requests in a real shell: what comes back, and what each option changes."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.result import Result
from dpa_jupyter.safety.audit_log import read_audit
from tests.support.openai_answers import answer, call_by_character, words
from tests.support.openai_server import OpenAIServer
from tests.support.shells import CHURN


def result(shell: InteractiveShell, name: str = "_dpa") -> Result:
    found = shell.user_ns[name]
    assert isinstance(found, Result)
    return found


def test_a_cell_that_holds_only_the_request_is_answered(churn: InteractiveShell) -> None:
    outcome = churn.run_cell("%%dpa analyze churn in df")
    assert outcome.success
    answer_text = result(churn).text
    assert "contract" in answer_text
    assert "tenure" in answer_text
    assert "11 rows have no `total_charges`" in answer_text
    assert len(result(churn).figures) == 1


def test_equal_data_gives_the_same_answer_whatever_library_holds_it(loaded: InteractiveShell) -> None:
    frame = pd.read_csv(CHURN)
    kinds = {
        "pandas": frame,
        "polars": pl.from_pandas(frame),
        "lazy": pl.from_pandas(frame).lazy(),
        "arrow": pa.Table.from_pandas(frame),
    }
    answers = {}
    for kind, value in kinds.items():
        loaded.user_ns["df"] = value
        loaded.run_cell("%%dpa --fresh analyze churn in df")
        answers[kind] = result(loaded).text
    assert len(set(answers.values())) == 1


def test_a_line_gives_its_result_back(churn: InteractiveShell) -> None:
    churn.run_cell("y = %dpa how many rows are in df?")
    assert result(churn, "y").value == 7043


def test_the_frames_of_the_user_are_not_changed_nor_anything_added_but_the_result(churn: InteractiveShell) -> None:
    before = set(churn.user_ns)
    frame = churn.user_ns["df"].copy()
    churn.run_cell("%%dpa -o answer mean monthly_charges by contract in df")
    assert set(churn.user_ns) - before == {"_dpa", "answer"}
    pd.testing.assert_frame_equal(churn.user_ns["df"], frame)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("%dpa --modle x how many rows?", "Did you mean '--model'?"),
        ("%%dpa --on dff how many rows?", "there is no frame 'dff'. Did you mean 'df'?"),
        ("%dpa --max-steps 0 how many rows?", "should not be less than 1"),
        ("%dpa history 9", "there is no request 9"),
        ("%dpa config modell", "Did you mean 'model'?"),
        ("%dpa histroy", "there is no command 'histroy'. Did you mean 'history'?"),
        ("%dpa satus", "`%dpa ask satus` asks it as it is"),
        ("%dpa history ²", "there is no request ²"),
        (f"%dpa history {'9' * 5_000}", "there is no request 9"),
        (f"%dpa undo {'9' * 5_000}", "takes a number from 1 to 1"),
        ("%dpa stop ²", "wants the number of a run"),
        ("%dpa sent ²", "there is no sent request ²"),
        ("%dpa config model openai/gpt-5", "the command 'config' takes one word after it"),
        ("%dpa stop run 1", "`%dpa ask stop run 1` asks it as it is"),
        ("%dpa approve yes please", "the command 'approve' takes an answer after it"),
        ("%dpa sensitive not df.first nmae", "there is no column 'df.first nmae'"),
        ("%dpa anlyze", "Did you mean 'analyze'?"),
        ("%dpa how many rows in @dff", "Did you mean 'df'?"),
        ("%dpa how many rows in @Out[3]", "there is no frame 'Out[3]'. Frames: df."),
        ("%dpa --dry-run analyze churn in dff", "there is no frame 'dff'. Did you mean 'df'?"),
    ],
)
def test_a_mistake_is_one_line_with_a_suggestion(
    churn: InteractiveShell, capsys: pytest.CaptureFixture[str], cell: str, said: str
) -> None:
    outcome = churn.run_cell(cell)
    assert not outcome.success
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


@pytest.mark.parametrize("cell", ["%dpa help", "%dpa --help", "%%dpa -h", "%dpa"])
def test_help_is_the_same_everywhere(loaded: InteractiveShell, capsys: pytest.CaptureFixture[str], cell: str) -> None:
    loaded.run_cell(cell)
    assert "%%dpa analyze churn in df" in capsys.readouterr().out


def test_a_model_is_asked_over_http_and_its_calls_are_carried_out(churn: InteractiveShell) -> None:
    sql = json.dumps({"sql": "SELECT count(*) AS n FROM df"})
    script = [answer(*call_by_character("query_sql", sql), finish="tool_calls"), answer(*words("There are ", "7,043."))]
    with OpenAIServer(script) as server:
        churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
        churn.run_cell("%%dpa --model openai/any how many rows?")
        told = json.loads(server.requests[1].body)["messages"]
    assert result(churn).text == "There are 7,043."
    assert result(churn).value == 7043
    assert result(churn).code == "SELECT count(*) AS n FROM df"
    assert "7043" in told[-1]["content"]


HARD = "what's {x} worth? `$100` \\ \"quoted\" 'single' 50% 🎉 \u202ertl %dpa --model -- " + "long " * 20_000


def test_the_request_reaches_the_model_word_for_word(churn: InteractiveShell) -> None:
    with OpenAIServer([answer(*words("Fine."))] * 2) as server:
        churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
        churn.run_cell(f"%%dpa -m openai/any {HARD.strip()}")
        churn.run_cell(f"x = %dpa -m openai/any {HARD.strip()}")
        for request in server.requests:
            assert HARD.strip() in json.loads(request.body)["messages"][-1]["content"]


def test_earlier_answers_are_told_unless_the_request_is_fresh_or_the_session_new(churn: InteractiveShell) -> None:
    with OpenAIServer([answer(*words("Seventy."))] * 4) as server:
        churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
        churn.run_cell("%config Dpa.model = 'openai/any'")
        for cell in ("%%dpa first question", "%%dpa second question", "%%dpa --fresh third question"):
            churn.run_cell(cell)
        churn.run_cell("%dpa reset")
        churn.run_cell("%%dpa fourth question")
        told = [request.body.decode() for request in server.requests]
    assert ["first question" in body for body in told] == [True, True, False, False]


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(
    churn: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    with OpenAIServer([answer(*words("Fine."))]) as server:
        churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
        churn.run_cell("%%dpa --dry-run -m openai/any analyze churn in df")
        assert not server.requests
        shown = json.loads(capsys.readouterr().out.partition("\n")[2])
        churn.run_cell("%%dpa -m openai/any analyze churn in df")
        sent = json.loads(server.requests[0].body)
    assert shown["messages"] == sent["messages"]
    assert shown["tools"] == sent["tools"]


def test_a_quiet_run_shows_nothing(churn: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    churn.run_cell("%%dpa --quiet how many rows are in df?")
    assert capsys.readouterr().out == ""
    assert "7,043" in result(churn).text


def test_on_names_the_frames(churn: InteractiveShell) -> None:
    churn.user_ns["other"] = pd.DataFrame({"a": [1, 2, 3]})
    churn.run_cell("%%dpa --on other how many rows?")
    assert result(churn).value == 3


def test_an_output_can_be_named(loaded: InteractiveShell) -> None:
    loaded.user_ns["Out"][3] = pd.DataFrame({"a": [1, 2, 3, 4]})
    loaded.run_cell("%%dpa how many rows are in @Out[3]?")
    assert result(loaded).value == 4


def test_an_output_that_is_no_frame_is_refused_with_those_that_are(
    loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded.user_ns["Out"].update({3: "a text", 4: pd.DataFrame({"a": [1]})})
    assert not loaded.run_cell("%dpa how many rows in @Out[3]").success
    (line,) = capsys.readouterr().err.splitlines()
    assert "there is no frame 'Out[3]'" in line
    assert "Frames: Out[4]." in line


def test_a_frame_that_is_misspelt_in_prose_fails_with_a_suggestion(churn: InteractiveShell) -> None:
    assert not churn.run_cell("%%dpa analyze churn in dff").success
    assert "there is no frame 'dff'. Did you mean 'df'?" in result(churn).error


@pytest.mark.parametrize("word", ["plan", "plane", "tenur", "tenures", "hello", "🎉"])
def test_one_word_that_names_data_or_is_near_no_command_is_a_request(churn: InteractiveShell, word: str) -> None:
    churn.user_ns["planes"] = pd.DataFrame({"seats": [1, 2, 3]})
    assert churn.run_cell(f"%dpa {word}").success


@pytest.mark.parametrize("request_text", ["analyze revenue in df", "analyze who earns revenue", "analyze `revenue`"])
def test_an_analysis_of_what_is_not_there_says_so_and_what_was_taken_and_why(
    churn: InteractiveShell, request_text: str
) -> None:
    churn.run_cell(f"%dpa {request_text}")
    answer_text = result(churn).text
    assert answer_text.startswith("**Nothing in `df` is called")
    assert "`revenue`" in answer_text.splitlines()[0]
    assert "I looked at what goes with `churn` instead." in answer_text
    assert "`total_charges`." in answer_text.splitlines()[0], "all the columns are listed"
    assert "its name sounds like one and it has two values" in answer_text


def test_an_analysis_of_what_is_not_there_in_a_frame_without_an_outcome_is_one_of_the_whole(
    loaded: InteractiveShell,
) -> None:
    loaded.user_ns["places"] = pd.DataFrame({"height": [3.5, 1.0, 8.25, 2.0], "width": [1.5, 2.0, 4.0, 8.0]})
    loaded.run_cell("%dpa analyze revenue in places")
    assert "Nothing in `places` is called `revenue`" in result(loaded).text
    assert "I looked at all of it instead. The columns are `height` and `width`." in result(loaded).text


@pytest.mark.parametrize(
    ("request_text", "said"),
    [
        ("analyze revenue by contract in df", "Nothing in `df` is called `revenue`"),
        ("explain revenue in df", "Nothing in `df` is called `revenue`"),
        ("quality of revenue", "What follows is about all of `df`."),
        ("anlayze churn in df", "Did you mean `analyze`?"),
        ("mean tenure with fibre optic in df", "Did you mean `Fiber`?"),
        ("analyze churn in df, with actionable insights", "I made nothing of `actionable` and `insights`"),
    ],
)
def test_words_that_nothing_was_made_of_are_said(churn: InteractiveShell, request_text: str, said: str) -> None:
    churn.run_cell(f"%dpa {request_text}")
    assert said in result(churn).text


@pytest.mark.parametrize(
    "request_text",
    [
        "analyze churn in df",
        "analyze df",
        "analyze chrun in df",
        "analyze why customers churn in df",
        "explain everything in df",
    ],
)
def test_an_analysis_that_understood_every_word_says_nothing_of_words(
    churn: InteractiveShell, request_text: str
) -> None:
    churn.run_cell(f"%dpa {request_text}")
    assert "Nothing in" not in result(churn).text
    assert "I made nothing" not in result(churn).text


def test_a_word_that_is_a_value_finds_its_column(churn: InteractiveShell) -> None:
    churn.user_ns["flights"] = pd.DataFrame({"status": ["cancelled", "flown", "flown"], "delay": [0, 5, 9]})
    churn.run_cell("%%dpa analyze cancelled flights")
    assert "`status`" in result(churn).text


def test_a_run_that_is_out_of_time_fails_with_one_line_and_the_next_cell_works(
    churn: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.support.openai_answers import Answer

    with OpenAIServer([Answer([], ending="silent")]) as server:
        churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
        outcome = churn.run_cell("%%dpa -m openai/any --timeout 0.5 how many rows?")
    assert not outcome.success
    assert "no answer within 0.5 seconds" in "".join(capsys.readouterr())
    assert churn.run_cell("%dpa how many rows are in df?").success


def test_max_steps_makes_the_model_answer(churn: InteractiveShell) -> None:
    script = [answer(*call_by_character("list_frames", "{}"), finish="tool_calls"), answer(*words("That is all."))]
    with OpenAIServer(script) as server:
        churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
        churn.run_cell("%%dpa -m openai/any --max-steps 2 look around")
        assert "tools" not in json.loads(server.requests[1].body)
    assert result(churn).text == "That is all."


def test_the_budget_ends_a_run_before_it_would_cost_more(
    churn: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    script = [answer(*call_by_character("list_frames", "{}"), finish="tool_calls"), answer(*words("Dear."))]
    with OpenAIServer(script) as server:
        churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
        assert not churn.run_cell("%%dpa -m openai/gpt-4o --budget 0.00015 look around").success
        assert len(server.requests) == 1
    assert "--budget allows more" in "".join(capsys.readouterr())


def test_the_mode_of_a_run_is_decided_by_and_put_on_record(churn: InteractiveShell, tmp_path: Path) -> None:
    code = json.dumps({"code": "print(1)"})
    script = [answer(*call_by_character("run_python", code), finish="tool_calls"), answer(*words("It was refused."))]
    for option in ("", "--mode read-only", "--mode auto"):
        with OpenAIServer(script) as server:
            churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
            churn.run_cell(f"%%dpa -m openai/any {option} run something")
    (path,) = tmp_path.glob(".dpa/*/audit.log")
    assert [entry.mode for entry in read_audit(path).entries] == ["ask", "read-only", "auto"]


def test_code_of_the_model_is_not_run_where_nobody_can_approve_it(churn: InteractiveShell) -> None:
    code = json.dumps({"code": "print(1)"})
    script = [answer(*call_by_character("run_python", code), finish="tool_calls"), answer(*words("It was refused."))]
    with OpenAIServer(script) as server:
        churn.run_cell(f"%config Dpa.api_base = {server.url!r}")
        churn.run_cell("%%dpa -m openai/any run something")
        told = json.loads(server.requests[1].body)["messages"][-1]["content"]
    assert "nobody is here who could approve it" in told


def test_the_log_outlives_the_kernel_and_history_reads_it(
    churn: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    churn.run_cell("%%dpa how many rows are in df?")
    churn.run_line_magic("reload_ext", "dpa_jupyter")
    capsys.readouterr()
    churn.run_cell("%dpa history")
    assert "how many rows are in df?" in capsys.readouterr().out
    churn.run_cell("%dpa history 1")
    assert "7,043" in capsys.readouterr().out
    assert list((tmp_path / ".dpa").rglob("*.jsonl"))


@pytest.mark.parametrize("command", ["status", "models", "tools", "config", "model"])
def test_administration_says_how_things_stand(
    churn: InteractiveShell, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert churn.run_cell(f"%dpa {command}").success
    assert capsys.readouterr().out.strip()


def test_a_model_can_be_set_and_is_kept(churn: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    churn.run_cell("%dpa model openai/gpt-5")
    churn.run_cell("%dpa status")
    assert "openai/gpt-5" in capsys.readouterr().out


def test_a_frame_whose_plan_is_broken_neither_stops_a_request_nor_the_others(churn: InteractiveShell) -> None:
    churn.user_ns["lost"] = pl.scan_parquet("no such file.parquet")
    assert churn.run_cell("%dpa how many rows are in df?").success
    assert result(churn).value == 7043
    assert churn.run_cell("%dpa analyze lost").success
    assert "no such file" in result(churn).text


def test_tab_works_beside_a_frame_whose_plan_is_broken(churn: InteractiveShell) -> None:
    churn.user_ns["lost"] = pl.scan_parquet("no such file.parquet")
    with provisionalcompleter():
        offered = {each.text for each in churn.Completer.completions("%dpa analyze ten", 16)}
    assert "tenure" in offered


def test_a_run_that_fails_takes_the_place_of_no_variable(churn: InteractiveShell) -> None:
    frame = churn.user_ns["df"]
    assert not churn.run_cell("%%dpa --out df --model unknown how many rows are in df?").success
    assert churn.user_ns["df"] is frame
    assert result(churn).status == "failed"
