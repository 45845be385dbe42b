"""Rules as YAML: what is written is read back, and a mistake is one line that names the place."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.quality.rules import Rules
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.rules import Rules as RulesType
from dpa_jupyter.quality.rules.shelf import RuleFiles
from tests.quality.rules.random_rules import rules

HEAD = "version: 1\nrules:\n"


@settings(max_examples=60, deadline=None)
@given(st.lists(rules(), max_size=4))
def test_rules_that_are_written_are_read_back(known: list[object]) -> None:
    made = RulesType(tuple(known))  # type: ignore[arg-type]  # the strategy makes rules
    assert Rules.from_yaml(made.to_yaml()) == made
    assert json.loads(json.dumps(made.as_json())) == made.as_json()


LIKE_NUMBERS = st.from_regex(r"[-+]?[0-9._]{1,6}(?:[eE:T-][-+]?[0-9:]{1,4})?", fullmatch=True)
LIKE_WORDS = st.sampled_from(["12E3", "1e5", "no", "~", "null", "True", "2020-01-01", "1:20", "=", "<<", "", "\x85"])


@settings(max_examples=300, deadline=None)
@given(st.lists(LIKE_NUMBERS | LIKE_WORDS | st.text(max_size=8), min_size=1, max_size=5))
def test_texts_are_read_back_as_texts_whatever_they_look_like(texts: list[str]) -> None:
    known = Rules().values("code", texts)
    assert repr(Rules.from_yaml(known.to_yaml())) == repr(known)


def test_a_file_is_read_as_people_write_it(tmp_path: Path) -> None:
    path = tmp_path / "orders.yaml"
    path.write_text(
        """\
version: 1
rules:
# a refund is a row of its own
- {test: range, column: amount, at_least: 0, name: no refunds}
- test: values
  column: country
  values: [NO, SE, on]      # Norway is no truth
- test: range
  column: begun
  at_least: 2020-01-01
  less_than: today + 1 day
  share: at least 99.5%
- test: unique
  columns: id
""",
        encoding="utf-8",
    )
    assert [rule.title for rule in Rules.load(path)] == [
        "no refunds",
        '`country` is one of "NO", "SE", "on"',
        "`begun` is at least 2020-01-01 and less than today + 1 day for at least 99.5 % of rows",
        "`id` is unique",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "f.yaml is empty"),
        ("rules: []", "f.yaml, line 1: 'version: 1' is wanted"),
        ("version: 2", "f.yaml, line 1, version: 'version: 1' is wanted"),
        (f"{HEAD}- test: rnage\n", "f.yaml, line 3, test: there is no test 'rnage'. Did you mean 'range'?"),
        (
            f"{HEAD}- test: range\n  column: a\n  at_lest: 5\n",
            "f.yaml, line 5: 'at_lest' is no key of 'range'. Did you mean 'at_least'?",
        ),
        (f"{HEAD}- test: range\n  column: a\n  at_least: [1]\n", "f.yaml, line 5: at_least: [1] is no bound"),
        (f"{HEAD}- test: range\n  column: a\n", "f.yaml, line 3, test: 'range' needs one of"),
        (f"{HEAD}- test: fresh\n  column: a\n  within: 7\n", "f.yaml, line 5: within: a text is wanted"),
        (f"{HEAD}- column: a\n", "f.yaml, line 3: a rule needs the key 'test'"),
        (f"{HEAD}- just a text\n", "f.yaml, line 3: keys with values are wanted"),
        (f"{HEAD}- test: unique\n  columns: [a, 5]\n", "f.yaml, line 4: columns: a text is wanted, not 5"),
        (f"{HEAD}- test: not_missing\n  column: a\n  column: b\n", "f.yaml, line 5: 'column' is there twice"),
        (f"{HEAD}- test: not_missing\n  column: a\n  severity: hihg\n", "'hihg' is no severity"),
        ("version: 1\nrulez: []\n", "f.yaml, line 2: 'rulez' is no key of a file of rules"),
        ("version: 1\nrules: [", "f.yaml, line 2: "),
        (f"{HEAD}- &a {{test: unique, columns: [x]}}\n- *a\n", "f.yaml, line 3: anchors and aliases are not read"),
        (f"{HEAD}- !!python/object/apply:os.system ['true']\n", "f.yaml, line 3: tags such as"),
        (f"{HEAD}- {{test: values, column: a, values: [!!timestamp x]}}\n", "f.yaml, line 3: tags such as"),
        (f"{HEAD}- {{test: values, column: a, values: [!!int '']}}\n", "f.yaml, line 3: tags such as"),
        (f"{HEAD}- {{test: values, column: a, values: [!!bool foo]}}\n", "f.yaml, line 3: tags such as"),
        (f"{HEAD}- {{test: values, column: a, values: [! foo]}}\n", "f.yaml, line 3: tags such as"),
        (f"{HEAD}- test: not_missing\n  column: !!python/name:os.system ''\n", "f.yaml, line 4"),
        ("version: 1\nrules: " + "[" * 100, "nested too deep or too long"),
        ("version: 1\nrules: " + "x" * (1 << 20), "more than 1,048,576 characters"),
    ],
    ids=lambda each: each[:40] if "line" in each or "is" in each else "text",
)
def test_a_mistake_is_one_line_that_names_file_line_and_key(text: str, said: str) -> None:
    with pytest.raises(RuleError) as refused:
        Rules.from_yaml(text, "f.yaml")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_decimal_is_written_as_a_number() -> None:
    assert Rules.from_yaml(Rules().range("a", Decimal("1.5"), Decimal(3)).to_yaml()) == Rules().range("a", 1.5, 3)


def test_an_expression_of_hundreds_of_terms_is_refused_in_one_line() -> None:
    with pytest.raises(RuleError, match="at most 60 terms"):
        Rules().expression("+".join(["a"] * 499) + ">0")


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
    with pytest.raises(RuleError, match="aliases are not read"):
        Rules.from_yaml("\n".join(lines))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_whatever_a_file_holds_it_is_rules_or_refused(text: str) -> None:
    try:
        Rules.from_yaml(HEAD + text)
    except RuleError as refused:
        said = str(refused)
    else:
        said = ""
    assert "\n" not in said


def test_a_file_that_is_not_there_or_no_text_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="No such file"):
        Rules.load(tmp_path / "none.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RuleError, match="no text in UTF-8"):
        Rules.load(tmp_path / "binary.yaml")


def test_a_file_of_kept_rules_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("version: 1\nrules:\n- test: hunter2\n")
    (tmp_path / "df.yaml").symlink_to(tmp_path / "secret")
    with pytest.raises(RuleError) as error:
        RuleFiles(lambda: tmp_path, dict).of("df")
    assert "hunter2" not in str(error.value)
