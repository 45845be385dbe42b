"""How many different values there are in several parts together, told by those whose hash is below a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.statistics.intervals import NORMAL

ALL = 2**64
KEPT = 100_000
"""So many hashed values, those below a limit, tell how many different ones there are to half a percent."""


MOST = 1_000_000
"""Hashes of all columns together, where those of many frames' parts are sent about."""


def limit_for(values: int, columns: int = 1) -> int:
    """Return the limit below which about as many hashes of so many different values are as are kept."""
    kept = min(KEPT, MOST // max(columns, 1))
    return min(int(min(1.0, kept / max(values, 1)) * ALL), ALL - 1)


@dataclass(frozen=True, eq=False)
class Hashes:
    """The different hashes of values, of 64 bits, that are no more than a limit, in ascending order."""

    values: NDArray[np.uint64]
    limit: int = ALL - 1

    @classmethod
    def of(cls, hashes: NDArray[np.uint64], limit: int = ALL - 1) -> Hashes:
        """Keep each hash once; by sorting, which is many times faster than NumPy's `unique`."""
        ascending = np.sort(hashes)
        is_new = np.ones(len(ascending), np.bool_)
        np.not_equal(ascending[1:], ascending[:-1], out=is_new[1:])
        return cls(ascending if is_new.all() else ascending[is_new], limit)

    @classmethod
    def union(cls, parts: Sequence[Hashes]) -> Hashes:
        """Return the hashes of several parts, as far as all of them have kept them."""
        limit = min(part.limit for part in parts)
        return cls.of(np.concatenate([part.up_to(limit) for part in parts]), limit)

    def merged(self, other: Hashes) -> Hashes:
        """Return the hashes of both."""
        return Hashes.union([self, other])

    def up_to(self, limit: int) -> NDArray[np.uint64]:
        """Return those that are no more than a limit."""
        return self.values[: np.searchsorted(self.values, np.uint64(limit), side="right")]

    def count(self, most: int) -> Measure:
        """Count different values, of which there are so many, different or not."""
        return counted(len(self.values), self.limit, most)


def counted(kept: int, limit: int, most: int) -> Measure:
    """Count different values by those whose hash is no more than a limit, of whom each has the same chance to be.

    They are told apart by 64 bits: that any two of ten million are wrongly held for equal has a chance of one in
    four hundred thousand.

    Args:
        kept: how many different hashes there are up to the limit.
        limit: of 2⁶⁴ - 1.
        most: how many values there are, different or not.
    """
    if limit == ALL - 1:
        return Measure(kept)
    share = limit / ALL
    spread = NORMAL * sqrt(kept * (1 - share)) if kept else 1 / share
    low, value, high = ((kept + step * spread) / share for step in (-1, 0, 1))
    return Measure(round(min(value, most)), "approximate", low=min(max(low, kept), most), high=min(high, most))
