"""Columns of few texts that stand for nearly all rows, where even short texts can be seen to be misspelt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dpa_jupyter.quality.detection.likeness import distances
from dpa_jupyter.quality.detection.near import SHORTEST, is_member, is_other_word

FEWEST_ROWS = 100
MOST_MEMBERS = 40
LEAST_COVERED = 0.9
RATIO = 20
"""A member must be so many times as frequent as what is held to be it, misspelt."""
MOST_CHANGED = 0.4
"""Of a text's letters; at least one, however short it is."""
CLEARLY = 2
"""So many edits farther away must the next member be."""


def misspelt_members(words: Sequence[str], counts: np.ndarray) -> dict[str, str]:
    """Return each text that is a member of the domain, misspelt or cut off, with that member."""
    rows = int(counts.sum())
    belongs = is_member(counts)
    members = np.flatnonzero(belongs)
    if rows < FEWEST_ROWS or not 0 < len(members) <= MOST_MEMBERS or counts[members].sum() < LEAST_COVERED * rows:
        return {}
    known = [words[at] for at in members.tolist()]
    apart = distances(known, known) + 99 * np.eye(len(known), dtype=np.int64)
    others = np.flatnonzero(~belongs)[:2_000]
    if apart.min() < CLEARLY or not len(others):
        return {}
    distance = distances([words[at] for at in others], known)
    found = {}
    for row, at in enumerate(others.tolist()):
        member = _meant(words[at], known, distance[row])
        if member is not None and counts[at] * RATIO <= counts[members[member]]:
            found[words[at]] = known[member]
    return found


def _meant(word: str, known: Sequence[str], distance: np.ndarray) -> int | None:
    """Return the one member that is clearly nearest, or that begins with this text."""
    best = int(distance.argmin())
    second = int(np.delete(distance, best).min(initial=99))
    most = max(1, int(MOST_CHANGED * len(known[best])))
    is_word = len(word) > 1 and any(map(str.isalpha, known[best]))
    is_other_number = _digits(word) != _digits(known[best]) and len(_digits(word)) >= len(_digits(known[best]))
    is_meant = is_other_number or (len(word) > SHORTEST and is_other_word(word.casefold(), known[best].casefold()))
    if is_word and not is_meant and 0 < distance[best] <= most and second >= distance[best] + CLEARLY:
        return best
    longer = [place for place, member in enumerate(known) if len(word) > 2 and member.startswith(word)]
    return longer[0] if len(longer) == 1 else None


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
