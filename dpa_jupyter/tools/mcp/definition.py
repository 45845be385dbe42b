"""What a server says of its tools, made fit to be told to a model: it is a stranger's word, and has no bounds.

A name can't be taken for one of ours, a description is framed as data like all that comes from outside, and of a schema
stays what says which arguments there are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from mcp_types import Tool

from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.messages import Data, Text
from dpa_jupyter.models.chat_model import ToolSpec
from dpa_jupyter.models.encoding import framed, visible_json

LONGEST_NAME = 64
"""What OpenAI and Anthropic allow for the name of a function, and of an argument."""
LONGEST_DESCRIPTION = 2_000
LONGEST_WORDS = 300
"""Characters of a text within a schema."""
LONGEST_SCHEMA = 20_000
DEEPEST = 12
_NAME = re.compile(r"[^A-Za-z0-9_-]")
_WORDS = """
type properties required items enum const anyOf oneOf allOf $ref $defs description title default format minimum maximum
minItems maxItems minLength maxLength additionalProperties
"""
_KEYWORDS = frozenset(_WORDS.split())
"""Patterns are left out: nobody here should run them."""
_ARGUMENT = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class UnfitToolError(ValueError):
    """A tool can't be offered, and why."""


def spec_of(server: str, tool: Tool) -> ToolSpec:
    """Return what a model is told of a server's tool.

    Raises:
        UnfitToolError: its name or its schema are such that no model could call it.
    """
    name = f"{server}__{_NAME.sub('_', tool.name)}"
    if len(name) > LONGEST_NAME or not tool.name:
        raise UnfitToolError(f"the name {visible_json(tool.name)[:80]} is empty or too long")
    schema = _schema(tool.input_schema, 0)
    if not isinstance(schema, Mapping) or schema.get("type") != "object":
        raise UnfitToolError(f"{name} takes no object")
    _check_arguments(name, schema)
    said = Data("description", (tool.description or tool.title or "nothing")[:LONGEST_DESCRIPTION])
    description = framed((Text(f"A tool of the MCP server {server}, which says of it:"), said))
    return ToolSpec(name, description, schema, is_foreign=True)


def _check_arguments(name: str, schema: JsonObject) -> None:
    if len(json.dumps(schema)) > LONGEST_SCHEMA:
        raise UnfitToolError(f"the schema of {name} is too long")
    properties = schema.get("properties", {})
    if not isinstance(properties, Mapping) or not all(_ARGUMENT.fullmatch(argument) for argument in properties):
        raise UnfitToolError(f"{name} has arguments of which a name is no word")


def _schema(schema: Json, depth: int) -> Json:
    """Keep the known keywords of a schema, with its texts short and visible."""
    if depth > DEEPEST:
        raise UnfitToolError("a schema is nested too deeply")
    if not isinstance(schema, Mapping):
        return _plain(schema, depth)
    kept: dict[str, Json] = {}
    for keyword, part in schema.items():
        if keyword in ("properties", "$defs"):
            fields = part if isinstance(part, Mapping) else {}
            kept[keyword] = {_shown(name): _schema(field, depth + 1) for name, field in fields.items()}
        elif keyword in _KEYWORDS:
            kept[keyword] = _schema(part, depth + 1) if isinstance(part, Mapping) else _plain(part, depth + 1)
    return kept


def _plain(value: Json, depth: int) -> Json:
    if isinstance(value, str):
        return _shown(value)
    if isinstance(value, list | tuple):
        return [_schema(part, depth + 1) for part in value]
    return value


def _shown(text: str) -> str:
    """Return a text of which every character can be seen."""
    short = text[:LONGEST_WORDS]
    return short if short.isprintable() else visible_json(short)[1:-1]
