"""The values of sensitive columns, known again wherever they turn up: in printed text, in errors, under another name.

Only hashes are kept, eight bytes a value, so that millions of addresses cost megabytes. Two texts are the same value if
they have the same letters and digits, so that `+1 (555) 010-9999` and `15550109999` are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.safety.classification.forms import Kind
from dpa_jupyter.safety.classification.in_text import Found

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

MOST_WORDS = 6
"""Words of a text that are looked up together; a longer value is found by its parts only where these are values too."""
SHORTEST = 2
TELLING_DIGITS = 5
"""A number of fewer digits is more often a count than somebody's number."""
AS_WRITTEN, IN_ANY_CASE, NUMBER = 0, 1, 2
"""Seeds, so that one set of hashes tells these apart."""
DATE_FORMS = ("%d%m%Y", "%m%d%Y", "%Y%m%d", "%d%m%y", "%m%d%y")
NUMBER_FORMS = ("{:.12g}", "{:.6g}", "{:.2f}")
"""A number is known again in full, as pandas prints it, and with cents."""
MOST_SPELLED = 100_000
"""Numbers of a column that are known again in all of these; of a column with more only in full."""
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?<![\w.])\d[\d,_]*(?:\.\d+)?(?:[eE][+-]?\d{1,3})?(?![\w])")
_ORDINARY_WORDS = """
a al an as art at banks be bill bishop black brook brown by carol carter chase cook crystal daisy dawn day dean do don
drew ed eve faith field frank gene go grace grant green guy he hill hope i if in iris is it ivy jack joy june king
lane lily long love mark mason max may me miles miller moon my no of on or page pat pearl price ray rich rivers rob
rose short sky so star stone sue summer to up us violet waters we white will wood woods young
"""
ORDINARY_WORDS = frozenset(_ORDINARY_WORDS.split())
"""Words that are names, too: written in small letters they are left in peace."""


def hashes_of(values: pl.Series) -> NDArray[np.uint64]:
    """Return the hashes of a column's values, of any type that can be written as text, in order."""
    import polars as pl

    present = values.drop_nulls().unique()
    texts = present.cast(pl.String, strict=False).drop_nulls()
    exact = texts.str.replace_all(r"[^\p{L}\p{N}]", "")
    exact = exact.filter(exact.str.len_chars() >= SHORTEST)
    hashes = [exact.hash(seed=AS_WRITTEN), exact.str.to_lowercase().hash(seed=IN_ANY_CASE)]
    if values.dtype.is_numeric():
        hashes.append(texts.str.strip_suffix(".0").hash(seed=NUMBER))
        forms = NUMBER_FORMS if len(present) <= MOST_SPELLED else ()
        hashes += [_number_texts(present, form).hash(seed=NUMBER) for form in forms]
    dates = texts.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).drop_nulls()
    hashes += [dates.dt.strftime(form).hash(seed=AS_WRITTEN) for form in DATE_FORMS]
    return pl.concat(hashes).unique().sort().to_numpy()


def _number_texts(numbers: pl.Series, form: str) -> pl.Series:
    import polars as pl

    return pl.Series([_canonical(form.format(float(number))) for number in numbers], dtype=pl.String)


def _canonical(number: str) -> str:
    """Write a number in the one form in which numbers are compared."""
    return f"{float(number.replace(',', '').replace('_', '')):.12g}"


class KnownValues:
    """Values by their hashes, and the class of the column that they came from."""

    def __init__(self) -> None:
        self._hashes: dict[Kind, NDArray[np.uint64]] = {}

    def add(self, kind: Kind, hashes: NDArray[np.uint64]) -> None:
        """Take in the hashes of a column's values."""
        import numpy as np

        before = self._hashes.get(kind)
        self._hashes[kind] = hashes if before is None else np.union1d(before, hashes)

    def find(self, text: str) -> list[Found]:
        """List where known values stand in a text, the longest first where they overlap."""
        if not self._hashes:
            return []
        words = [found.span() for found in _WORD.finditer(text)]
        spans = [
            (words[first][0], words[last][1])
            for first in range(len(words))
            for last in range(first, min(first + MOST_WORDS, len(words)))
        ]
        hits = [*self._known_numbers(text), *self._known(text, spans)]
        taken: list[Found] = []
        for start, end, kind in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
            if all(end <= other.start or other.end <= start for other in taken):
                taken.append(Found(start, end, kind))
        return sorted(taken, key=lambda found: found.start)

    def kind_of(self, value: str | int | float) -> Kind | None:
        """Return the class of a whole value, None if it is none that is known."""
        seeds = (AS_WRITTEN, IN_ANY_CASE) if isinstance(value, str) else (NUMBER,)
        text = _bare(value) if isinstance(value, str) else _canonical(str(value))
        return next((kind for seed in seeds for kind, found in self._lookup([text], seed).items() if found[0]), None)

    def _known(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, Kind]]:
        candidates = [_bare(text[start:end]) for start, end in spans]
        written = self._lookup(candidates, AS_WRITTEN)
        folded = self._lookup([candidate.lower() for candidate in candidates], IN_ANY_CASE)
        for place, (start, end) in enumerate(spans):
            word = text[start:end]
            if len(word) < SHORTEST or word in ORDINARY_WORDS or (word.isdigit() and len(word) < TELLING_DIGITS):
                continue
            short = len(word) == SHORTEST
            for kind in self._hashes:
                if written[kind][place] or (folded[kind][place] and not short):
                    yield start, end, kind
                    break

    def _known_numbers(self, text: str) -> Iterator[tuple[int, int, Kind]]:
        found = [one for one in _NUMBER.finditer(text) if sum(map(str.isdigit, one[0])) >= TELLING_DIGITS]
        for kind, hits in self._lookup([_canonical(one[0]) for one in found], NUMBER).items():
            yield from ((one.start(), one.end(), kind) for one, hit in zip(found, hits, strict=True) if hit)

    def _lookup(self, texts: Sequence[str], seed: int) -> Mapping[Kind, Sequence[bool]]:
        import numpy as np
        import polars as pl

        wanted = pl.Series(texts, dtype=pl.String).hash(seed=seed).to_numpy()
        found: dict[Kind, Sequence[bool]] = {}
        for kind, hashes in self._hashes.items():
            places = np.minimum(np.searchsorted(hashes, wanted), max(len(hashes) - 1, 0))
            found[kind] = (hashes[places] == wanted).tolist() if len(hashes) else [False] * len(wanted)
        return found


def _bare(text: str) -> str:
    return "".join(_WORD.findall(text))
