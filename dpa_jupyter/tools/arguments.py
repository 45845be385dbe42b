"""The raw text of a tool call's arguments as a JSON object: small slips are repaired, half an object is never read.

Only what has one possible meaning is repaired. The slips are those that models and providers are known for: control
characters in strings, a code fence around the object, an object sent twice or as a string, a list sent as a string,
a comma too many, words or brackets after the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NoReturn

from dpa_jupyter.errors import ArgumentsError
from dpa_jupyter.json_types import Json, JsonObject, depth_of
from dpa_jupyter.sentence import sentence

FENCE = re.compile(r"```\w*\s")
DEEPEST = 50
"""Levels of arguments; a log can't hold what is much deeper."""
MIGHT_HOLD_MORE = re.compile(r'["{\[]')


def read_arguments(raw: str, schema: JsonObject) -> JsonObject:
    """Read the arguments of a call, repaired where their meaning is beyond doubt.

    Raises:
        ArgumentsError: they are no whole JSON object.
    """
    text = raw.strip().lstrip("\ufeff")
    if text in {"", "null"} and not schema.get("required"):
        return {}
    if fence := FENCE.match(text):
        text = text[fence.end() :]
    value = _repaired(_first_value(text), schema, schema)
    if not isinstance(value, Mapping):
        raise ArgumentsError(sentence("the arguments have to be a JSON object, not {any}.", any=type(value).__name__))
    return value


def _first_value(text: str) -> Json:
    """Parse the text; what follows the value is cut, unless it might hold more arguments."""
    value, rest = _decode(text)
    while rest.startswith("{"):
        again, rest = _decode(rest)
        if again != value:
            raise _unreadable("there is more than one object")
    if MIGHT_HOLD_MORE.search(rest):
        raise _unreadable("there is more after the end of the object")
    return value


def _decode(text: str) -> tuple[Json, str]:
    """Parse the value at the start of the text; return it and what follows it."""
    try:
        return _decode_strictly(text)
    except json.JSONDecodeError as error:
        mended = _without_comma(text, error.pos)
        if mended is None:
            raise _unreadable(f"{error.msg} at character {error.pos} of {len(text)}") from None
    try:
        return _decode_strictly(mended)
    except json.JSONDecodeError as error:
        raise _unreadable(f"{error.msg} at character {error.pos} of {len(text)}") from None


def _decode_strictly(text: str) -> tuple[Json, str]:
    """Parse the value at the start of the text; control characters in strings are let through, NaN is not."""
    try:
        value, end = DECODER.raw_decode(text)
        json.dumps(value, ensure_ascii=False).encode()
        if depth_of(value) > DEEPEST:
            raise _unreadable("they are nested too deeply")
    except json.JSONDecodeError:
        raise
    except RecursionError:
        raise _unreadable("they are nested too deeply") from None
    except ValueError as error:  # half a surrogate pair, NaN, thousands of digits
        raise _unreadable(f"{error}") from None
    return value, text[end:].strip()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


DECODER = json.JSONDecoder(strict=False, parse_constant=_refuse_constant)


def _without_comma(text: str, position: int) -> str | None:
    """Take out the comma at or just before this position, if a closing bracket follows it."""
    before = text[: position + 1] if text[position : position + 1] == "," else text[:position].rstrip()
    after = text[len(before) :].lstrip()
    return before[:-1] + after if before.endswith(",") and after.startswith(("}", "]")) else None


def _unreadable(reason: str) -> ArgumentsError:
    return ArgumentsError(sentence("the arguments are not valid JSON: {any}. Send the whole call again.", any=reason))


def _repaired(value: Json, schema: Json, root: JsonObject) -> Json:
    """Decode a string where the schema wants a list or an object, here and further down."""
    branches = _branches(schema, root)
    wanted = {name for branch in branches for name in _types(branch)}
    if isinstance(value, str) and "string" not in wanted and wanted & {"array", "object"}:
        decoded = _decoded_string(value)
        if ("array" in wanted and isinstance(decoded, list)) or ("object" in wanted and isinstance(decoded, dict)):
            value = decoded
    if isinstance(value, dict):
        known = _merged(branches, "properties")
        return {key: _repaired(part, known.get(key, {}), root) for key, part in value.items()}
    if isinstance(value, list):
        items = _merged(branches, "items")
        return [_repaired(part, items, root) for part in value]
    return value


def _decoded_string(text: str) -> Json:
    try:
        value, rest = _decode_strictly(text.strip())
    except (json.JSONDecodeError, ArgumentsError):
        return None
    return None if rest else value


def _branches(schema: Json, root: JsonObject) -> list[JsonObject]:
    """List what the schema allows: itself, or the parts of a union, with references followed."""
    if not isinstance(schema, Mapping):
        return []
    reference = schema.get("$ref")
    if isinstance(reference, str):
        definitions = root.get("$defs")
        found = definitions.get(reference.rpartition("/")[2]) if isinstance(definitions, Mapping) else None
        return [found] if isinstance(found, Mapping) else []
    union = schema.get("anyOf")
    if isinstance(union, list):
        return [branch for part in union for branch in _branches(part, root)]
    return [schema]


def _types(branch: JsonObject) -> list[str]:
    """List the types that a branch allows, of which it may name several at once."""
    told = branch.get("type")
    return [name for name in (told if isinstance(told, list | tuple) else [told]) if isinstance(name, str)]


def _merged(branches: list[JsonObject], key: str) -> Mapping[str, Json]:
    """Join what the branches say under this key."""
    merged: dict[str, Json] = {}
    for branch in branches:
        part = branch.get(key)
        if isinstance(part, Mapping):
            merged.update(part)
    return merged
