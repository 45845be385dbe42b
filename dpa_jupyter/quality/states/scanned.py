"""What one look at all rows of a part tells of a column with many different values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.quality.states.hashes import Hashes
from dpa_jupyter.quality.states.moments import Moments

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class ScannedNumbers:
    """Of the numbers of a column; mean and spread are of the finite ones."""

    moments: Moments
    zeros: int
    negatives: int

    def merged(self, other: ScannedNumbers) -> ScannedNumbers:
        """Return that of both parts."""
        return ScannedNumbers(
            self.moments.merged(other.moments), self.zeros + other.zeros, self.negatives + other.negatives
        )


@dataclass(frozen=True, slots=True)
class ScannedTexts:
    """Of the texts of a column, of which there is at least one."""

    shortest: int
    characters: int
    longest: int
    empty: int
    blank: int
    """Of white space or nothing."""
    spaced: int
    """With white space at an end, also those that are nothing else."""

    def merged(self, other: ScannedTexts) -> ScannedTexts:
        """Return that of both parts."""
        return ScannedTexts(
            min(self.shortest, other.shortest),
            self.characters + other.characters,
            max(self.longest, other.longest),
            self.empty + other.empty,
            self.blank + other.blank,
            self.spaced + other.spaced,
        )


@dataclass(frozen=True, eq=False, slots=True)
class ScannedColumn:
    """Of a column; None for what has no meaning for its type, or where the part has no value."""

    present: int
    hashes: Hashes | None = None
    ends: pa.Array | None = None
    """The least and the most of its finite values, in the type that they have in DuckDB."""
    numbers: ScannedNumbers | None = None
    texts: ScannedTexts | None = None

    def merged(self, other: ScannedColumn) -> ScannedColumn:
        """Return that of both parts."""
        return ScannedColumn(
            self.present + other.present,
            self.hashes.merged(other.hashes) if self.hashes and other.hashes else self.hashes or other.hashes,
            _merged_ends(self.ends, other.ends),
            self.numbers.merged(other.numbers) if self.numbers and other.numbers else self.numbers or other.numbers,
            self.texts.merged(other.texts) if self.texts and other.texts else self.texts or other.texts,
        )


def _merged_ends(one: pa.Array | None, other: pa.Array | None) -> pa.Array | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    if one is None or other is None:
        return one if other is None else other
    found = pc.min_max(pa.concat_arrays([one, other.cast(one.type)]))
    return pa.array([found["min"], found["max"]], one.type)
