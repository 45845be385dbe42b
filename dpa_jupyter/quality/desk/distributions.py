"""How values spread, in as many bars as there is room for."""

from __future__ import annotations

from dataclasses import dataclass

from dpa_jupyter.quality.desk.answers import Distribution
from dpa_jupyter.quality.desk.cells import cell
from dpa_jupyter.quality.engines.tables.plain_numbers import python_values
from dpa_jupyter.quality.evidence import ColumnEvidence, Histogram

SMALL = 12
"""Bars of a distribution in a table."""
LARGE = 40
"""Bars of one that stands alone."""
MOST_DIFFER = 0.9
"""From this share of rows on, values that have no bar of their own say more than those that have."""


@dataclass(frozen=True, slots=True)
class _Bars:
    edges: tuple[float, ...]
    counts: tuple[int, ...]


def distribution(column: ColumnEvidence, most: int) -> Distribution | None:
    """Return the bins of numbers and times, or the most frequent values of anything else; None for neither."""
    if column.histogram is not None and column.histogram.counts:
        bars = _coarser(column.histogram, most)
        return Distribution(
            kind="bins",
            is_time=column.type in ("datetime", "date"),
            edges=list(bars.edges),
            values=[],
            counts=list(bars.counts),
            rest=None,
            precision=column.missing.precision,
        )
    return _frequent(column, most)


def differs(distribution: Distribution) -> bool:
    """Tell whether bars would only show that hardly any value comes twice."""
    counts, rest = distribution["counts"], distribution["rest"] or 0
    if distribution["kind"] == "bins" or len(counts) <= 2:
        return False
    return max(counts) <= 1 or rest >= MOST_DIFFER * (sum(counts) + rest)


def _frequent(column: ColumnEvidence, most: int) -> Distribution | None:
    import pyarrow.compute as pc

    known = column.values
    if known is None or not len(known.values):
        return None
    counts: list[int] = known.counts.slice(0, most).to_pylist()
    values = [cell(value) for value in python_values(known.values.slice(0, most))]
    total = int(pc.sum(known.counts).as_py() or 0)
    return Distribution(
        kind="values",
        is_time=False,
        edges=[],
        values=values,
        counts=counts,
        rest=total - sum(counts),
        precision="exact" if known.is_complete and column.missing.precision == "exact" else "sampled",
    )


def _coarser(histogram: Histogram, most: int) -> _Bars:
    """Put neighbouring bins together, the same number each, so that at most so many are left."""
    bins = len(histogram.counts)
    each = -(-bins // most)
    starts = range(0, bins, each)
    counts = tuple(sum(histogram.counts[start : start + each]) for start in starts)
    edges = (*(histogram.edges[start] for start in starts), histogram.edges[bins])
    return _Bars(edges, counts)
