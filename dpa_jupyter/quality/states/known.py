"""What was found in all rows of a part of a frame, so that nobody needs to look at these rows again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from dpa_jupyter.quality.evidence import ValueCounts
from dpa_jupyter.quality.states.counts import merged_counts
from dpa_jupyter.quality.states.scanned import ScannedColumn

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

State = TypeVar("State")
At = TypeVar("At", str, tuple[str, str])
ScannedAs: TypeAlias = tuple[str, str]
"""A column's name, and the type as which it was looked at."""


@dataclass(frozen=True, eq=False)
class KeptSample:
    """Those of a part's rows that stood for the frame."""

    positions: NDArray[np.int64]
    """In the frame, in order."""
    columns: Mapping[str, pa.ChunkedArray]

    def followed_by(self, other: KeptSample) -> KeptSample:
        """Return the rows of both, of the columns that both have."""
        import numpy as np
        import pyarrow as pa

        return KeptSample(
            np.concatenate([self.positions, other.positions]),
            {
                name: pa.chunked_array([*each.chunks, *other.columns[name].chunks], each.type)
                for name, each in self.columns.items()
                if name in other.columns
            },
        )


@dataclass(frozen=True, eq=False)
class KnownPart:
    """A part's rows and columns; a column that was not measured is not named."""

    rows: int
    scanned: Mapping[ScannedAs, ScannedColumn] = field(default_factory=dict)
    counted: Mapping[str, ValueCounts] = field(default_factory=dict)
    """All values of columns that have few different ones."""
    distinct: Mapping[str, int] = field(default_factory=dict)
    """How many different values a column has that may be a key, counted exactly."""
    different_rows: int | None = None
    sample: KeptSample | None = None

    def merged(self, other: KnownPart) -> KnownPart:
        """Return what is known of both parts together; what may overlap is not known of both."""
        return KnownPart(
            self.rows + other.rows,
            _merged(self.scanned, other.scanned, ScannedColumn.merged),
            _merged(self.counted, other.counted, merged_counts),
            sample=self.sample.followed_by(other.sample) if self.sample and other.sample else None,
        )

    def without(self, columns: frozenset[str]) -> KnownPart:
        """Return the same without values of some columns, hashed ones too: many can be told from their hash."""
        sample = self.sample
        return KnownPart(
            self.rows,
            {at: each for at, each in self.scanned.items() if at[0] not in columns},
            {name: each for name, each in self.counted.items() if name not in columns},
            self.distinct,
            self.different_rows,
            KeptSample(sample.positions, {at: each for at, each in sample.columns.items() if at not in columns})
            if sample
            else None,
        )

    @property
    def bytes(self) -> int:
        """Tell about how much memory it takes."""
        hashed = sum(each.hashes.values.nbytes for each in self.scanned.values() if each.hashes is not None)
        counted = sum(each.values.nbytes + each.counts.nbytes for each in self.counted.values())
        sampled = sum(each.nbytes for each in (self.sample.columns.values() if self.sample else ()))
        return int(hashed + counted + sampled)

    @property
    def shown(self) -> frozenset[str]:
        """Name the columns of which values are known."""
        sampled = self.sample.columns if self.sample else ()
        return frozenset([*(name for name, _ in self.scanned), *self.counted, *sampled])


def _merged(
    one: Mapping[At, State], other: Mapping[At, State], merge: Callable[[State, State], State]
) -> Mapping[At, State]:
    return {at: merge(each, other[at]) for at, each in one.items() if at in other}
