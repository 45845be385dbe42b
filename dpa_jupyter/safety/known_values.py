"""The values of sensitive columns, known again wherever they turn up: in printed text, in errors, under another name.

Only hashes are kept, eight bytes a value, so that millions of addresses cost megabytes. Two texts are the same value if
they have the same letters and digits, so that `+1 (555) 010-9999` and `15550109999` are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.safety.classification.forms import Kind
from dpa_jupyter.safety.classification.in_text import Found

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

MOST_WORDS = 6
"""Words of a text that are looked up together; a longer value is found by its parts only where these are values too."""
SHORTEST = 3
SURELY_NO_WORD = 6
"""A single word of so many letters is known again in capitals and in small letters, too; a shorter one as it is
written."""
AS_WRITTEN, IN_ANY_CASE = 0, 1
"""Seeds, so that one set of hashes tells the two apart."""
_WORD = re.compile(r"[^\W_]+")


def hashes_of(values: pl.Series) -> NDArray[np.uint64]:
    """Return the hashes of a column's values, of any type that can be written as text, in order."""
    import polars as pl

    texts = values.drop_nulls().cast(pl.String, strict=False).drop_nulls().unique()
    exact = texts.str.replace_all(r"[^\p{L}\p{N}]", "")
    exact = exact.filter(exact.str.len_chars() >= SHORTEST)
    written, folded = exact.hash(seed=AS_WRITTEN), exact.str.to_lowercase().hash(seed=IN_ANY_CASE)
    return pl.concat([written, folded]).unique().sort().to_numpy()


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
        taken: list[Found] = []
        for start, end, kind in sorted(self._known(text, spans), key=lambda hit: (hit[0] - hit[1], hit[0])):
            if all(end <= other.start or other.end <= start for other in taken):
                taken.append(Found(start, end, kind))
        return sorted(taken, key=lambda found: found.start)

    def kind_of(self, value: str | int | float) -> Kind | None:
        """Return the class of a whole value, None if it is none that is known."""
        text = _bare(str(value))
        hits = self._lookup([text]) if len(text) >= SHORTEST else {}
        return next((kind for kind, found in hits.items() if any(found)), None)

    def _known(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, Kind]]:
        candidates = [_bare(text[start:end]) for start, end in spans]
        hits = self._lookup(candidates)
        for place, (start, end) in enumerate(spans):
            if len(candidates[place]) < SHORTEST:
                continue
            plain = text[start:end]
            any_case = len(candidates[place]) >= SURELY_NO_WORD or plain != candidates[place] or plain.isupper()
            for kind in self._hashes:
                if hits[kind][place] or (any_case and hits[kind][len(spans) + place]):
                    yield start, end, kind
                    break

    def _lookup(self, candidates: Sequence[str]) -> Mapping[Kind, Sequence[bool]]:
        """Look up all candidates as they are written, and then all of them in any case."""
        import numpy as np
        import polars as pl

        texts = pl.Series(candidates, dtype=pl.String)
        written, folded = texts.hash(seed=AS_WRITTEN), texts.str.to_lowercase().hash(seed=IN_ANY_CASE)
        wanted = pl.concat([written, folded]).to_numpy()
        found: dict[Kind, Sequence[bool]] = {}
        for kind, hashes in self._hashes.items():
            places = np.minimum(np.searchsorted(hashes, wanted), max(len(hashes) - 1, 0))
            found[kind] = (hashes[places] == wanted).tolist() if len(hashes) else [False] * len(wanted)
        return found


def _bare(text: str) -> str:
    return "".join(_WORD.findall(text))
