"""Which columns some words are about, where a frame has more of them than can be told at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dpa_jupyter.frames.word_forms import parts_of, stem


def most_relevant_first(names: Sequence[str], words: str) -> list[str]:
    """Put the columns first whose names stand in the words, whole or in part; the others keep their order.

    Names are compared as people read them: "arr_delay" stands in "delays on arrival" in part, in "arrDelay" whole.
    """
    if not words.strip():
        return list(names)
    folded, stems = f" {' '.join(words.casefold().split())} ", _stems(words)
    return sorted(names, key=lambda name: -_likeness(name, folded, stems))


def _likeness(name: str, folded: str, stems: frozenset[str]) -> float:
    parts = _stems(name)
    inside = len(parts & stems) / len(parts) if parts else 0.0
    return inside + 2 * (inside == 1 or (bool(name.strip()) and f" {name.casefold().strip()} " in folded))


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, _parts(text.split())))


def _parts(words: Iterable[str]) -> Iterable[str]:
    return (part for word in words for part in parts_of(word))
