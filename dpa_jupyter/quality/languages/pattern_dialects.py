r"""Regular expressions of RE2 in the words of Rust (Polars) and Java (Spark), which mean others by the same signs.

In RE2, \d, \s, \w and \b are about ASCII, $ is the very end, and a `[` in a class is a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dpa_jupyter.quality.languages.kinds import ExpressionError
from dpa_jupyter.quality.languages.patterns import Token, checked_pattern, replacement_parts, tokens

_SPACE = r"\t\n\f\r "
_WORD = "0-9A-Za-z_"
_CLASSES = {"d": "0-9", "s": _SPACE, "w": _WORD}
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7F",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1F\x7F",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\x0B\f\r ",
    "upper": "A-Z",
    "word": _WORD,
    "xdigit": "0-9A-Fa-f",
}
_CONTROLS = {"a": r"\x07", "f": r"\f", "t": r"\t", "n": r"\n", "r": r"\r", "v": r"\x0B"}
_IN_CLASS = re.compile(
    r"\[:(?P<not>\^?)(?P<posix>\w+):\]|(?P<escape>\\(?:[pP]\{\^?\w+\}|x\{[0-9A-Fa-f]+\}|x..|[0-7]{1,3}|[pP]?.))|.",
    re.DOTALL,
)
_SPECIAL = frozenset("\\.+*?()|[]{}^$")
_SPECIAL_IN_CLASS = frozenset("\\[]^&-~")
_BOUNDARY = {
    "rust": r"(?-u:\b)",
    "java": f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))",
}


def rust_pattern(pattern: str) -> str:
    """Write a pattern for Rust's `regex`.

    Raises:
        ExpressionError: RE2 can't read it, or it can't be said there.
    """
    return "".join(_token(token, "rust") for token in tokens(checked_pattern(pattern)))


def java_pattern(pattern: str) -> str:
    """Write a pattern for `java.util.regex`.

    Raises:
        ExpressionError: RE2 can't read it, or it can't be said there.
    """
    return "".join(_token(token, "java") for token in tokens(checked_pattern(pattern)))


def rust_replacement(pattern: str, replacement: str) -> str:
    """Write what a match is replaced by for Rust's `regex`."""
    parts = replacement_parts(pattern, replacement)
    return "".join(part.replace("$", "$$") if isinstance(part, str) else f"${{{part}}}" for part in parts)


def java_replacement(pattern: str, replacement: str) -> str:
    """Write what a match is replaced by for `java.util.regex`."""
    parts = replacement_parts(pattern, replacement)
    # a digit after $1 would be taken for a part of its number, unless it is escaped
    return "".join(re.sub(r"([\\$]|^[0-9])", r"\\\1", part) if isinstance(part, str) else f"${part}" for part in parts)


def _token(token: Token, dialect: str) -> str:
    match token.kind:
        case "quoted":
            return "".join(map(_literally, token.text.removeprefix(r"\Q").removesuffix(r"\E")))
        case "class":
            return _class(token.text)
        case "escape":
            return _escape(token.text[1:], dialect)
        case "group":
            return "(" if dialect == "java" else token.text  # Java takes fewer names
        case "opening":
            return _opening(token.text, dialect)
        case "repetition":
            return token.text
        case "other":
            return _other(token.text, dialect)


def _other(character: str, dialect: str) -> str:
    if character in "{}":  # no repetition: RE2 takes it as it is
        return rf"\{character}"
    return r"\z" if character == "$" and dialect == "java" else character


def _opening(text: str, dialect: str) -> str:
    if "U" in text or "m" in text:
        raise ExpressionError(f"the flags in {text!r} mean another thing in every engine; write the pattern without")
    return text.replace("i", "iu") if dialect == "java" else text


def _escape(escaped: str, dialect: str) -> str:
    if escaped in {"B", "C"}:
        raise ExpressionError(rf"\{escaped} can't be said in every engine; write the pattern without")
    if escaped == "b":
        return _BOUNDARY[dialect]
    if escaped.lower() in _CLASSES:
        return f"[{'^' if escaped.isupper() else ''}{_CLASSES[escaped.lower()]}]"
    return rf"\{escaped}" if escaped in {"A", "z"} else _character(escaped)


def _character(escaped: str, special: frozenset[str] = _SPECIAL) -> str:
    """Write an escaped character, or a class of Unicode's."""
    if escaped[0] in "pP":
        name = escaped[1:].strip("{}")
        negated = (escaped[0] == "P") != name.startswith("^")
        return rf"\{'P' if negated else 'p'}{{{name.removeprefix('^')}}}"
    if escaped in _CONTROLS:
        return _CONTROLS[escaped]
    if escaped[0] == "x":
        return _literally(chr(int(escaped[1:].strip("{}"), 16)), special)
    return _literally(chr(int(escaped, 8)) if escaped.isdigit() else escaped, special)


def _class(text: str) -> str:
    """Write a class, with every sign in it escaped that has a meaning in any dialect."""
    inner = text[1:-1]
    negated = inner.startswith("^")
    return f"[{'^' if negated else ''}{''.join(_members(inner[negated:]))}]"


def _members(inner: str) -> Iterator[str]:
    can_start = False
    """Whether what was written last can be the start of a range."""
    for match in _IN_CLASS.finditer(inner):
        is_single = match["posix"] is None and (match["escape"] is None or match[0][1] not in "pPdDsSwW")
        if match[0] == "-" and can_start and match.end() < len(inner):
            yield "-"
            can_start = False
            continue
        yield _member(match)
        can_start = is_single and not (match.start() and inner[match.start() - 1] == "-")


def _member(match: re.Match[str]) -> str:
    if match["posix"] is not None:
        listed = _POSIX[match["posix"]]
        return f"[^{listed}]" if match["not"] else listed
    if match["escape"] is None:
        return _literally(match[0], _SPECIAL_IN_CLASS)
    escaped = match["escape"][1:]
    if escaped.lower() not in _CLASSES:
        return _character(escaped, _SPECIAL_IN_CLASS)
    listed = _CLASSES[escaped.lower()]
    return f"[^{listed}]" if escaped.isupper() else listed


def _literally(character: str, special: frozenset[str] = _SPECIAL) -> str:
    if not character.isprintable():
        return rf"\x{{{ord(character):X}}}"
    return f"\\{character}" if character in special else character
