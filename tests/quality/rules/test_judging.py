"""Rules are held against a frame: which rows break them, alike in every library."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.rules import Rules
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.judging import RuleBook
from dpa_jupyter.quality.rules.rule import Rule
from tests.quality.rules.judged import LIBRARIES, NOW, failing, judged, named

TABLE = pa.table(
    {
        "id": [1, 2, 2, None, None],
        "amount": [1.5, -2.0, 300.0, None, float("nan")],
        "status": ["open", "Closed ", "closed", None, "lost"],
        "code": ["AB1", "ab1", "AB12", "", None],
        "begun": [datetime(2026, 3, 9), datetime(2026, 3, 1), datetime(2026, 3, 10, 23), None, datetime(2027, 1, 1)],
        "ended": [datetime(2026, 3, 10), datetime(2026, 2, 1), datetime(2026, 3, 10, 23), None, None],
        "as_text": ["1", "x", "200", None, "3"],
        "owner": [1, 2, 3, 4, None],
    }
)
CASES: list[tuple[Rules, list[int]]] = [
    (Rules().not_missing("amount"), [3, 4]),
    (Rules().unique("id"), [2]),
    (Rules().unique("id", "status"), []),
    (Rules().range("amount", at_least=0), [1]),
    (Rules().range("amount", more_than=1.5), [0, 1]),
    (Rules().range("amount", 0, less_than=300), [1, 2]),
    (Rules().range("begun", at_most=date(2026, 3, 10)), [4]),
    (Rules().range("begun", at_most="now"), [2, 4]),
    (Rules().range("begun", at_least="today - 7 days"), [1]),
    (Rules().range("as_text", at_most=100), [1, 2]),
    (Rules().values("status", ["open", "closed"]), [1, 4]),
    (Rules().not_values("status", ["lost"]), [4]),
    (Rules().matches("code", "[A-Z]{2}[0-9]"), [1, 2, 3]),
    (Rules().length("code", 1, 3), [2, 3]),
    (Rules().compare("ended", ">", "begun"), [1, 2]),
    (Rules().compare("ended", ">=", "begun"), [1]),
    (Rules().expression("amount < 10 or status == 'closed'"), []),
    (Rules().range("amount", at_most=1, where="status == 'open'"), [0]),
    (Rules().not_missing("ended", where="not missing(begun)"), [4]),
    (Rules().range("amount", at_least=0, share="at least 50 %"), []),
    (Rules().range("amount", at_least=0, share="at least 81 %"), [1]),
    (Rules().range("amount", more_than=100, share="at most 20 %"), []),
    (Rules().range("amount", more_than=100, share="at most 19 %"), [2]),
    (Rules().type("as_text", "integer"), [1]),
]


@pytest.mark.parametrize(("rules", "rows"), CASES, ids=lambda each: str(each) if isinstance(each, Rules) else "")
def test_a_rule_names_the_rows_that_break_it(rules: Rules, rows: list[int]) -> None:
    assert failing(rules, TABLE) == rows


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_library_has_the_same_verdicts(library: str, tmp_path: Path) -> None:
    rules = [rule for each, _ in CASES for rule in each]
    as_arrow = [(each.status, each.failed and each.failed.value) for each in judged(rules, TABLE)]
    found = judged(rules, LIBRARIES[library](TABLE, tmp_path))
    assert [(each.status, each.failed and each.failed.value) for each in found] == as_arrow


def test_rules_about_the_whole_frame_say_why_they_are_broken() -> None:
    rules = (
        Rules()
        .row_count(at_least=1_000)
        .columns("status", "id", in_order=True)
        .columns("id", "price")
        .columns("id", no_others=True)
        .fresh("ended", "2 days")
        .fresh("ended", "2 hours")
        .type("amount", "integer")
    )
    assert [each.reason for each in judged(rules, TABLE)] == [
        "there are 5",
        "the order is `id`, `status`",
        "`price` is missing",
        "`amount`, `status`, `code`, `begun`, `ended` and 2 more are there, too",
        "",
        "",
        "it is number (double)",
    ]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("terms", [" + ".join(["amount"] * 50), "amount" + " / 3" * 50])
def test_arithmetic_of_many_terms_takes_no_longer_than_of_few(terms: str) -> None:
    assert failing(Rules().expression(f"{terms} >= 0"), TABLE) == [1]


def test_what_was_too_long_ago_is_not_fresh() -> None:
    (found,) = judged(Rules().fresh("begun", "1 day"), TABLE.slice(1, 1))
    assert found.status == "broken"
    assert found.finding is not None
    assert found.finding.dimension == "timeliness"
    assert found.finding.predicate is None


def test_values_are_looked_for_in_another_frame() -> None:
    owners = pd.DataFrame({"key": [1.0, 2.0, 9.0]})
    refers = Rules().refers("owner", "owners", "key")
    (found,) = judged(refers, TABLE, {"owners": owners})
    assert (found.status, found.failed and found.failed.value) == ("broken", 2)
    (whole,) = judged(Rules().refers("owner", "owners", "key"), TABLE, {"owners": pd.DataFrame({"key": [1, 2, 3, 4]})})
    assert whole.status == "holds"
    (elsewhere,) = judged(refers, TABLE, {"owner": owners})
    assert (elsewhere.status, elsewhere.reason) == (
        "can't be checked",
        "there is no frame 'owners'. Did you mean 'owner'? Frames: owner.",
    )
    many = pd.DataFrame({"owner": range(20_000)})
    (apart,) = judged(refers, many, {"owners": owners})
    assert (apart.status, apart.reason) == ("broken", "more than 10,000 different values are not in it")
    (other_type,) = judged(Rules().refers("status", "owners", "key"), TABLE, {"owners": owners})
    assert other_type.status == "can't be checked"


def test_a_rule_that_means_nothing_here_says_so_and_takes_no_other_with_it() -> None:
    rules = Rules().range("amuont", 0).compare("status", ">", "begun").matches("code", "A").range("code", 0)
    found = judged(rules, TABLE)
    assert [each.status for each in found] == ["can't be checked", "broken", "broken", "broken"]
    assert "Did you mean 'amount'?" in found[0].reason


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": pd.Series([], dtype="float64")}),
        pd.DataFrame({"a": [None, None]}),
        pd.DataFrame({"a": [np.inf]}),
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        pd.DataFrame({"a": pd.Series([1, "x", None], dtype="object")}),
        pd.DataFrame({"a": pd.Categorical(["x", "y"])}),
        pd.DataFrame({"a": pd.to_datetime(["2026-03-10"]).tz_localize("Asia/Tokyo")}),
        pd.DataFrame({"a": [[1], [2]]}),
        pd.DataFrame({"a": [True, False]}),
    ],
)
def test_odd_frames_break_no_report(frame: pd.DataFrame) -> None:
    rules = Rules().not_missing("a").unique("a").range("a", 0, 5).range("a", at_most="now").values("a", ["x", 1])
    rules = rules.matches("a", "x").length("a", 1).compare("a", "<", "a").fresh("a", "1 day").type("a", "number")
    study = FrameStudy(rules=lambda each: RuleBook(rules.rules, each, {}, NOW))
    *_, last = study.report(named("df", frame))
    assert len(last.rules) == len(rules)
    assert "; your rules: " in last.note


def test_findings_stand_in_the_report_with_their_own_name_and_count_in_the_score() -> None:
    rules = Rules().range("amount", at_least=0, name="no refunds", severity="critical", because="they are rows apart")
    *_, without = FrameStudy([]).report(named("df", TABLE))
    *_, last = FrameStudy([], rules=lambda each: RuleBook(rules.rules, each)).report(named("df", TABLE))
    (found,) = last.findings
    assert (found.check, found.title, found.why) == ("rule", "Rule broken: no refunds", "they are rows apart")
    assert (found.columns, found.severity) == (("amount",), "critical")
    assert without.score is not None
    assert last.score is not None
    assert without.score["score"]["value"] == 100
    assert last.score["score"]["value"] == 59  # the cap of what is critical
    assert ("Your rules", "0 of 1 hold. Broken: no refunds.") in last.score["verdicts"]


def test_a_rule_keeps_its_name_where_a_check_finds_the_same_cells() -> None:
    frame = pd.DataFrame({"city": ["Berlin", " Berlin", "Paris", "London"] * 50})
    rules = Rules().matches("city", r"\S.*", name="no space before", severity="low")
    *_, last = FrameStudy(rules=lambda each: RuleBook(rules.rules, each)).report(named("df", frame))
    assert {"rule", "whitespace"} <= {finding.check for finding in last.findings}


def test_a_fix_follows_where_a_rule_says_what_is_right() -> None:
    frame = pd.DataFrame({"status": ["open", "Open ", "OPEN", "closed", "lost"], "amount": [-1, 5, 9, 2, 3]})
    rules = Rules().values("status", ["open", "closed"]).range("amount", 0, 5)
    study = FrameStudy([], rules=lambda each: RuleBook(rules.rules, each))
    *_, last = study.report(named("df", frame))
    fixes = [finding.fixes[0] for finding in last.findings]
    mended = study.mended(named("df", frame), fixes).value
    assert isinstance(mended, pd.DataFrame)
    assert list(mended["status"]) == ["open", "open", "open", "closed", "lost"]
    assert list(mended["amount"]) == [0, 5, 5, 2, 3]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Rules().range("a"), "needs one of"),
        (lambda: Rules().range("a", 5, 1), "holds nothing"),
        (lambda: Rules().range("a", 0, "2026-01-01"), "from a number to a number"),
        (lambda: Rules().matches("a", "("), "can't be read"),
        (lambda: Rules().matches("a", "(?=x)"), "can't be read"),
        (lambda: Rules().values("a", []), "from one to"),
        (lambda: Rules().unique("a", where="b == 1"), "takes no 'where'"),
        (lambda: Rules().row_count(3, share="at least 5 %"), "no 'where', no 'share'"),
        (lambda: Rules().not_missing("a", share="most"), "no share of rows"),
        (lambda: Rules().not_missing("a", where="__import__('os')"), "there is no function"),
        (lambda: Rules().expression("a.b == 1"), "can't stand in an expression"),
        (lambda: Rules().compare("a", "=>", "b"), "compares nothing"),  # type: ignore[arg-type]  # that is the mistake
        (lambda: Rules().fresh("a", "soon"), "no length of time"),
        (lambda: Rules().range("a", at_least=datetime(2026, 1, 1, tzinfo=NOW.tzinfo)), "without its zone"),
    ],
)
def test_a_rule_that_can_not_be_is_refused_in_one_line(make: object, said: str) -> None:
    assert callable(make)
    with pytest.raises(RuleError) as refused:
        make()
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_rules_are_values_that_are_added_and_left_out() -> None:
    rules = Rules().not_missing("a") + Rules().not_missing("a").unique("a", name="key")
    assert [rule.title for rule in rules] == ["`a` is never missing", "key"]
    assert [rule.title for rule in rules.without("key")] == ["`a` is never missing"]
    assert [rule.title for rule in rules.without("1")] == ["key"]
    with pytest.raises(RuleError, match="Did you mean 'key'"):
        rules.without("kay")
    assert isinstance(rules.rules[0], Rule)
