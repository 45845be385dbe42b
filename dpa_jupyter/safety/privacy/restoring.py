"""Puts values back in place of placeholders: in what the model says, as it streams, and in the arguments of its calls.

A value is data of whoever made the file, and may be written so as to become code where it is put into some: in SQL and
in Python it is written so that it stays what it was, a text within quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from dpa_jupyter.findings import Scalar
from dpa_jupyter.json_types import Json
from dpa_jupyter.safety.privacy.vault import PLACEHOLDER, Vault

UNFINISHED = re.compile(r"<(?:[A-Za-z][A-Za-z0-9_]{0,52})?\Z")
ESCAPED_BRACKETS = re.compile(r"\\u003([ce])", re.IGNORECASE)
SAFE_IN_CODE = re.compile(r"[^A-Za-z0-9 _@.,:/+-]")
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
        return PLACEHOLDER.sub(lambda found: _in_code(found[0], vault), value)
    if name in SQL_ARGUMENTS:
        return _in_sql(value, vault)
    if vault.knows(value):
        return vault.value(value)
    return restored_text(value, vault)


def _written(placeholder: str, vault: Vault) -> str:
    return str(vault.value(placeholder)) if vault.knows(placeholder) else placeholder


def _in_code(placeholder: str, vault: Vault) -> str:
    r"""Write a value for the inside of a Python string: whatever might end the string is written as an escape."""
    if not vault.knows(placeholder):
        return placeholder
    value = vault.value(placeholder)
    return str(value) if _is_number(value) else SAFE_IN_CODE.sub(lambda found: f"\\U{ord(found[0]):08x}", str(value))


def _in_sql(sql: str, vault: Vault) -> str:
    """Write values into SQL: within quotes with these doubled, elsewhere as a literal of its own."""
    pieces = []
    end = 0
    quote = ""
    for found in PLACEHOLDER.finditer(sql):
        between = sql[end : found.start()]
        quote = _open_quote(between, quote)
        pieces += [between, _sql_text(found[0], quote, vault)]
        end = found.end()
    return "".join([*pieces, sql[end:]])


def _open_quote(sql: str, quote: str) -> str:
    """Tell which quote is open at the end; a doubled one closes and opens again, which comes to the same."""
    for character in sql:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
    return quote


def _sql_text(placeholder: str, quote: str, vault: Vault) -> str:
    if not vault.knows(placeholder):
        return placeholder
    value = vault.value(placeholder)
    if quote:
        return str(value).replace(quote, quote * 2)
    return str(value) if _is_number(value) else "'" + str(value).replace("'", "''") + "'"


def _is_number(value: Scalar) -> bool:
    return isinstance(value, int | float)
