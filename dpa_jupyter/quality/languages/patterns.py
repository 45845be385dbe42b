"""Regular expressions as RE2 reads them, the one syntax of expressions, cut into tokens and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal as OneOf

from dpa_jupyter.quality.languages.kinds import ExpressionError

TokenKind = OneOf["quoted", "class", "group", "opening", "escape", "repetition", "other"]
"""Texts in `\\Q…\\E`; `[…]`; `(` that captures; `(?…` that does not; `\\` and what it escapes; `{…}`; any other."""
_TOKENS = re.compile(
    r"""(?P<quoted>\\Q.*?(?:\\E|$))
      | (?P<class>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])
      | (?P<group>\((?:\?P?<\w+>|(?!\?)))
      | (?P<opening>\(\?[a-zA-Z-]*[:)])
      | (?P<escape>\\(?:[pP]\{\^?\w+\}|[pP]\w|x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|[0-7]{1,3}|.))
      | (?P<repetition>\{\d+(?:,\d*)?\})
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a regular expression."""

    kind: TokenKind
    text: str


def tokens(pattern: str) -> Iterator[Token]:
    """Cut a pattern into tokens."""
    for match in _TOKENS.finditer(pattern):
        yield Token(match.lastgroup, match[0])  # type: ignore[arg-type]  # the groups are named by the kinds


@cache
def checked_pattern(pattern: str) -> str:
    """Return a pattern that RE2 can read.

    Raises:
        ExpressionError: it can't; the message says where.
    """
    _matches(pattern, "")
    return pattern


def groups_of(pattern: str) -> int:
    """Count the groups of a pattern that capture."""
    return sum(token.kind == "group" for token in tokens(pattern))


def named_pattern(pattern: str, name: str) -> str:
    """Return a pattern in which nothing but what is extracted is a group, and that has a name."""
    if not groups_of(pattern):
        return f"(?P<{name}>{pattern})"
    openings = iter([f"(?P<{name}>"])
    return "".join(next(openings, "(?:") if token.kind == "group" else token.text for token in tokens(pattern))


def replacement_parts(pattern: str, replacement: str) -> list[str | int]:
    r"""Split what a match is replaced by into texts and numbers of groups, 0 for the whole match.

    Groups are written `\0` to `\9`, a backslash `\\`.

    Raises:
        ExpressionError: there is no such group, or the pattern matches nothing at all, which no two engines replace
            alike.
    """
    if replacement and _matches(pattern, ""):
        raise ExpressionError(f"the pattern {pattern!r} matches even nothing, so it can't be replaced by something")
    parts: list[str | int] = []
    for escaped, text in re.findall(r"\\(.?)|([^\\]+)", replacement, re.DOTALL):
        if text or escaped == "\\":
            parts.append(text or "\\")
        elif escaped.isdecimal() and escaped.isascii() and int(escaped) <= groups_of(pattern):
            parts.append(int(escaped))
        else:
            raise ExpressionError(f"the pattern {pattern!r} has no group for {chr(92) + escaped!r}; a backslash is two")
    return parts


def _matches(pattern: str, text: str) -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        return bool(pc.match_substring_regex(pa.scalar(text), pattern).as_py())
    except (pa.ArrowInvalid, UnicodeEncodeError) as error:
        raise ExpressionError(f"the pattern {pattern!r} is no regular expression of RE2: {error}") from None
