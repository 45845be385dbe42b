"""What a call was given and what it told the model, in a few lines."""

from __future__ import annotations

import json
from collections.abc import Mapping

from dpa_jupyter.harmless import visible
from dpa_jupyter.json_types import Json
from dpa_jupyter.notebook.view.escape import one_line

LONGEST_ARGUMENT = 120
LONGEST_CALL = 300
LONGEST_LINE = 400
MOST_LINES = 24
LONGEST_TEXT = 3_000


def call_text(tool: str, arguments: Json) -> str:
    """Write a call as Python would: `query_sql(sql="SELECT 1")`."""
    if isinstance(arguments, Mapping):
        inner = ", ".join(
            f"{one_line(key, 60)}={_compact(value, LONGEST_ARGUMENT)}" for key, value in arguments.items()
        )
    else:
        inner = "" if arguments is None else _compact(arguments, LONGEST_ARGUMENT)
    return one_line(f"{tool}({inner})", LONGEST_CALL)


def observation_text(content: Json) -> str:
    """Write an observation, a line for each of its parts; what is too long is cut and said to be."""
    if isinstance(content, str):
        text = visible(content[:LONGEST_TEXT])
        return text if len(content) <= LONGEST_TEXT else f"{text}… ({len(content):,} characters in all)"
    if isinstance(content, Mapping):
        lines = [f"{one_line(key, 60)}: {_compact(value, LONGEST_LINE)}" for key, value in content.items()]
    elif isinstance(content, list | tuple):
        lines = [_compact(value, LONGEST_LINE) for value in content]
    else:
        lines = [_compact(content, LONGEST_LINE)]
    more = len(lines) - MOST_LINES
    return "\n".join([*lines[:MOST_LINES], *([f"… and {more:,} more"] if more > 0 else [])])


def _compact(value: Json, most: int) -> str:
    """Write a value as JSON, of which no more is made than is shown."""
    pieces: list[str] = []
    length = 0
    for piece in _ENCODER.iterencode(value):
        pieces.append(piece[: most + 1])
        length += len(piece)
        if length > most:
            break
    return one_line("".join(pieces), most)


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
