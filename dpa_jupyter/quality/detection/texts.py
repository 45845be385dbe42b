"""The distinct texts of each text column, which most checks of single values go by."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.detection.remembered import remembered
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence, ValueCounts
from dpa_jupyter.quality.finding import LookedAt

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
    weights: np.ndarray
    """For how many texts of the column each stands."""
    unseen: float
    """The share of the rows with a text that were not drawn: their texts are known only if others have them too."""
    looked: int
    """Rows of the column that stand for all."""

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

    @property
    def looked_at(self) -> LookedAt | None:
        """Tell how much of what these texts stand for they are; None if they are all.

        Texts that were left out are as many as the weights say. Of rows that were not drawn, those with a text that
        was drawn once are not known: what is left of its likes, by Good and Turing (Biometrika 40, 1953).
        """
        counts = self.counts.astype(float)
        everything = float((counts * self.weights).sum())
        if not everything or (not self.unseen and (self.weights == 1).all()):
            return None
        once = float(self.weights[self.counts == 1].sum()) / everything
        return LookedAt(self.rows / everything * (1 - once * self.unseen), self.looked)

    def having(self, mask: np.ndarray) -> Texts:
        """Keep those for which a mask is true."""
        import pyarrow as pa

        return Texts(
            self.column,
            self.values.filter(pa.array(mask)),
            self.counts[mask],
            self.weights[mask],
            self.unseen,
            self.looked,
        )

    def of(self, words: Container[str]) -> Texts:
        """Keep some texts."""
        return self.having(np.array([word in words for word in self.words], dtype=bool))

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
    known, weights = _bounded(column.values)
    values = known.values.cast(pa.large_string())
    is_text = pc.not_equal(pc.utf8_trim_whitespace(values), "")
    counts, mask = np.asarray(known.counts, dtype=np.int64), np.asarray(is_text, dtype=bool)
    whole = Texts(column.column.name, values, counts, weights, _unseen(column), int(counts[mask].sum()))
    return whole.having(mask)


def _unseen(column: ColumnEvidence) -> float:
    import pyarrow.compute as pc

    if column.values is None or column.values.is_complete:
        return 0.0
    present = column.rows - column.missing.value
    return max(0.0, 1 - float(pc.sum(column.values.counts).as_py() or 0) / present) if present else 0.0


def _bounded(known: ValueCounts) -> tuple[ValueCounts, np.ndarray]:
    """Choose texts to look at, and say for how many each stands."""
    import pyarrow as pa

    size = len(known.values)
    if size <= MOST_TEXTS:
        return known, np.ones(size)
    is_repeated = int(np.asarray(known.counts).sum()) >= 2 * size
    most = MOST_TEXTS if is_repeated else MOST_UNIQUE
    # The most frequent are what the others are held against; of the rest an even selection.
    rest = np.linspace(most // 2, size - 1, most - most // 2).astype(np.int64)
    places = np.unique(np.concatenate([np.arange(most // 2), rest]))
    weights = np.where(places < most // 2, 1.0, (size - most // 2) / max(1, int((places >= most // 2).sum())))
    chosen = pa.array(places)
    return ValueCounts(known.values.take(chosen), known.counts.take(chosen), is_complete=False), weights
