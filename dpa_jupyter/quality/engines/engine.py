"""The seam to where a frame lives: DuckDB for what is in memory or in Parquet, Spark, Dask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from dpa_jupyter.quality.evidence import FrameEvidence, Measure
from dpa_jupyter.quality.expressions import Expression, Predicate

if TYPE_CHECKING:
    import pyarrow as pa


class MetricEngine(Protocol):
    """Measures one frame where it is; a lazy or distributed one is never collected."""

    def evidence(self, progress: Callable[[str, float | None], None]) -> Iterator[FrameEvidence]:
        """Measure the frame; the first evidence comes from a sample, at once, the last is final.

        Raises:
            FrameError: the frame can't be read at all; a single column that can't be says so in its evidence.
        """
        ...

    def count(self, predicates: Sequence[Predicate]) -> list[Measure | None]:
        """Count the rows in which each predicate is true, in one scan; None for one that can't be evaluated."""
        ...

    def rows(self, predicate: Predicate, columns: Sequence[str], limit: int, skip: int = 0) -> pa.Table:
        """Return rows in which a predicate is true, with their position (NULL without order) as the last column."""
        ...

    def preview(self, where: Predicate, value: Expression, columns: Sequence[str], limit: int) -> pa.Table:
        """Return such rows with the new value as the last column."""
        ...
