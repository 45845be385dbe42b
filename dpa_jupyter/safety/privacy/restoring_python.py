"""Values in the place of placeholders in Python code, each written so that it stays a value wherever it stands."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator
from itertools import accumulate

from dpa_jupyter.safety.privacy.vault import PLACEHOLDER, Vault

_UNSAFE = re.compile(r"[^A-Za-z0-9 _@.,:/+-]")
_PREFIX = re.compile(r"[A-Za-z]*")
_FORMATTED = frozenset({"FSTRING_MIDDLE", "TSTRING_MIDDLE"})
"""The texts within such a string, which are tokens of their own from Python 3.12 on."""


def restored_python(code: str, vault: Vault) -> str:
    """Write values into code; a placeholder stays where a value can't be written so that it is one, as in a comment.

    Code that can't be taken apart is no Python, and stays as it is.
    """
    try:
        parts = list(_parts(code))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return code
    pieces = []
    end = 0
    for start, stop, kind in parts:
        pieces += [_bare(code, end, start, vault), _written(code[start:stop], kind, vault)]
        end = stop
    return "".join([*pieces, _bare(code, end, len(code), vault)])


def _parts(code: str) -> Iterator[tuple[int, int, str]]:
    """Yield where strings and comments stand in the code."""
    begins = [0, *accumulate(len(line) for line in io.StringIO(code, newline="\n"))]
    inside: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(code, newline="\n").readline):
        name = tokenize.tok_name[token.type]
        start, stop = (begins[row - 1] + column for row, column in (token.start, token.end))
        if name.endswith("STRING_START"):
            inside.append("raw" if "r" in token.string.lower().rstrip("\"'") else "formatted")
        elif name.endswith("STRING_END"):
            inside.pop()
        elif name in _FORMATTED:
            yield start, stop, inside[-1]
        elif name in ("STRING", "COMMENT"):
            yield start, stop, name


def _written(text: str, kind: str, vault: Vault) -> str:
    """Fill a string or a comment."""
    if kind == "COMMENT" or not any(vault.knows(found[0]) for found in PLACEHOLDER.finditer(text)):
        return text
    if kind == "STRING":
        prefix = _PREFIX.match(text)
        letters = prefix[0].lower() if prefix else ""
        if ("f" not in letters and {*letters} & {"r", "b"}) or "\\<" in text:
            return _anew(text, vault)
        kind = "raw" if "r" in letters else "formatted"
    return PLACEHOLDER.sub(lambda found: _escaped(found[0], vault, is_raw=kind == "raw"), text)


def _escaped(placeholder: str, vault: Vault, *, is_raw: bool) -> str:
    """Write a value for the inside of a string: whatever might end it is written as an escape, if there are any."""
    if not vault.knows(placeholder):
        return placeholder
    value = str(vault.value(placeholder))
    if is_raw:
        return placeholder if _UNSAFE.search(value) else value
    return _UNSAFE.sub(lambda found: f"\\U{ord(found[0]):08x}", value)


def _anew(text: str, vault: Vault) -> str:
    """Write a string once more, with the values in it."""
    try:
        with warnings.catch_warnings(action="ignore"):
            plain = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text
    if isinstance(plain, bytes):
        return ascii(_filled(plain.decode("latin-1"), vault, "utf-8").encode("latin-1"))
    return ascii(_filled(str(plain), vault))


def _filled(text: str, vault: Vault, encoding: str = "") -> str:
    def one(found: re.Match[str]) -> str:
        value = str(vault.value(found[0])) if vault.knows(found[0]) else found[0]
        return value.encode(encoding, "replace").decode("latin-1") if encoding else value

    return PLACEHOLDER.sub(one, text)


def _bare(code: str, start: int, end: int, vault: Vault) -> str:
    """Fill what is no string with literals, apart from what is beside them: a letter or a quote would change them."""

    def one(found: re.Match[str]) -> str:
        if not vault.knows(found[0]):
            return found[0]
        value = vault.value(found[0])
        is_plain = isinstance(value, int | float) and not str(value).startswith("-")
        return f" {value} " if is_plain else f" ({value!a}) "

    return PLACEHOLDER.sub(one, code[start:end])
