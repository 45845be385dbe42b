"""Placeholders come back as values, however they come."""

from __future__ import annotations

import ast
import json

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.safety.privacy.restoring import StreamRestorer, restored_arguments, restored_text
from dpa_jupyter.safety.privacy.vault import Vault

HOSTILE = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40) | st.sampled_from(
    ["'; DROP TABLE df; --", '"); import os #', "O'Brien", "\\", "{evil()}", "<EMAIL_1>", '"""', "''"]
)


@given(st.lists(st.text("<>EMAIL_12 ab", max_size=6), max_size=20), st.data())
def test_a_text_in_pieces_is_restored_as_the_whole_is(pieces: list[str], data: st.DataObject) -> None:
    vault = Vault()
    first, second = vault.placeholder("EMAIL", "ann@x.org"), vault.placeholder("EMAIL", "bob@x.org")
    text = "".join(piece + data.draw(st.sampled_from([first, second, ""])) for piece in pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    restorer = StreamRestorer(vault)
    parts = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert "".join([*map(restorer.add, parts), restorer.rest()]) == restored_text(text, vault)


@given(HOSTILE)
def test_a_value_stays_a_text_within_the_sql_of_a_call(value: str) -> None:
    vault = Vault()
    placeholder = vault.placeholder("name", value)
    for sql in (f"SELECT '{placeholder}'", f"SELECT {placeholder}"):
        arguments = json.loads(restored_arguments(json.dumps({"sql": sql}), vault))
        with duckdb.connect() as connection:
            assert connection.execute(arguments["sql"]).fetchall() == [(value,)]


@given(HOSTILE)
def test_a_value_stays_a_text_within_the_python_of_a_call(value: str) -> None:
    vault = Vault()
    placeholder = vault.placeholder("name", value)
    for quotes in ("'{}'", '"{}"', '"""{}"""', "'''{}'''", 'f"{}"'):
        code = f"x = {quotes.format(placeholder)}"
        restored = json.loads(restored_arguments(json.dumps({"code": code}), vault))["code"]
        (assignment,) = ast.parse(restored).body
        assert isinstance(assignment, ast.Assign)
        found = [node.value for node in ast.walk(assignment.value) if isinstance(node, ast.Constant)]
        assert found in ([value], [] if not value else [value])


@pytest.mark.parametrize("raw", ['{"positive": "<churn_1>"}', '{"positive": "\\u003cchurn_1\\u003e"}'])
def test_an_argument_gets_the_value_with_its_type(raw: str) -> None:
    vault = Vault()
    assert vault.placeholder("churn", 1) == "<churn_1>"
    assert json.loads(restored_arguments(raw, vault)) == {"positive": 1}


@pytest.mark.parametrize("raw", ["", "{", '{"a": "<churn_9>"}', '{"a": "<b>"}', "no json <churn_1>"])
def test_what_holds_no_known_placeholder_or_no_json_stays(raw: str) -> None:
    vault = Vault()
    vault.placeholder("churn", "Yes")
    assert restored_arguments(raw, vault) == raw


def test_equal_values_share_a_placeholder_and_others_do_not() -> None:
    vault = Vault()
    assert vault.placeholder("EMAIL", "a@b.org") == vault.placeholder("EMAIL", "a@b.org") == "<EMAIL_1>"
    assert vault.placeholder("EMAIL", "c@b.org") == "<EMAIL_2>"
    assert vault.placeholder("Größe (cm)", "c") == "<Gr_e_cm_1>"
