"""What a provider said of an error, as one line that can be shown: no class names, no JSON, no secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from dpa_jupyter.redaction import masked

_CLASS_NAMES = re.compile(r"^(?:\s*(?:litellm\.)?\w*(?:Error|Exception|Timeout)\s*[:-])+\s*")
_LONGEST_LINE = 300


def provider_words(error: Exception) -> str:
    """Return all that the provider said, as it came, without what LiteLLM adds of the request."""
    return str(getattr(error, "message", "") or error).partition("\nTraceback")[0]


def one_line(words: str, secrets: Sequence[str]) -> str:
    """Return the core of a provider's words.

    Args:
        words: as they came.
        secrets: texts to hide besides keys and what the environment holds under a name such as `…_KEY`.
    """
    told = _CLASS_NAMES.sub("", words)
    told = next(_messages_in(told), told)[: 10 * _LONGEST_LINE]
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in told).split())
    line = masked(line, secrets)
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"


def _messages_in(text: str) -> Iterator[str]:
    start = text.find("{")
    if start < 0:
        return
    try:
        body = json.JSONDecoder().raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return
    error = body.get("error", body)
    message = error.get("message") if isinstance(error, dict) else error
    if isinstance(message, str):
        yield message
