"""What is kept of a frame to set a later one beside it: how its values spread, and none of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.findings import ColumnType, Scalar
from dpa_jupyter.quality.finding import Severity
from dpa_jupyter.statistics.variable import Floats


@dataclass(frozen=True, eq=False)
class Spread:
    """Finite numbers, or times in seconds since 1970, in ascending order, and how many rows each of them stands for."""

    values: Floats
    """Different ones."""
    counts: Floats

    @cached_property
    def rows(self) -> float:
        """Return how many rows have a value."""
        return float(self.counts.sum())

    @cached_property
    def up_to(self) -> Floats:
        """Return the share of the rows with no larger value, for each value."""
        share: Floats = np.cumsum(self.counts) / self.rows
        return share

    @cached_property
    def mean(self) -> float:
        """Return the mean."""
        return float((self.values * self.counts).sum()) / self.rows

    @cached_property
    def deviation(self) -> float:
        """Return the standard deviation, 0 where there is but one value."""
        return float(np.sqrt(((self.values - self.mean) ** 2 * self.counts).sum() / self.rows))

    def thinned(self, most: int) -> Spread:
        """Keep so many quantiles, each the middle of an equal part of the rows; all values where they are no more."""
        if len(self.values) <= most:
            return self
        values, counts = np.unique(self.at((np.arange(most) + 0.5) / most), return_counts=True)
        return Spread(values, counts.astype(np.float64) * (self.rows / most))

    def at(self, shares: Floats) -> Floats:
        """Return quantiles: the least value that so large a share of the rows does not exceed."""
        places = np.searchsorted(self.up_to, shares - 1e-12)
        found: Floats = self.values[np.clip(places, 0, len(self.values) - 1)]
        return found

    def between(self, edges: Floats) -> Floats:
        """Count the rows below each edge and not below the one before, the outer bins being open."""
        before = np.concatenate([[0.0], np.cumsum(self.counts)])[np.searchsorted(self.values, edges)]
        found: Floats = np.diff(np.concatenate([[0.0], before, [self.rows]]))
        return found


@dataclass(frozen=True, eq=False)
class Shares:
    """How many rows have which value, the most frequent first."""

    counts: Mapping[Scalar, float]
    rest: float = 0.0
    """Rows with a value that is not listed."""
    is_complete: bool = True
    """Each value that the column has is listed, or counted in `rest`; otherwise they come from a sample of its rows."""

    @cached_property
    def rows(self) -> float:
        """Return how many rows have a value."""
        return float(sum(self.counts.values())) + self.rest


@dataclass(frozen=True, eq=False)
class ColumnPortrait:
    """A column; None where it was not measured or has no meaning for the type."""

    name: str
    type: ColumnType
    native_type: str
    rows: int
    missing: float | None
    """Rows without a value."""
    distinct: float | None = None
    mean: float | None = None
    standard_deviation: float | None = None
    is_key: bool = False
    """Each row has a value of its own."""
    spread: Spread | None = None
    shares: Shares | None = None
    is_withheld: bool = False
    """Nothing is kept of its values, since they are sensitive."""

    @property
    def missing_share(self) -> float | None:
        """Return the share of the rows without a value."""
        return self.missing / self.rows if self.missing is not None and self.rows else None


@dataclass(frozen=True, eq=False)
class Correlations:
    """Spearman's rank correlation of each pair of some columns of numbers."""

    columns: tuple[str, ...]
    values: NDArray[np.float64]
    """Square; NaN where there is none."""
    rows: NDArray[np.float64]
    """On how many rows each rests."""


@dataclass(frozen=True, slots=True)
class KnownFinding:
    """What was found in a frame."""

    check: str
    columns: tuple[str, ...]
    severity: Severity
    title: str


@dataclass(frozen=True, eq=False)
class FramePortrait:
    """A frame."""

    name: str
    rows: int
    columns: tuple[ColumnPortrait, ...]
    correlations: Correlations | None = None
    duplicate_rows: float | None = None
    score: float | None = None
    """From 0 to 100."""
    findings: tuple[KnownFinding, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, ColumnPortrait]:
        """Return the columns by name."""
        return {column.name: column for column in self.columns}
