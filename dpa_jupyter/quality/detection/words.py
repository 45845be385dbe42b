"""Single words of longer texts that are misspelt."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from rapidfuzz.distance import OSA

from dpa_jupyter.quality.detection.near import near_misses
from dpa_jupyter.quality.detection.texts import Texts

WORD = re.compile(r"[^\W\d_]{5,}")
RATIO = 20
"""A word of a text is held to be another only if that is so many times as frequent."""
LONG = 10


def misspelt_words(column: Texts) -> dict[str, str]:
    """Return each text that has a misspelt word, with the text that is meant."""
    rows: Counter[str] = Counter()
    for text, count in zip(column.words, column.counts.tolist(), strict=True):
        for word in set(WORD.findall(text)):
            rows[word] += count
    if len(rows) < 2 or max(rows.values()) < RATIO:
        return {}
    ordered = rows.most_common()
    meant = near_misses([word for word, _ in ordered], np.array([count for _, count in ordered]), ratio=RATIO)
    common = Counter(part for word in rows for part in _parts(word))
    meant = {
        wrong: right
        for wrong, right in meant.items()
        if _is_close(wrong, right) and any(common[part] < 2 for part in _parts(wrong))
    }
    if not meant:
        return {}
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, meant))})\b")
    found = {text: pattern.sub(lambda word: meant[word[0]], text) for text in column.words}
    return {text: right for text, right in found.items() if text != right}


def _parts(word: str) -> set[str]:
    """Return the groups of three letters; one that no other word of the column has is probably wrong."""
    marked = f"^{word.casefold()}$"
    return {marked[at : at + 3] for at in range(len(marked) - 2)}


def _is_close(wrong: str, right: str) -> bool:
    """Demand more of a word among others than of a whole text: words of a language are close to one another."""
    return OSA.distance(wrong, right) <= (1 if len(right) < LONG else 2)
