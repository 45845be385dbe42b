"""A sentence cut into tokens: names in backticks, texts in quotes, numbers, dates, signs and words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import read_time

TokenKind: TypeAlias = Literal["name", "quoted", "number", "time", "word", "sign"]
_TOKENS = re.compile(
    r"""`(?P<name>[^`]+)`
      | "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>(?:[^'\\]|\\.)*)'(?!\w)
      | (?P<time>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?)
      | (?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?(?![\w]))
      | (?P<word>[^\W\d][\w'-]*[\w]|[^\W\d]|\d+\w+)
      | (?P<sign><=|>=|==|!=|[<>=,().%*/+-])
      | (?P<space>\s+) | (?P<other>.)""",
    re.VERBOSE,
)
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "≤": "<=", "≥": ">=", "≠": "!=", "−": "-"})  # noqa: RUF001 - they are what is made plain
_SPAN = re.compile(r"`[^`]*`|\"(?:[^\"\\]|\\.)*\"|(?<!\w)'(?:[^'\\]|\\.)*'(?!\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a sentence."""

    kind: TokenKind
    text: str
    """As it was written, a word in small letters."""
    value: str | int | float | date | datetime
    written: str


def straight(text: str) -> str:
    """Write a sentence with plain quotes and single spaces, without the full stop at its end."""
    return " ".join(text.translate(_STRAIGHT).split()).removesuffix(".")


def veiled(text: str) -> str:
    """Put as many unlike letters in the place of what is quoted, so that no word is found in it."""
    return _SPAN.sub(lambda found: "\0" * len(found[0]), text)


def tokens_of(text: str) -> list[Token]:
    """Cut a sentence into tokens.

    Raises:
        RuleError: there is a sign that means nothing here.
    """
    found = []
    for match in _TOKENS.finditer(text):
        kind = match.lastgroup
        if kind == "other":
            raise RuleError(f"the sign {match[0]!r} in {text!r} can't be read")
        if kind != "space":
            found.append(_token(str(kind), match))
    return found


def _token(kind: str, match: re.Match[str]) -> Token:
    written = match[0]
    if kind in ("double", "single"):
        text = re.sub(r"\\(.)", r"\1", match[kind])
        return Token("quoted", text, text, written)
    if kind == "name":
        return Token("name", match["name"], match["name"], written)
    if kind == "number":
        plain = written.replace(",", "")
        value = int(plain) if re.fullmatch(r"[-+]?\d{1,30}", plain) else float(plain)
        return Token("number", written, value, written)
    if kind == "time":
        return Token("time", written, read_time(written), written)
    return Token("word" if kind == "word" else "sign", written.casefold(), written, written)
