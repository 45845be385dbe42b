"""Which rows stand for all: those whose positions have the smallest hashes.

So the same rows are drawn wherever a frame lives, in one pass, without knowing how many rows there are; and being
ordered by chance, they are a sample without replacement (bottom-k sampling, Cohen & Kaplan 2007).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

FIRST_ROWS = 20_000
"""On so many rows the first evidence rests."""
WHOLE_ROWS = 200_000
"""So many rows are looked at whole."""
WHOLE_CELLS = 4_000_000
"""Where looking at a frame whole means to hold it, it has to have no more cells."""
MOST_ROWS = 100_000
"""So many rows stand for more: their quantiles are within 0.3 percentage points of all rows', 95 times of 100."""
LEAST_ROWS = 2_000
PIECE = 1_000_000
SIGMAS = 6
HASHES = 2**64


def whole_rows(columns: int, *, held: bool) -> int:
    """Return up to how many rows a frame is looked at whole."""
    return WHOLE_ROWS if held else min(WHOLE_ROWS, WHOLE_CELLS // max(1, columns))


def sample_rows(columns: int) -> int:
    """Return how many rows stand for a larger frame: fewer of many columns, so that they take some 100 MB at most."""
    return max(LEAST_ROWS, min(MOST_ROWS, WHOLE_CELLS // max(1, columns)))


def sampled_positions(rows: int, wanted: int) -> NDArray[np.int64]:
    """Return the positions of the sample of a frame whose length is known, in order."""
    if wanted >= rows:
        return np.arange(rows, dtype=np.int64)
    # Those below a limit that lets through hardly more than are wanted, found piece by piece; all if it is missed.
    share = min(1.0, (wanted + SIGMAS * wanted**0.5 + SIGMAS) / rows)
    near = _positions_below(rows, min(int(share * HASHES), HASHES - 1))
    near = near if len(near[0]) >= wanted else _positions_below(rows, HASHES - 1)
    positions, hashes = near
    chosen: NDArray[np.int64] = np.sort(positions[np.argpartition(hashes, wanted - 1)[:wanted]])
    return chosen


def _positions_below(rows: int, limit: int) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    positions, kept = [], []
    for start in range(0, rows, PIECE):
        hashes = position_hashes(start, min(start + PIECE, rows))
        places = np.flatnonzero(hashes <= np.uint64(limit))
        positions.append(places + start)
        kept.append(hashes[places])
    return np.concatenate(positions), np.concatenate(kept)


def position_hashes(start: int, stop: int) -> NDArray[np.uint64]:
    """Hash the positions of a range with the finaliser of SplitMix64 (Steele, Lea & Flood 2014)."""
    numbers = np.arange(start + 1, stop + 1, dtype=np.uint64)
    numbers *= np.uint64(0x9E3779B97F4A7C15)
    return mixed(numbers)


def mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Make numbers look as if drawn by chance, different ones staying different; writes into them."""
    numbers ^= numbers >> np.uint64(30)
    numbers *= np.uint64(0xBF58476D1CE4E5B9)
    numbers ^= numbers >> np.uint64(27)
    numbers *= np.uint64(0x94D049BB133111EB)
    numbers ^= numbers >> np.uint64(31)
    return numbers


class StreamSample:
    """The sample of a stream, kept while its batches pass by."""

    def __init__(self, schema: pa.Schema, wanted: int) -> None:
        self.rows = 0
        """So many have passed."""
        self._wanted = wanted
        self._limit = np.uint64(2**64 - 1)
        self._table = schema.empty_table()
        self._hashes = np.empty(0, dtype=np.uint64)
        self._positions = np.empty(0, dtype=np.int64)

    def add(self, batch: pa.RecordBatch) -> None:
        """Take in the next batch."""
        import pyarrow as pa

        hashes = position_hashes(self.rows, self.rows + batch.num_rows)
        chosen = np.flatnonzero(hashes <= self._limit)
        if len(chosen):
            part = pa.Table.from_batches([batch.take(pa.array(chosen))])
            self._table = pa.concat_tables([self._table, part])
            self._hashes = np.concatenate([self._hashes, hashes[chosen]])
            self._positions = np.concatenate([self._positions, chosen + self.rows])
        self.rows += batch.num_rows
        if len(self._hashes) > self._wanted * 3 // 2:
            self._cut()

    def take(self, wanted: int) -> tuple[pa.Table, NDArray[np.int64]]:
        """Return a sample of all that has passed, no larger than what was kept, in order, and its positions."""
        self._wanted = wanted
        self._cut()
        return self._table, self._positions

    def _cut(self) -> None:
        import pyarrow as pa

        if len(self._hashes) <= self._wanted:
            return
        kept = np.sort(np.argpartition(self._hashes, self._wanted)[: self._wanted])
        self._table = self._table.take(pa.array(kept)).combine_chunks()
        self._hashes, self._positions = self._hashes[kept], self._positions[kept]
        self._limit = self._hashes.max()
