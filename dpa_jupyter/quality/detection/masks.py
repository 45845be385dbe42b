"""The shape of texts: what is left of them once letters, digits and spaces are all alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SEPARATOR = "\x00"
_RUNS = re.compile(r"(a)a+|(9)9+|( ) +")
_JOINED = re.compile("a(?:[-'.\u2019]a)+")
_NUMBER = re.compile(r"(?<![9.,])9(?:,9)*(?:\.9)?(?![9.,])")
LETTERS, DIGITS, SPACES = r"[A-Za-z\x{80}-\x{10ffff}]", r"[0-9]", r"\s"
"""RE2 is slow to compile the classes of Unicode: what is beyond ASCII is taken for a letter."""
_PATTERNS = {"a": LETTERS, "9": DIGITS, " ": SPACES}
WORD = rf"{LETTERS}+(?:[-'.\x{{2019}}]{LETTERS}+)*"
NUMBER = r"-?[0-9]+(?:[.,][0-9]+)*"


class _Shapes(dict[int, str]):
    """What each character becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = shape = _shape(chr(code))
        return shape


def _shape(character: str) -> str:
    if character.isspace():
        return " "
    if character in "0123456789":
        return "9"
    return "a" if character.isalpha() or not character.isascii() else character


_SHAPES = _Shapes()


def masks(texts: Sequence[str]) -> list[str]:
    """Return the mask of each text: `a` for each letter, `9` for each digit, a space for each white space."""
    joined = _SEPARATOR.join(text.replace(_SEPARATOR, "") for text in texts)
    return joined.translate(_SHAPES).split(_SEPARATOR) if texts else []


def without_lengths(masked: Sequence[str]) -> list[str]:
    """Make each run of letters, digits or spaces one, as are words joined by a hyphen, and numbers with a fraction."""
    if not masked:
        return []
    runs = _RUNS.sub(lambda run: run[1] or run[2] or run[3], _SEPARATOR.join(masked))
    return [_NUMBER.sub("9", mask) for mask in _JOINED.sub("a", runs).split(_SEPARATOR)]


def exact_pattern(mask: str) -> str:
    """Write a mask as a regular expression (RE2) that texts of this shape match from end to end."""
    runs = re.finditer(r"(.)\1*", mask, re.DOTALL)
    return "".join(
        _PATTERNS[run[1]] + f"{{{len(run[0])}}}" if run[1] in _PATTERNS else re.escape(run[0]) for run in runs
    )


def loose_pattern(mask: str) -> str:
    """Write a mask without lengths as a regular expression; a single number may have a sign and a fraction."""
    number = NUMBER if mask.count("9") == 1 else DIGITS + "+"
    patterns = {"a": WORD, "9": number, " ": SPACES + "+"}
    return "".join(patterns.get(character, re.escape(character)) for character in mask)
