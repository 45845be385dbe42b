"""What is meant to pass unseen before whoever is asked: letters that look like others, and code behind empty space."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MOST_TOLD = 5
_WORD = re.compile(r"\w+")
_EMPTY_LINES = re.compile(r"(?:[ \t]*\n){5,}")
_WIDE_SPACE = re.compile(r"(?<=\S)[ \t]{60,}(?=\S)")
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
"""Scripts with letters that can be taken for those of another."""


def without_empty_space(code: str) -> str:
    """Write how much space there is where nobody would look behind it, in the place of the space."""
    shorter = _EMPTY_LINES.sub(lambda found: f"\n⋮ {found.group().count(chr(10)) - 1:,} empty lines ⋮\n", code)
    return _WIDE_SPACE.sub(lambda found: f" ⋯ {len(found.group()):,} spaces ⋯ ", shorter)


def lookalikes(*texts: str) -> list[str]:
    """List words that are not what they look like: of several scripts, or read by Python as other letters."""
    found = dict.fromkeys(word for text in texts for word in _WORD.findall(text) if not word.isascii())
    told = [f"{word} ({', '.join(odd)})" for word in found if (odd := list(_odd_letters(word)))]
    return [*told[:MOST_TOLD], *([f"and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else [])]


def _odd_letters(word: str) -> Iterator[str]:
    scripts = {letter: _script(letter) for letter in word if letter.isalpha()}
    is_mixed = len(_ALIKE.intersection(scripts.values())) > 1
    for letter, script in scripts.items():
        if (is_mixed and script != "LATIN" and script in _ALIKE) or unicodedata.normalize("NFKC", letter) != letter:
            yield f"U+{ord(letter):04X} {unicodedata.name(letter, '?').capitalize()}"


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]
