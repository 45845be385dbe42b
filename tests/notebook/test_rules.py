"""The user's own rules as they are typed: shown before they count, kept beside the notebook, told in every report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.assistant import built_in_assistant
from dpa_jupyter.config import Dpa
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.rules import Rules
from tests.notebook.test_front_ends import by_nbclient
from tests.support.scripted_assistant import Keyboard, carry_out


@pytest.fixture
def shop(loaded: InteractiveShell) -> InteractiveShell:
    """Return a shell with a frame in which some amounts are negative."""
    loaded.user_ns["df"] = pd.DataFrame({"amount": [1, -2, 3, -4] * 30, "email": ["a@b.de", None, "c@d.de", "x"] * 30})
    return loaded


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have the user type these lines."""
    return lambda text: monkeypatch.setattr(sys, "stdin", Keyboard(text))


def run(shell: InteractiveShell, line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Run a cell, and return what it printed."""
    shell.run_cell(line)
    said = capsys.readouterr()
    return said.out + said.err


def test_a_rule_in_plain_words_is_shown_and_counts_once_the_user_says_yes(
    shop: InteractiveShell, types: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    types("n\ny\n")
    said = run(shop, '%dpa rules add df "amount is never negative"', capsys)
    assert "broken in 60 of 120 rows  `amount` is at least 0" in said
    assert "- test: range\n       column: amount\n       at_least: 0" in said
    assert "nothing was kept" in said
    assert "df has no rules yet" in run(shop, "%dpa rules df", capsys)
    assert "kept in" in run(shop, "%dpa rules add df amount is never negative", capsys)
    assert "  1  broken in 60 of 120 rows  `amount` is at least 0" in run(shop, "%dpa rules df", capsys)
    assert "df has this rule already" in run(shop, "%dpa rules add df amount >= 0", capsys)


def test_rules_hold_in_the_next_kernel_from_a_file_that_people_can_read(
    shop: InteractiveShell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shop, "%dpa rules add df email is never missing (low) because we write to them", capsys)
    (path,) = tmp_path.rglob("rules/df.yaml")
    assert Rules.load(path).rules[0].because == "we write to them"
    path.write_text(path.read_text(encoding="utf-8").replace("severity: low", "severity: lwo"), encoding="utf-8")
    said = run(shop, "%dpa rules df", capsys)
    assert f"{path}, line 5" in said
    assert "'lwo' is no severity" in said
    path.write_text(Rules().unique("email").to_yaml(), encoding="utf-8")
    assert "broken in 87 of 120 rows  `email` is unique" in run(shop, "%dpa rules df", capsys)


def test_broken_rules_stand_in_the_answer_and_the_report_and_held_ones_are_told(
    shop: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shop, "%dpa rules add df amount is never negative", capsys)
    run(shop, "%dpa rules add df amount is at most 5", capsys)
    said = run(shop, "%dpa quality df", capsys)
    assert "1 of your 2 rules hold." in said
    assert "Rule broken: `amount` is at least 0 (60 rows, 50.0 %)" in said
    assert "Your rules: 1 of 2 hold. Broken: amount is at least 0. Holds: amount is at most 5." in said
    assert shop.user_ns["_dpa"].quality
    run(shop, "%dpa rules remove df 1", capsys)
    assert "1 of your 1 rules hold." in run(
        shop, "%dpa quality df", capsys
    )  # what was measured before is not told again


def test_a_rule_that_a_file_has_twice_is_removed_once(
    shop: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(run(shop, "%dpa rules add df email is unique", capsys).partition("kept in ")[2].partition(";")[0])
    path.write_text(Rules().unique("email").unique("email").to_yaml(), encoding="utf-8")
    assert "no rule of df any more: `email` is unique" in run(shop, "%dpa rules remove df 1", capsys)
    assert len(Rules.load(path)) == 1


def test_a_request_takes_rules_of_a_file_or_a_variable(
    shop: InteractiveShell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.user_ns["checks"] = Rules().range("amount", at_most=2, name="small")
    (tmp_path / "r.yaml").write_text(Rules().values("email", ["x"], name="only x").to_yaml(), encoding="utf-8")
    assert "Rule broken: small" in run(shop, "%dpa quality df --rules checks", capsys)
    said = run(shop, "%dpa --rules=r.yaml quality df", capsys)
    assert "Rule broken: only x" in said
    assert "small" not in said
    assert "rules hold" not in run(shop, "%dpa quality df", capsys)
    assert "there are no rules 'chekcs': neither a variable nor a file. Did you mean 'checks'?" in run(
        shop, "%dpa quality df --rules chekcs", capsys
    )


def test_what_one_request_gives_holds_for_its_own_reports_however_many_requests_follow() -> None:
    frame = recognise("df", pd.DataFrame({"amount": [1, -2, 3]}))
    assert frame is not None
    settings = Dpa().settings()
    with closing(built_in_assistant()) as assistant:
        given = assistant.study(settings, Rules().range("amount", at_most=2, name="small"))
        for study, names in ((assistant.study(settings), []), (given, ["small"])):
            *_, last = study.report(frame)
            assert [each.rule.name for each in last.rules] == names


def test_a_share_of_at_most_tells_in_how_many_rows_it_is_so(
    shop: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = "version: 1\nrules:\n" + "".join(
        f'- {{test: range, column: amount, less_than: 0, share: "at most {share} %"}}\n' for share in (60, 40)
    )
    path = Path(run(shop, "%dpa rules add df email is unique", capsys).partition("kept in ")[2].partition(";")[0])
    path.write_text(rules, encoding="utf-8")
    said = run(shop, "%dpa rules df", capsys)
    assert "  1  holds, it is so in 60 of 120 rows  `amount` is less than 0 for at most 60 % of rows" in said
    assert "  2  broken, since it is so in 60 of 120 rows  `amount` is less than 0 for at most 40 % of rows" in said


def test_rules_go_to_other_tools_and_come_back(
    shop: InteractiveShell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shop, "%dpa rules add df amount is never negative", capsys)
    run(shop, "%dpa rules add df the latest amount is no older than 2 days", capsys)
    said = run(shop, "%dpa rules export df great-expectations suite.json", capsys)
    assert "written to suite.json" in said
    assert "the latest `amount` is no older than 2 days: it has no expectation for 'fresh'" in said
    assert "suite.json is there already" in run(shop, "%dpa rules export df great-expectations suite.json", capsys)
    shop.user_ns["other"] = shop.user_ns["df"].copy()
    said = run(shop, "%dpa rules import other suite.json", capsys)
    assert "suite.json: Great Expectations, 1 rule" in said
    assert "broken in 60 of 120 rows" in said
    assert "pa.Check.greater_than_or_equal_to(0)" in run(shop, "%dpa rules export other pandera", capsys)
    assert "Did you mean 'pandera'?" in run(shop, "%dpa rules export other panddera", capsys)
    run(shop, "%dpa rules save other mine.yaml", capsys)
    assert len(Rules.load(tmp_path / "mine.yaml")) == 1
    listed = run(shop, "%dpa rules", capsys)
    assert "df  2 rules" in listed
    assert "other  1 rule" in listed


def test_a_mistake_is_one_line(shop: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    lines = {
        "add df amonut is never negative": "Did you mean 'amount'?",
        "add dff amount is never negative": "Did you mean 'df'?",
        "add df": "name a frame and a sentence",
        "remove df 7": "there is no rule '7'",
        "import df none.yaml": "No such file",
        "df and more": "takes no more words",
    }
    for line, said in lines.items():
        (told,) = run(shop, f"%dpa rules {line}", capsys).splitlines()
        assert said in told
    assert "amount is never negative" in run(shop, "%dpa rules help", capsys)


def test_a_model_proposes_rules_and_the_user_decides(
    shop: InteractiveShell, types: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    yaml = "version: 1\nrules:\n- {test: range, column: amount, at_least: 0, name: no refunds}\n"
    types("n\n")
    carry_out(shop, [("propose_rules", {"frame": "df", "yaml": yaml})])
    assert "df has no rules yet" in run(shop, "%dpa rules df", capsys)
    types("y\n")
    carry_out(shop, [("propose_rules", {"frame": "df", "yaml": yaml.replace("range", "rnage")})])
    carry_out(shop, [("propose_rules", {"frame": "df", "yaml": yaml})])
    said = capsys.readouterr().out
    assert "Keep a rule for df?" in said
    assert "at_least: 0" in said
    assert "  1  broken in 60 of 120 rows  no refunds: `amount` is at least 0" in run(shop, "%dpa rules df", capsys)


@pytest.mark.kernel
@pytest.mark.timeout(120)
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_rules_are_in_the_saved_notebook_where_nobody_looks_on(tmp_path: Path) -> None:
    cells = (
        "%load_ext dpa_jupyter\nimport pandas as pd\ndf = pd.DataFrame({'amount': [1, -2] * 50})",
        "%dpa rules add df amount is never negative",
        "%%dpa quality df\n",
    )
    path = tmp_path / "rules.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells]), path)
    _, added, report = by_nbclient(path).cells
    assert "broken in 50 of 100 rows" in added.outputs[0]["text"]
    html = "".join(str(each["data"].get("text/html")) for each in report.outputs if "data" in each)
    assert "Rule broken" in html
