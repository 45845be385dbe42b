"""Requests in a real shell at each privacy level: what leaves, what comes back, and what administration says of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.result import Result
from tests.support.openai_answers import Answer, answer, call_by_character, words
from tests.support.openai_server import OpenAIServer
from tests.support.scripted_assistant import Keyboard

PEOPLE = pd.DataFrame(
    {
        "customer_name": ["Ann Miller", "Bob O'Neill", "Cem Yilmaz", "Dora Lind", "Eve Stone", "Finn Berg"] * 3,
        "email": [f"{name}@example.org" for name in ("ann", "bob", "cem", "dora", "eve", "finn")] * 3,
        "plan": ["gold", "silver"] * 9,
        "spent": [12.5, 80.0, 33.1, 41.9, 57.25, 61.0] * 3,
        "notes": ["asked for a call at +49 30 901820", "none", "write to ann@example.org"] * 6,
    }
)


def call(tool: str, **arguments: object) -> Answer:
    return answer(*call_by_character(tool, json.dumps(arguments)), finish="tool_calls")


def say(text: str) -> Answer:
    return answer(*words(*text))


def ask(shell: InteractiveShell, level: str, request: str, *script: Answer) -> list[str]:
    """Have a request answered by a script; return the bodies that the server received."""
    shell.user_ns["df"] = PEOPLE
    with OpenAIServer(script) as server:
        shell.run_cell(f"%config Dpa.api_base = {server.url!r}")
        assert shell.run_cell(f"%%dpa -m openai/any --privacy {level} {request}").success
        return [request.body.decode() for request in server.requests]


def result(shell: InteractiveShell) -> Result:
    found = shell.user_ns["_dpa"]
    assert isinstance(found, Result)
    return found


def test_the_answer_that_the_user_sees_has_the_values_that_the_model_did_not_see(loaded: InteractiveShell) -> None:
    bodies = ask(
        loaded,
        "samples",
        "who is first?",
        call("query_sql", sql="SELECT customer_name AS who, email AS e FROM df LIMIT 1"),
        call(
            "query_sql", sql="SELECT spent FROM df WHERE email = '<EMAIL_1>' AND customer_name = '<PERSON_1>' LIMIT 1"
        ),
        say("It is <PERSON_1> (<EMAIL_1>), not <EMAIL_99>."),
    )
    assert result(loaded).text == "It is Ann Miller (ann@example.org), not <EMAIL_99>."
    assert result(loaded).value == 12.5
    assert not any("Ann" in body or "ann@" in body for body in bodies)


def test_a_group_at_aggregates_has_a_placeholder_that_the_model_can_use(loaded: InteractiveShell) -> None:
    bodies = ask(
        loaded,
        "aggregates",
        "compare plans",
        call("compare_segments", frame="df", by=["plan"], target="spent"),
        say("The <plan_1> plan leads."),
    )
    assert result(loaded).text in ("The gold plan leads.", "The silver plan leads.")
    assert "gold" not in "".join(bodies)
    told = json.loads(bodies[1])["messages"][-1]["content"]
    assert '"rows": 9' in told


def test_the_user_s_own_words_leave_without_what_is_sensitive_in_them(loaded: InteractiveShell) -> None:
    request = "how much did Dora Lind (dora@example.org, key sk-proj-abcDEF1234567890abc) spend on gold?"
    bodies = ask(loaded, "samples", request, say("Ask again."))
    assert "Dora" not in bodies[0]
    assert "sk-proj" not in bodies[0]
    assert "gold?" in bodies[0]


def test_earlier_answers_leave_as_the_model_gave_them(loaded: InteractiveShell) -> None:
    steps = (call("query_sql", sql="SELECT email FROM df LIMIT 1"), say("It is <EMAIL_1>."))
    ask(loaded, "samples", "who?", *steps)
    bodies = ask(loaded, "samples", "and now?", say("The same."))
    assert "It is <EMAIL_1>." in bodies[0]
    assert "ann@" not in bodies[0]


@pytest.mark.parametrize("level", ["schema", "aggregates"])
def test_an_answer_of_a_higher_level_or_of_the_offline_rules_is_withheld(loaded: InteractiveShell, level: str) -> None:
    ask(loaded, "full", "who?", say("Eve Stone is."))
    loaded.run_cell("%%dpa what is the largest spent in df?")
    bodies = ask(loaded, level, "and now?", say("Who knows."))
    assert "Eve Stone" not in bodies[0]
    assert "80" not in bodies[0].split("and now?")[0].split("withheld at this privacy level")[-1]
    assert bodies[0].count("withheld at this privacy level") == 2


def test_what_was_sent_is_shown_byte_for_byte(loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    bodies = ask(loaded, "samples", "who?", call("query_sql", sql="SELECT email FROM df LIMIT 2"), say("Two."))
    capsys.readouterr()
    loaded.run_cell("%dpa sent")
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == 2
    assert "openai/any  samples" in listed[0]
    loaded.run_cell("%dpa sent 2")
    shown = capsys.readouterr().out
    assert shown.endswith(bodies[1] + "\n")
    assert "<EMAIL_1>" in shown.partition("\n\n")[0]


def test_nothing_is_sent_by_the_offline_rules(loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    loaded.user_ns["df"] = PEOPLE
    loaded.run_cell("%%dpa -q how many rows are in df?")
    loaded.run_cell("%dpa sent")
    assert capsys.readouterr().out == "nothing was sent in this session\n"
    loaded.run_cell("%dpa status")
    assert "nothing leaves" in capsys.readouterr().out


@pytest.mark.parametrize("level", ["schema", "aggregates", "samples", "full"])
def test_a_dry_run_shows_what_would_leave_at_the_level(
    loaded: InteractiveShell, capsys: pytest.CaptureFixture[str], level: str
) -> None:
    loaded.user_ns["df"] = PEOPLE
    loaded.run_cell(f"%%dpa --dry-run -m openai/any --privacy {level} who spends most?")
    first, _, shown = capsys.readouterr().out.partition("\n")
    assert level in first
    (body,) = ask(loaded, level, "who spends most?", say("Somebody."))
    assert json.loads(shown)["messages"] == json.loads(body)["messages"]


def test_a_column_can_be_marked_and_unmarked(loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    loaded.user_ns["df"] = PEOPLE
    loaded.run_cell("%dpa sensitive df.plan")
    loaded.run_cell("%dpa sensitive not email")
    loaded.run_cell("%dpa sensitive")
    shown = capsys.readouterr().out
    assert "df.plan  MARKED" in shown
    assert "email  not sensitive" in shown
    (body,) = ask(loaded, "samples", "look", say("Done."))
    assert '\\"gold\\"' not in body
    assert "<MARKED_1>" in body


def test_a_column_that_is_not_there_can_t_be_marked(
    loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded.user_ns["df"] = PEOPLE
    assert not loaded.run_cell("%dpa sensitive emial").success
    assert "Did you mean 'email'?" in capsys.readouterr().err


def test_no_secret_is_kept_in_the_log(loaded: InteractiveShell, tmp_path: Path) -> None:
    ask(loaded, "full", "use sk-proj-abcDEF1234567890abc and postgres://ann:s3cr3tpw@db/x", say("No."))
    kept = "".join(path.read_text() for path in (tmp_path / ".dpa").rglob("*") if path.is_file())
    assert "sk-proj-abc" not in kept
    assert "s3cr3tpw" not in kept
    assert "postgres://ann:***@db/x" in kept


def test_a_secret_is_in_no_output_that_a_notebook_would_keep(
    loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded.user_ns["keys"] = pd.DataFrame({"password": ["hunter22hunter"], "b": ["sk-proj-abcDEF1234567890abc"]})
    said = "It is sk-proj-abcDEF1234567890abc; password=hunter99hunter."
    ask(
        loaded,
        "full",
        "use ghp_abcdefghij1234567890",
        call("query_sql", sql="SELECT * FROM keys"),
        answer(*words(said)),
    )
    loaded.run_cell("_dpa")
    shown = capsys.readouterr().out
    assert "It is ***" in shown
    for secret in ("hunter22", "hunter99", "sk-proj-abc", "ghp_abc"):
        assert secret not in shown


def test_a_secret_leaves_at_no_level_and_what_is_shown_is_what_left(loaded: InteractiveShell) -> None:
    loaded.user_ns["keys"] = pd.DataFrame({"password": ["hunter22hunter"], "b": ["token=abcdef123456"]})
    sql = "SELECT password, b, 'api_key=abcdef987654' AS c FROM keys"
    bodies = ask(
        loaded, "full", "look at keys", call("query_sql", sql=sql), say("Password: hunter77hunter"), say("No.")
    )
    bodies += ask(loaded, "full", "and now?", say("No."))
    assert "abcdef" not in "".join(bodies)
    assert "hunter77" not in "".join(bodies)


def test_the_environment_sets_the_level(monkeypatch: pytest.MonkeyPatch, shell: InteractiveShell) -> None:
    monkeypatch.setenv("DPA_PRIVACY", "schema")
    shell.run_line_magic("load_ext", "dpa_jupyter")
    shell.user_ns["df"] = PEOPLE
    with OpenAIServer([say("Nothing.")]) as server:
        shell.run_cell(f"%config Dpa.api_base = {server.url!r}")
        shell.run_cell("%%dpa -m openai/any look at df")
        assert "gold" not in server.requests[0].body.decode()
        assert "customer_name" in server.requests[0].body.decode()


def begin_anew(shell: InteractiveShell) -> None:
    """What a new kernel of the same notebook knows: nothing but what lies beside it."""
    shell.run_line_magic("unload_ext", "dpa_jupyter")
    shell.run_line_magic("load_ext", "dpa_jupyter")


@pytest.mark.parametrize("marking", ["%dpa sensitive df.plan", "%config Dpa.sensitive = {'df.plan': True}"])
def test_a_mark_outlasts_the_kernel_and_no_file_can_unmark(
    loaded: InteractiveShell, tmp_path: Path, marking: str
) -> None:
    loaded.user_ns["df"] = PEOPLE
    loaded.run_cell(marking)
    begin_anew(loaded)
    assert '\\"gold\\"' not in ask(loaded, "samples", "look", say("Done."))[0]
    (path,) = tmp_path.rglob("sensitive.json")
    path.write_text('{"version": 1, "columns": [], "not": ["email"]}')
    begin_anew(loaded)
    assert "ann@" not in ask(loaded, "samples", "look", say("Done."))[0]
    path.write_text("{}")
    assert not loaded.run_cell("%%dpa -q -m openai/any look at df").success


def test_only_the_user_unmarks_for_this_kernel_and_it_is_on_record(
    loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded.user_ns["df"] = PEOPLE
    loaded.run_cell("%dpa sensitive df.plan")
    loaded.run_cell("%dpa sensitive not df.plan")
    loaded.run_cell("%dpa sensitive not email")
    loaded.run_cell("%dpa audit")
    told = capsys.readouterr().out
    assert "df.plan is no longer masked" in told
    assert "sensitive        network     allowed by you for the session: email is no longer masked" in told
    begin_anew(loaded)
    loaded.run_cell("%dpa sensitive")
    listed = capsys.readouterr().out
    assert "email" in listed
    assert "not sensitive" not in listed
    assert "MARKED" not in listed


@pytest.mark.parametrize(("level", "is_told"), [("schema", False), ("aggregates", False), ("samples", True)])
def test_whether_a_rule_of_the_model_s_holds_is_told_at_samples_only(
    loaded: InteractiveShell, monkeypatch: pytest.MonkeyPatch, level: str, is_told: bool
) -> None:
    rule = {"test": "range", "column": "spent", "at_most": 80, "where": 'notes != "none"'}
    monkeypatch.setattr(sys, "stdin", Keyboard("y\n"))
    proposed = call("propose_rules", frame="df", yaml=json.dumps({"version": 1, "rules": [rule]}))
    bodies = ask(loaded, level, "keep a rule", proposed, say("Kept."))
    told = json.loads(bodies[1])["messages"][-1]["content"]
    assert ("holds" in told) is is_told
    assert "spent" in (Path(".dpa") / "terminal" / "rules" / "df.yaml").read_text()
