"""The values of sensitive columns, known again wherever they turn up: in printed text, in errors, under another name.

Only hashes are kept, eight bytes a value, so that millions of addresses cost megabytes. Two texts are the same value if
they have the same letters and digits, so that `+1 (555) 010-9999` and `15550109999` are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from dpa_jupyter.safety.classification.forms import Kind
from dpa_jupyter.safety.classification.in_text import Found
from dpa_jupyter.safety.spans import TakenSpans
from dpa_jupyter.safety.value_hashes import (
    AS_WRITTEN,
    IN_ANY_CASE,
    NUMBER,
    PART,
    SALTS,
    SHORTEST,
    TELLING_DIGITS,
    canonical,
    folded,
    in_order,
    letters_and_digits,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_WORDS = 8
"""Words of a text that are looked up together; a longer value is found by its parts only where these are values too."""
MOST_PARTS = 4
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[^\W\d_])(?=[A-Z][a-z])")
_NUMBER = re.compile(r"(?<![\w.])\d[\d,_]*(?:\.\d+)?(?:[eE][+-]?\d{1,3})?(?![\w])")
_BETWEEN_PARTS = re.compile(r"[ ,._'\u2019-]{0,3}")
_ORDINARY_WORDS = """
a al an as art at banks be bill bishop black brook brown by carol carter chase cook crystal daisy dawn day dean do don
drew ed eve faith field frank gene go grace grant green guy he hill hope i if in iris is it ivy jack joy june king
lane lily long love mark mason max may me miles miller moon my no of on or page pat pearl price ray rich rivers rob
rose short sky so star stone sue summer to up us violet waters we white will wood woods young
"""
ORDINARY_WORDS = frozenset(_ORDINARY_WORDS.split())
"""Words that are names, too: written in small letters they are left in peace."""

Key: TypeAlias = tuple[str, int]
"""A text and the way in which it is looked up."""


@dataclass(frozen=True, slots=True)
class _Lookup:
    """What is looked up of one text, in this order: spans of words as written and folded, words as parts, numbers."""

    text: str
    words: list[tuple[int, int]]
    spans: list[tuple[int, int]]
    numbers: list[re.Match[str]]
    keys: list[Key]


class KnownValues:
    """Values by their hashes, and the class of the column that they came from."""

    def __init__(self) -> None:
        self._hashes: dict[Kind, NDArray[np.uint64]] = {}
        self._table: tuple[NDArray[np.uint64], NDArray[np.int64]] | None = None

    def add(self, kind: Kind, hashes: NDArray[np.uint64]) -> None:
        """Take in the hashes of a column's values."""
        import numpy as np

        before = self._hashes.get(kind)
        self._hashes[kind] = hashes if before is None else in_order(np.concatenate([before, hashes]))
        self._table = None

    def find(self, text: str) -> list[Found]:
        """List where known values stand in a text, the longest first where they overlap."""
        return self.find_all([text])[0]

    def find_all(self, texts: Sequence[str]) -> list[list[Found]]:
        """List for each text where known values stand in it, with one look at the hashes for all of them."""
        if not self._hashes:
            return [[] for _ in texts]
        lookups = [_lookup(text, people="PERSON" in self._hashes) for text in texts]
        kinds = self._kinds([key for lookup in lookups for key in lookup.keys])
        told: list[list[Found]] = []
        begin = 0
        for lookup in lookups:
            end = begin + len(lookup.keys)
            told.append(_apart(_hits(lookup, kinds[begin:end])))
            begin = end
        return told

    def kind_of(self, value: str | int | float) -> Kind | None:
        """Return the class of a whole value, None if it is none that is known."""
        keys = [(letters_and_digits(str(value)), AS_WRITTEN)]
        if isinstance(value, str):
            keys.append((folded(letters_and_digits(value)), IN_ANY_CASE))
        else:
            keys.append((canonical(str(value)), NUMBER))
            if value == value // 1:
                keys.append((str(int(value)).lstrip("-"), AS_WRITTEN))  # one that was kept as text elsewhere
        return next(filter(None, self._kinds(keys)), None)

    def _kinds(self, keys: Sequence[Key]) -> list[Kind | None]:
        import numpy as np
        import polars as pl

        if not keys or not self._hashes:
            return [None] * len(keys)
        known, kinds = self._table = self._table or self._made_table()
        texts, ways = zip(*keys, strict=True)
        salts = np.array(SALTS, dtype=np.uint64)[np.array(ways)]
        wanted = pl.Series(texts, dtype=pl.String).hash().to_numpy() ^ salts
        places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        found = np.where(known[places] == wanted, kinds[places], -1).tolist()
        names = [*self._hashes, None]
        return [names[place] for place in found]

    def _made_table(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Join the hashes of all classes; what is of several is of the first of them."""
        import numpy as np

        sizes = list(map(len, self._hashes.values()))
        hashes = np.concatenate([*self._hashes.values(), np.zeros(1, dtype=np.uint64)])
        order = np.argsort(hashes, kind="stable")  # so that of equal ones that of the first class is found
        kinds: NDArray[np.int64] = np.repeat(np.array([*range(len(sizes)), -1]), [*sizes, 1])[order]
        return hashes[order], kinds


def _lookup(text: str, *, people: bool) -> _Lookup:
    words = list(_words(text))
    written = [text[start:end] for start, end in words]
    small = list(map(folded, written))
    spans: list[tuple[int, int]] = []
    keys: list[Key] = []
    for first, (start, _) in enumerate(words):
        as_is = in_any_case = ""
        for last in range(first, min(first + MOST_WORDS, len(words))):
            as_is += written[last]
            in_any_case += small[last]
            spans.append((start, words[last][1]))
            keys += [(as_is.lstrip("0") if as_is.isdigit() else as_is, AS_WRITTEN), (in_any_case, IN_ANY_CASE)]
    if people:
        keys += [(word, PART) for word in small]
    numbers = [found for found in _NUMBER.finditer(text) if sum(map(str.isdigit, found[0])) >= TELLING_DIGITS]
    keys += [(canonical(found[0]), NUMBER) for found in numbers]
    return _Lookup(text, words if people else [], spans, numbers, keys)


def _hits(lookup: _Lookup, kinds: Sequence[Kind | None]) -> Iterator[Found]:
    spans, words = len(lookup.spans), len(lookup.words)
    for place, (start, end) in enumerate(lookup.spans):
        kind = kinds[2 * place] or (kinds[2 * place + 1] if end - start > SHORTEST else None)
        if kind is not None and _tells(lookup.text[start:end]):
            yield Found(start, end, kind)
    yield from _people(lookup, [kind is not None for kind in kinds[2 * spans : 2 * spans + words]])
    for found, kind in zip(lookup.numbers, kinds[2 * spans + words :], strict=True):
        if kind is not None:
            yield Found(found.start(), found.end(), kind)


def _tells(word: str) -> bool:
    if word.isdigit():
        return len(word) >= TELLING_DIGITS
    return len(word) >= SHORTEST and word not in ORDINARY_WORDS


def _people(lookup: _Lookup, parts: Sequence[bool]) -> Iterator[Found]:
    """Find two and more parts of names side by side, one of which may be an initial."""
    text, words = lookup.text, lookup.words
    first = 0
    while first < len(words):
        last = first
        telling = 0
        while last < min(first + MOST_PARTS, len(words)) and (last == first or _side_by_side(text, words, last)):
            word = text[slice(*words[last])]
            if not parts[last] and not (len(word) == 1 and word.isupper()):
                break
            telling += parts[last] and word not in ORDINARY_WORDS
            last += 1
        if last - first > 1 and telling and (telling > 1 or text[words[first][0]].isupper()):
            yield Found(words[first][0], words[last - 1][1], "PERSON")
        first = max(last, first + 1)


def _apart(hits: Iterator[Found]) -> list[Found]:
    """Keep the longest of those that overlap, in order."""
    taken: list[Found] = []
    spans = TakenSpans()
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        if spans.is_free(hit.start, hit.end):
            taken.append(hit)
            spans.take(hit.start, hit.end)
    return sorted(taken, key=lambda found: found.start)


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand; one of several names written together is several."""
    for found in _WORD.finditer(text):
        cuts = [found.start(), *(hump.start() for hump in _HUMP.finditer(text, *found.span())), found.end()]
        yield from ((start, end) for start, end in pairwise(cuts) if start < end)


def _side_by_side(text: str, words: Sequence[tuple[int, int]], place: int) -> bool:
    return _BETWEEN_PARTS.fullmatch(text, words[place - 1][1], words[place][0]) is not None
