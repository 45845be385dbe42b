"""Rare texts that are nearly a frequent one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from dpa_jupyter.quality.detection.likeness import distances

MOST_RARE, MOST_FREQUENT = 3_000, 400
"""Texts that are compared: over a million pairs would take longer than all else."""
SHORTEST = 4
RATIO = 10
"""How much more frequent the right text is; long texts are alike by chance much less often."""
LONG, LONG_RATIO = 16, 4
FARTHEST = 6
"""Edits at most, in whatever long a text."""
LEAST_COUNT, LEAST_MEMBER = 5, 0.005
"""Rows, and share of them, from which on a text belongs to its column."""
PREFIXES = (
    *("anti", "down", "ex", "fe", "hyper", "hypo", "il", "im", "in", "inter", "intra", "ir", "macro", "micro", "mono"),
    *("multi", "non", "out", "over", "poly", "post", "pre", "sub", "super", "un", "under", "up", "wo"),
)
"""What makes another word of a word."""
NATURAL = 0.03
"""If so many of the frequent texts have another one as near, nearness says nothing in this column."""
_DIGITS = re.compile(r"[0-9]+")
_SIGNS = re.compile(r"[\W_]+")


def is_member(counts: np.ndarray) -> np.ndarray:
    """Tell of texts by their rows whether each is frequent enough to be meant."""
    return np.asarray((counts >= LEAST_COUNT) & (counts >= LEAST_MEMBER * counts.sum()))


def allowed_distance(length: int) -> int:
    """Return how many edits a typo of a text of this length has at most."""
    return 1 if length < 8 else 2 if length < 20 else min(FARTHEST, length // 8)


def near_misses(words: Sequence[str], counts: np.ndarray, *, ratio: int = RATIO) -> dict[str, str]:
    """Return each probable misspelling with the text that is meant; what stands often enough is meant itself."""
    lengths = np.array([len(word) for word in words])
    frequent = np.flatnonzero((counts >= LONG_RATIO) & (lengths >= SHORTEST))[:MOST_FREQUENT]
    if not len(frequent) or counts[frequent[0]] < LONG_RATIO:
        return {}
    is_rare = (counts * LONG_RATIO <= counts[frequent[0]]) & ~is_member(counts)
    rare = np.flatnonzero(is_rare & (lengths >= SHORTEST))[-MOST_RARE:]
    if not len(rare) or _is_dense(words, counts, frequent):
        return {}
    distance = distances([words[at] for at in rare], [words[at] for at in frequent], FARTHEST)
    needed = np.where(lengths[rare] >= LONG, LONG_RATIO, ratio)
    enough = counts[rare][:, None] * needed[:, None] <= counts[frequent][None, :]
    allowed = np.array([allowed_distance(int(length)) for length in lengths[rare]])
    near = np.where((distance <= allowed[:, None]) & enough, distance, 99)
    found = {}
    for row in np.flatnonzero(near.min(axis=1) < 99).tolist():
        wrong, right = words[rare[row]], words[frequent[int(near[row].argmin())]]
        if may_be_typo(wrong, right):
            found[wrong] = right
    return found | _cut_off([words[at] for at in rare if words[at] not in found], [words[at] for at in frequent])


def _cut_off(rare: Sequence[str], frequent: Sequence[str]) -> dict[str, str]:
    """Return texts that end in the middle of a word of just one frequent text."""
    ordered = sorted(frequent)
    found = {}
    for word in rare:
        place = bisect_left(ordered, word)
        meant = [text for text in ordered[place : place + 2] if text.startswith(word)]
        if len(word) >= 5 and len(meant) == 1 and _ends_in_a_word(word, meant[0]):
            found[word] = meant[0]
    return found


def _ends_in_a_word(cut: str, whole: str) -> bool:
    rest = _SIGNS.split(whole[len(cut) :])[0]
    return cut[-1].isalpha() and len(rest) >= SHORTEST and rest.isalpha()


def _is_dense(words: Sequence[str], counts: np.ndarray, frequent: np.ndarray) -> bool:
    """Tell whether texts of about the same frequency are as near to one another as misspellings would be."""
    known, rows = [words[at] for at in frequent], counts[frequent]
    if len(known) < 2:
        return False
    distance = distances(known, known, FARTHEST)
    allowed = np.array([allowed_distance(len(word)) for word in known])
    alike_often = rows[:, None] < rows[None, :] * LONG_RATIO
    near = (distance <= allowed[:, None]) & alike_often & alike_often.T
    pairs = np.argwhere(np.triu(near, 1))
    natural = {
        at for first, second in pairs.tolist() if may_be_typo(known[first], known[second]) for at in (first, second)
    }
    return len(natural) > max(2, NATURAL * len(known))


def may_be_typo(wrong: str, right: str) -> bool:
    """Leave out what is meant: other numbers, plurals, short words, and what differs in case and signs only."""
    first, second = wrong.casefold(), right.casefold()
    if _DIGITS.findall(first) != _DIGITS.findall(second) and not _lost_digits(first, second):
        return False
    if _SIGNS.sub("", first) == _SIGNS.sub("", second):
        return False
    words, others = _SIGNS.split(first), _SIGNS.split(second)
    if len(words) != len(others):
        return True
    pairs = [(word, other) for word, other in zip(words, others, strict=True) if word != other]
    return all(_is_slip(word, other, alone=len(words) == 1) for word, other in pairs)


def is_other_word(word: str, other: str) -> bool:
    """Tell whether two words are alike because one is made from the other, or both from a third: in-, un-, -s."""
    shorter, longer = sorted((word, other), key=len)
    if longer.endswith(shorter) or (longer.startswith(shorter) and len(longer) - len(shorter) <= 3):
        return True
    return any(len(rest) >= SHORTEST for rest in _stems(word) & _stems(other))


def _stems(word: str) -> set[str]:
    return {word.removeprefix(prefix) for prefix in PREFIXES if word.startswith(prefix)}


def _is_slip(word: str, other: str, *, alone: bool) -> bool:
    from rapidfuzz.distance import OSA

    if is_other_word(word, other):
        return False
    shortest = SHORTEST if alone else SHORTEST + 1
    return len(other) >= shortest and OSA.distance(word, other) <= allowed_distance(len(other))


def _lost_digits(wrong: str, right: str) -> bool:
    """Tell whether a letter stands where a digit should be."""
    return len("".join(_DIGITS.findall(wrong))) < len("".join(_DIGITS.findall(right))) and len(wrong) == len(right)
