"""The distinct texts of each text column, which most checks of single values go by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.detection.remembered import remembered
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence, ValueCounts

if TYPE_CHECKING:
    import pyarrow as pa

MOST_TEXTS = 10_000
"""So many distinct texts are looked at in a column, spread over all of them where there are more."""
MOST_UNIQUE = 3_000
"""The same of a column of more texts that are hardly ever repeated: only their shapes can be judged."""


@dataclass(frozen=True, eq=False)
class Texts:
    """The distinct texts of a column that are more than white space, the most frequent first."""

    column: str
    values: pa.Array
    counts: np.ndarray
    """Rows that have each, as int64."""
    share_seen: float
    """Of all rows with a text, those whose text is here."""

    @cached_property
    def words(self) -> list[str]:
        """The texts as Python has them."""
        return [str(value) for value in self.values.to_pylist()]

    @cached_property
    def joined(self) -> str:
        """All texts in one, so that a character that none has is soon known to be missing."""
        return "\n".join(self.words)

    @cached_property
    def rows(self) -> int:
        """Rows that these texts stand in."""
        return int(self.counts.sum())

    def having(self, mask: np.ndarray) -> Texts:
        """Keep those for which a mask is true."""
        import pyarrow as pa

        return Texts(self.column, self.values.filter(pa.array(mask)), self.counts[mask], self.share_seen)

    def share(self, mask: np.ndarray) -> float:
        """Return the share of rows whose text a mask is true of."""
        return float(self.counts[mask].sum() / self.rows) if self.rows else 0.0

    def matching(self, pattern: str) -> np.ndarray:
        """Tell of each text whether a regular expression (RE2) is found in it."""
        import pyarrow.compute as pc

        return np.asarray(pc.match_substring_regex(self.values, pattern).to_numpy(zero_copy_only=False), dtype=bool)


@remembered
def texts(evidence: FrameEvidence) -> dict[str, Texts]:
    """Return the texts of each text column that has any."""
    found = (_texts(column) for column in evidence.columns if column.type == "text")
    return {each.column: each for each in found if each is not None and each.rows}


def _texts(column: ColumnEvidence) -> Texts | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.values is None or not len(column.values.values):
        return None
    known = _bounded(column.values)
    values = known.values.cast(pa.large_string())
    is_text = pc.not_equal(pc.utf8_trim_whitespace(values), "")
    counts = np.asarray(known.counts.filter(is_text), dtype=np.int64)
    total = np.asarray(column.values.counts, dtype=np.int64).sum()
    return Texts(column.column.name, values.filter(is_text), counts, float(counts.sum() / max(1, total)))


def _bounded(known: ValueCounts) -> ValueCounts:
    import pyarrow as pa

    size = len(known.values)
    if size <= MOST_TEXTS:
        return known
    is_repeated = int(np.asarray(known.counts).sum()) >= 2 * size
    most = MOST_TEXTS if is_repeated else MOST_UNIQUE
    # The most frequent are what the others are held against; of the rest an even selection.
    rest = np.linspace(most // 2, size - 1, most - most // 2).astype(np.int64)
    places = pa.array(np.unique(np.concatenate([np.arange(most // 2), rest])))
    return ValueCounts(known.values.take(places), known.counts.take(places), is_complete=False)
