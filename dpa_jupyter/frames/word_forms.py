"""The forms in which one word or name may stand: split, stemmed, shortened."""

from __future__ import annotations

import re

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_ENDINGS = ("ation", "ment", "ion", "ing", "ity", "or", "er", "ed")
_VOWELS = frozenset("aeiouy")
SHORTEST_STEM = 3
SHORTEST_ABBREVIATION = 3


def parts_of(name: str) -> tuple[str, ...]:
    """Split a name where people see words: arr_delay, arrDelay, "Arr Delay" and arr-delay are the same two."""
    return tuple(part.casefold() for part in _PARTS.findall(name))


def stem(word: str) -> str:
    """Cut what number, tense or role add to a word: "cancelled" and "cancellations" give the same stem.

    A stem need not be a word ("price" gives "pric"), it need only be the same for all forms.
    """
    word = singular(word)
    for ending in (*_ENDINGS, "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    word = word.removesuffix("y") if len(word) > SHORTEST_STEM else word
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] else word


def singular(word: str) -> str:
    """Return the form that shortenings are made from: quantity for quantities, department for departments."""
    if len(word) <= SHORTEST_STEM or word.endswith("ss"):
        return word
    return word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")


def is_short_for(short: str, word: str) -> bool:
    """Tell whether one word is a common shortening of another.

    That is its beginning, cut before a vowel (temp, temperature; but not air, airport), its beginning and last letter
    (dept, department), or its first letter and some of its consonants (qty, quantity).
    """
    if len(short) < SHORTEST_ABBREVIATION or len(short) >= len(word) or short[0] != word[0]:
        return False
    if word.startswith(short):
        return short[-1] not in _VOWELS and word[len(short)] in _VOWELS
    if word[-1] != short[-1]:
        return False
    return word.startswith(short[:-1]) or (_VOWELS.isdisjoint(short[1:-1]) and _stand_in_order(short, word))


def _stand_in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)
