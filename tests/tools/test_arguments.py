"""The raw text of a tool call's arguments: small slips are repaired, half an object is never read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.errors import ArgumentsError
from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.tools.arguments import read_arguments

ANY: JsonObject = {"type": "object", "required": ["frame"]}
NOTHING_REQUIRED: JsonObject = {"type": "object", "properties": {}}
SCHEMA: JsonObject = {
    "type": "object",
    "required": ["frame"],
    "properties": {
        "frame": {"type": "string"},
        "columns": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]},
        "where": {"type": "array", "items": {"$ref": "#/$defs/Condition"}},
        "text_or_list": {"anyOf": [{"type": "string"}, {"type": "array"}]},
    },
    "$defs": {"Condition": {"type": "object", "properties": {"values": {"type": "array"}}}},
}

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values: st.SearchStrategy[Json] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8
)
objects = st.dictionaries(st.text(), values, min_size=1, max_size=4)


@given(objects, st.booleans(), st.sampled_from([None, 2]))
def test_valid_json_is_read_unchanged(arguments: JsonObject, ascii_only: bool, indent: int | None) -> None:
    raw = json.dumps(arguments, ensure_ascii=ascii_only, indent=indent)
    assert read_arguments(raw, ANY) == arguments


@given(objects, st.data())
def test_no_part_of_an_object_is_taken_for_the_whole(arguments: JsonObject, data: st.DataObject) -> None:
    raw = json.dumps(arguments)
    with pytest.raises(ArgumentsError, match="Send the whole call again"):
        read_arguments(raw[: data.draw(st.integers(0, len(raw) - 1))], ANY)


@given(st.text())
def test_no_text_at_all_raises_anything_but_an_arguments_error(raw: str) -> None:
    try:
        assert isinstance(read_arguments(raw, SCHEMA), dict)
    except ArgumentsError:
        return


@pytest.mark.parametrize("raw", ["", "  \n", "null"])
def test_nothing_means_no_arguments_where_none_are_required(raw: str) -> None:
    assert read_arguments(raw, NOTHING_REQUIRED) == {}
    with pytest.raises(ArgumentsError):
        read_arguments(raw, ANY)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ('{"sql": "SELECT\n\t1"}', {"sql": "SELECT\n\t1"}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('{"a": [1, 2,]}', {"a": [1, 2]}),
        ('{"a": ",]", "b": 1 , }', {"a": ",]", "b": 1}),
        ('{"a": 1}}', {"a": 1}),
        ('{"a": 1}</tool_call>', {"a": 1}),
        ('{"a": 1}{"a": 1}', {"a": 1}),
        ('"{\\"a\\": 1}"', {"a": 1}),
        ('\ufeff{"a": 1}', {"a": 1}),
    ],
)
def test_a_slip_with_one_possible_meaning_is_repaired(raw: str, read: JsonObject) -> None:
    assert read_arguments(raw, ANY) == read


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ('{"x": 1}{"x": 2}', "there is more than one object"),
        ('{"x": 1}{"x"', "Expecting ':' delimiter at character 4"),
        ('{"x": 1}, "y": 2}', "there is more after the end"),
        ('{"x": 1,', "Expecting property name"),
        ('{"x": [1,,]}', "Expecting value|trailing comma"),
        ('{"x": NaN}', "NaN is no JSON"),
        ('{"x": "\\ud800"}', "surrogates not allowed"),
        ("[" * 100_000, "nested too deeply"),
        ('{"x": ' + "9" * 5000 + "}", "digits"),
        ("{'x': 1}", "Expecting property name"),
        ("I will call it now.", "Expecting value"),
    ],
)
def test_what_has_no_single_meaning_is_refused_with_the_reason(raw: str, reason: str) -> None:
    with pytest.raises(ArgumentsError, match=reason):
        read_arguments(raw, ANY)


@pytest.mark.parametrize(("raw", "kind"), [("[1]", "list"), ("5", "int"), ('"x"', "str")])
def test_what_is_no_object_is_refused(raw: str, kind: str) -> None:
    with pytest.raises(ArgumentsError, match=f"a JSON object, not {kind}"):
        read_arguments(raw, ANY)


def test_a_string_is_decoded_only_where_the_schema_wants_a_list_or_an_object() -> None:
    raw = json.dumps(
        {
            "frame": "[1]",
            "columns": '["a", "b"]',
            "where": ['{"values": "[1, 2]"}'],
            "text_or_list": "[1]",
            "unknown": "{}",
        }
    )
    assert read_arguments(raw, SCHEMA) == {
        "frame": "[1]",
        "columns": ["a", "b"],
        "where": [{"values": [1, 2]}],
        "text_or_list": "[1]",
        "unknown": "{}",
    }


@pytest.mark.parametrize("text", ["tenure", "[1, 2", "{}", "[1] and more"])
def test_a_string_that_does_not_hold_what_is_wanted_stays_a_string(text: str) -> None:
    raw = json.dumps({"frame": "df", "columns": text})
    assert read_arguments(raw, SCHEMA) == {"frame": "df", "columns": text}
