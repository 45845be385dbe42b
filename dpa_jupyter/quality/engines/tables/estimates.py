"""From what was measured in a sample to what that says of all rows, with 95 % intervals."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np

from dpa_jupyter.quality.evidence import ColumnEvidence, Histogram, Measure, ValueCounts
from dpa_jupyter.statistics.intervals import NORMAL, wilson


def estimate(found: ColumnEvidence, total: int) -> ColumnEvidence:
    """Say what a measured sample tells of a column of so many rows.

    Least and most stay those of the sample, and so do the counts of values.
    """
    if found.failure is not None:
        return replace(found, rows=total)
    rows = found.rows
    return replace(
        found,
        rows=total,
        missing=scaled(found.missing, rows, total),
        distinct=distinct(found.values, found.missing, rows, total) if found.values is not None else None,
        mean=_mean(found, rows),
        standard_deviation=_plain(found.standard_deviation, rows),
        skewness=_plain(found.skewness, rows),
        quantiles={
            share: replace(measure, precision="sampled", rows_used=rows) for share, measure in found.quantiles.items()
        },
        zeros=_scaled_or_none(found.zeros, rows, total),
        negatives=_scaled_or_none(found.negatives, rows, total),
        infinite=_scaled_or_none(found.infinite, rows, total),
        blank=_scaled_or_none(found.blank, rows, total),
        padded=_scaled_or_none(found.padded, rows, total),
        parses={name: scaled(count, rows, total) for name, count in found.parses.items()},
        values=replace(found.values, is_complete=False) if found.values is not None else None,
        histogram=_scaled_histogram(found.histogram, rows, total),
    )


def scaled(count: Measure, rows: int, total: int) -> Measure:
    """Estimate a count in all rows from that in some, with Wilson's interval."""
    if not rows:
        return Measure(0.0, "sampled", 0)
    low, high = wilson(np.array([count.value]), np.array([float(rows)]))
    value = round(count.value / rows * total)
    return Measure(value, "sampled", rows, float(low[0]) * total, float(high[0]) * total)


def distinct(counts: ValueCounts, missing: Measure, rows: int, total: int) -> Measure:
    """Estimate how many different values there are from how many were seen once and how many more often.

    This is GEE, whose ratio to the truth is at most the square root of the sampling ratio, the best that any estimator
    can promise (Charikar, Chaudhuri, Motwani & Narasayya, "Towards estimation error guarantees for distinct values",
    PODS 2000); its bounds hold for sure from below and, where values seen once are all rare, from above.
    """
    seen = len(counts.values)
    once = int(np.count_nonzero(counts.counts.to_numpy() == 1))
    present = rows - missing.value
    ratio = total / rows if rows else 1.0
    most = seen - once + once * ratio
    return Measure(
        round(min(sqrt(ratio) * once + seen - once, present * ratio)), "sampled", rows, float(seen), float(most)
    )


def _mean(found: ColumnEvidence, rows: int) -> Measure | None:
    if found.mean is None:
        return None
    mean, deviation = found.mean.value, found.standard_deviation
    if deviation is None:
        return Measure(mean, "sampled", rows)
    half = NORMAL * deviation.value / sqrt(max(rows - found.missing.value, 1))
    return Measure(mean, "sampled", rows, mean - half, mean + half)


def _plain(measure: Measure | None, rows: int) -> Measure | None:
    return replace(measure, precision="sampled", rows_used=rows) if measure is not None else None


def _scaled_or_none(measure: Measure | None, rows: int, total: int) -> Measure | None:
    return scaled(measure, rows, total) if measure is not None else None


def _scaled_histogram(histogram: Histogram | None, rows: int, total: int) -> Histogram | None:
    if histogram is None:
        return None
    return Histogram(histogram.edges, tuple(round(count / rows * total) for count in histogram.counts))
