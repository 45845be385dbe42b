"""What a line of the magic means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.errors import RequestError
from dpa_jupyter.notebook.grammar import COMMANDS, OPTIONS, parse

PROSE = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)
    .map(str.strip)
    .filter(lambda text: bool(text) and not text.startswith("-"))
)


@given(PROSE)
def test_a_request_reaches_the_model_word_for_word(prose: str) -> None:
    assert parse(f"{prose}\n", "\n").request == prose


@given(PROSE, PROSE)
def test_the_body_extends_the_request(line: str, body: str) -> None:
    assert parse(line, f"{body}\n").request == f"{line}\n{body}"


@given(PROSE)
def test_options_leave_the_rest_of_the_line_alone(prose: str) -> None:
    line = parse(f"--model openai/x -o answer --max-steps=3 {prose}", "\n")
    assert line.request == prose
    assert line.options == {"model": "openai/x", "out": "answer", "max-steps": 3}


@pytest.mark.parametrize(
    "prose",
    [
        "what's {x} worth at $100?",
        "say \"hi\" and 'bye'",
        "50% of rows -- really",
        "a --model b",
        "🎉 ünïcode \u202ertl",
        "x" * 100_000,
    ],
)
def test_braces_quotes_dollars_dashes_and_long_texts_survive(prose: str) -> None:
    assert parse(prose).request == prose


def test_two_dashes_end_the_options() -> None:
    assert parse("--quiet -- --model is a word here").request == "--model is a word here"


def test_the_first_word_may_be_a_verb() -> None:
    assert parse("analyze churn in df").verb == "analyze"
    assert parse("Analyse churn in df").verb == "analyze"
    assert parse("how many rows?").verb == "ask"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reserved_word_alone_is_a_command(command: str) -> None:
    line = parse(command)
    assert (line.command, line.argument) == (command, None)


def test_a_reserved_word_with_more_words_than_it_takes_is_a_request() -> None:
    assert parse("model gpt").command == "model"
    assert parse("model the churn in df").command is None
    assert parse("help me understand df").request == "help me understand df"


def test_a_column_of_many_words_is_marked_and_never_sent() -> None:
    assert parse("sensitive not df.Customer Full Name").argument == "not df.Customer Full Name"


def test_a_cell_is_always_a_request() -> None:
    assert parse("history", "\n").request == "history"


def test_an_unknown_option_is_refused_with_what_was_meant() -> None:
    with pytest.raises(RequestError, match="Did you mean '--model'"):
        parse("--modle x y")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--max-steps many x", "--max-steps wants N: a whole number is wanted, not 'many'"),
        ("--max-steps 1e3 x", "a whole number is wanted"),
        ("--timeout soon x", "--timeout wants SECONDS: a number is wanted, not 'soon'"),
        ("--out class y", "a Python name is wanted"),
        ("--timeout nan x", "a number is wanted, not 'nan'"),
        ("--budget inf x", "a number is wanted, not 'inf'"),
        ("--timeout", "--timeout wants SECONDS"),
        ("--out 3x y", "a Python name is wanted"),
        ("--quiet=1 x", "--quiet takes no value"),
    ],
)
def test_a_bad_value_is_refused_with_what_is_wanted(line: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        parse(line)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_is_understood_in_its_long_and_short_form(option: object) -> None:
    from dpa_jupyter.notebook.grammar import Option

    assert isinstance(option, Option)
    value = {
        "N": "3",
        "SECONDS": "2.5",
        "NAME": "name",
        "FRAMES": "a,b",
        "USD": "0.5",
        "MODE": "auto",
        "LEVEL": "schema",
        "RULES": "rules.yaml",
        None: "",
    }[option.value]
    for written in (f"--{option.name}", *([f"-{option.short}"] if option.short else [])):
        assert option.name in parse(f"{written} {value} request").options
