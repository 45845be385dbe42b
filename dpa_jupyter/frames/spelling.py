"""Whether a word is another one, misspelt."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

SHORTEST_TYPO = 5
"""Shorter words are too often one letter away from another word."""
LONG_WORD = 8
"""Words of so many letters may have two letters wrong."""


def is_misspelling(word: str, known: str, *, shortest: int = SHORTEST_TYPO) -> bool:
    """Tell whether one letter (in long words two) is wrong, missing, too much or swapped; the first one is right.

    The distance is the optimal string alignment: a swap of neighbours counts once (Damerau, CACM 7, 1964).
    """
    word, known = word.casefold(), known.casefold()
    if word == known or min(len(word), len(known)) < shortest or word[0] != known[0]:
        return False
    allowed = 2 if len(word) >= LONG_WORD else 1
    return OSA.distance(word, known, score_cutoff=allowed) <= allowed


def misspelt(word: str, known: Iterable[str], *, shortest: int = SHORTEST_TYPO) -> str | None:
    """Return the first of the known words that this one may be meant for, or None."""
    return next((each for each in known if is_misspelling(word, each, shortest=shortest)), None)
