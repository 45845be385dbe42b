"""Which columns the words of a request may mean, with a score and the reason for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dpa_jupyter.frames.phrases import Phrase
from dpa_jupyter.frames.spelling import is_misspelling
from dpa_jupyter.frames.word_forms import is_short_for, parts_of, singular, stem

Key = TypeVar("Key")

SHORTEST_ACRONYM = 3
DIVIDING = 0.25
"""What a column loses that the rows are only to be divided by."""
SECOND_WORD = 0.05
SURE = 0.96
"""From here up a name is meant whole."""
KEY_WORDS = frozenset({"id", "key", "uuid", "guid", "code", "pk", "fk"})


@dataclass(frozen=True, slots=True)
class ColumnCandidate:
    """A column that a request may mean."""

    frame: str
    column: str
    score: float
    """From 0 to 1; 1 is the very name."""
    why: str
    """What in the request points to it, to be shown."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the words of a request mean in one frame."""

    candidates: tuple[ColumnCandidate, ...]
    """Best first."""
    words: frozenset[str]
    """The words that point to any of them, in lower case."""


@dataclass(frozen=True, slots=True)
class _Match:
    column: str
    score: float
    why: str


class ColumnIndex:
    """The columns of one frame, ready to be asked for in many forms."""

    def __init__(self, frame: str, names: Iterable[str], values: Mapping[str, Sequence[str]]) -> None:
        self._frame = frame
        self._order: dict[str, int] = {name: place for place, name in enumerate(names)}
        self._by_letters = _grouped(("".join(parts_of(name)), name) for name in self._order)
        self._by_stems = _grouped((_stems(name), name) for name in self._order)
        self._by_part = _grouped((part, name) for name in self._order for part in dict.fromkeys(parts_of(name)))
        self._by_part_stem = _grouped((part, name) for name in self._order for part in dict.fromkeys(_stems(name)))
        self._by_value = _grouped((_stems(text), name) for name, texts in values.items() for text in texts)

    def find(self, phrases: Iterable[Phrase]) -> Findings:
        """Find the columns that the phrases may mean, the best first, and the words that point to them."""
        found: dict[str, list[tuple[float, bool, int, str]]] = defaultdict(list)
        words: set[str] = set()
        for phrase in phrases:
            for match in self._matches(phrase):
                score = match.score - (DIVIDING if phrase.divides else 0)
                found[match.column].append((-score, not phrase.is_asked_about, phrase.place, match.why))
                words.update(phrase.text.casefold().split())
        best = {column: _joined(ways) for column, ways in found.items()}
        ranked = sorted(best, key=lambda column: (*best[column][:3], self._order[column]))
        candidates = [ColumnCandidate(self._frame, name, round(-best[name][0], 3), best[name][3]) for name in ranked]
        return Findings(tuple(candidates), frozenset(words))

    def _matches(self, phrase: Phrase) -> Iterator[_Match]:
        """Yield every way in which a phrase may mean a column; scores only order the ways, by how sure each is."""
        if phrase.text in self._order:
            yield _Match(phrase.text, 0.65 if phrase.is_common else 1.0, f"'{phrase.text}' is its name")
        for name in self._by_letters.get("".join(phrase.parts), ()) if phrase.parts else ():
            yield _Match(name, 0.65 if phrase.is_common else 0.97, f"'{phrase.text}' is its name")
        if phrase.is_common or phrase.is_loose or not phrase.parts:
            return
        for name in self._by_stems.get(phrase.stems, ()):
            yield _Match(name, 0.93, f"'{phrase.text}' is a form of its name")
        yield from self._parts(phrase)
        for name in self._by_value.get(phrase.stems, ()):
            yield _Match(name, 0.75, f"'{phrase.text}' is one of its values")
        if len(phrase.parts) == 1:
            yield from self._spellings(phrase.parts[0])
        elif len(phrase.parts) >= SHORTEST_ACRONYM:
            for name in self._by_letters.get("".join(part[0] for part in phrase.parts), ()):
                yield _Match(name, 0.72, f"its name is short for '{phrase.text}'")

    def _parts(self, phrase: Phrase) -> Iterator[_Match]:
        """Match whole words of a name; the more of the name they make up, the surer.

        The key of a thing ("customer_id" for "customers") is hardly ever what is asked about.
        """
        wanted = set(phrase.stems)
        shared = [set(self._by_part_stem.get(part, ())) for part in wanted]
        for name in set.intersection(*shared):
            parts = parts_of(name)
            letters = sum(len(part) for part in parts if stem(part) in wanted)
            is_key = not KEY_WORDS.isdisjoint(parts) and KEY_WORDS.isdisjoint(phrase.parts)
            score = 0.7 + 0.2 * letters / len("".join(parts)) - (0.2 if is_key else 0)
            yield _Match(name, score, f"'{phrase.text}' is part of its name")

    def _spellings(self, word: str) -> Iterator[_Match]:
        for part, names in self._by_part.items():
            if part[0] != word[0] or part == word:
                continue
            if is_short_for(part, singular(word)) or is_short_for(word, part):
                for name in names:
                    yield _Match(
                        name, 0.68 + 0.04 / len(parts_of(name)), f"'{part}' and '{word}' are one word, written short"
                    )
            elif is_misspelling(word, part):
                for name in names:
                    yield _Match(name, 0.62 + 0.04 / len(parts_of(name)), f"'{word}' is spelled almost like '{part}'")


def _joined(ways: Sequence[tuple[float, bool, int, str]]) -> tuple[float, bool, int, str]:
    """Return the best of several ways to mean one column; a second word that points there makes it surer."""
    score, asked, place, why = min(ways)
    if score > -SURE and len({place for _, _, place, _ in ways}) > 1:
        score = max(-SURE, score - SECOND_WORD)
    return score, asked, place, why


def _stems(text: str) -> tuple[str, ...]:
    return tuple(map(stem, parts_of(text)))


def _grouped(pairs: Iterable[tuple[Key, str]]) -> dict[Key, list[str]]:
    groups: dict[Key, list[str]] = defaultdict(list)
    for key, name in pairs:
        groups[key].append(name)
    return dict(groups)
