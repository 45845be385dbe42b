"""Puts values back in place of placeholders: in what the model says, as it streams, and in the arguments of its calls.

A value is data of whoever made the file, and may be written so as to become code where it is put into some: in SQL and
in Python it is written so that it stays what it was, a text within quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from dpa_jupyter.json_types import Json
from dpa_jupyter.safety.privacy.restoring_python import restored_python
from dpa_jupyter.safety.privacy.restoring_sql import restored_sql
from dpa_jupyter.safety.privacy.vault import PLACEHOLDER, Vault

UNFINISHED = re.compile(r"<(?:[A-Za-z][A-Za-z0-9_]{0,52})?\Z")
ESCAPED_BRACKETS = re.compile(r"\\u003([ce])", re.IGNORECASE)
CODE_ARGUMENTS = frozenset({"code"})
SQL_ARGUMENTS = frozenset({"sql", "query"})


def restored_text(text: str, vault: Vault) -> str:
    """Put values back into words for a person; a placeholder that was never given out stays."""
    if "<" not in text:
        return text
    return PLACEHOLDER.sub(lambda found: _written(found[0], vault), text)


class StreamRestorer:
    """Puts values back into a text that comes in pieces; what may begin a placeholder is held back."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._held = ""

    def add(self, piece: str) -> str:
        """Take a piece, and return what can be told by now."""
        text = self._held + piece
        unfinished = UNFINISHED.search(text, max(0, len(text) - 60))
        end = unfinished.start() if unfinished else len(text)
        self._held = text[end:]
        return restored_text(text[:end], self._vault)

    def rest(self) -> str:
        """Return what was held back, when no more comes."""
        text, self._held = self._held, ""
        return restored_text(text, self._vault)


def restored_arguments(raw: str, vault: Vault) -> str:
    """Put values back into the JSON of a call's arguments; what is no JSON stays, for the call fails anyway."""
    unescaped = ESCAPED_BRACKETS.sub(lambda found: "<" if found[1] in "cC" else ">", raw)
    if not any(vault.knows(found[0]) for found in PLACEHOLDER.finditer(unescaped)):
        return raw
    try:
        arguments = json.loads(raw, strict=False)
    except (ValueError, RecursionError):
        return raw
    return json.dumps(_restored(arguments, "", vault), ensure_ascii=False)


def _restored(value: Json, name: str, vault: Vault) -> Json:
    if isinstance(value, Mapping):
        return {str(_restored(key, "", vault)): _restored(part, key, vault) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_restored(part, name, vault) for part in value]
    if not isinstance(value, str) or "<" not in value:
        return value
    if name in CODE_ARGUMENTS:
        return restored_python(value, vault)
    if name in SQL_ARGUMENTS:
        return restored_sql(value, vault)
    if vault.knows(value):
        return vault.value(value)
    return restored_text(value, vault)


def _written(placeholder: str, vault: Vault) -> str:
    return str(vault.value(placeholder)) if vault.knows(placeholder) else placeholder
