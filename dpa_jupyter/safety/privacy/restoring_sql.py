"""Values in the place of placeholders in SQL, each written so that it stays a value wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Callable

from dpa_jupyter.safety.privacy.vault import PLACEHOLDER, Vault

_PARTS = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<escaped>(?<![\w$])[eE]'(?:\\.|''|[^'\\])*+(?:'|\Z))"
    r"|(?P<text>'(?:''|[^'])*+(?:'|\Z))"
    r'|(?P<name>"(?:""|[^"])*+(?:"|\Z))'
    r"|(?P<tagged>(?<![\w$])\$(?P<tag>[A-Za-z_\x80-\U0010ffff]\w*|)\$.*?(?:\$(?P=tag)\$|\Z))"
    rf"|(?P<bare>{PLACEHOLDER.pattern})",
    re.DOTALL,
)
"""All in which a quote means something else than in the rest, as DuckDB reads it."""
_APART = frozenset(" \t\n(),=;[]")
"""What may stand right beside a literal."""


def restored_sql(sql: str, vault: Vault) -> str:
    """Write values into SQL; a placeholder stays where a value can't be written so that it is one, as in a comment."""
    return _PARTS.sub(lambda part: _part(part, vault), sql)


def _part(part: re.Match[str], vault: Vault) -> str:
    written, kind = part[0], part.lastgroup
    match kind:
        case "bare":
            return _literal(part, vault)
        case "text" | "name":
            quote = written[0]
            return _filled(written, vault, lambda value: value.replace(quote, quote * 2))
        case "escaped":
            return _filled(written, vault, lambda value: value.replace("\\", "\\\\").replace("'", "''"))
        case "tagged" | "tag":
            return _filled(written, vault, lambda value: None if "$" in value else value)
        case _:
            return written


def _filled(written: str, vault: Vault, write: Callable[[str], str | None]) -> str:
    def one(found: re.Match[str]) -> str:
        value = write(str(vault.value(found[0]))) if vault.knows(found[0]) else None
        return found[0] if value is None else value

    return PLACEHOLDER.sub(one, written)


def _literal(found: re.Match[str], vault: Vault) -> str:
    """Write a value as a literal of its own: beside a letter or a quote it would become a part of what that begins."""
    if not vault.knows(found[0]):
        return found[0]
    value = vault.value(found[0])
    is_number = isinstance(value, int | float)
    literal = f"({value})" if is_number and str(value).startswith("-") else str(value)
    literal = literal if is_number else "'" + literal.replace("'", "''") + "'"
    before, behind = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return (" " if before and before not in _APART else "") + literal + (" " if behind and behind not in _APART else "")
