"""What a look at all rows tells of a column of which a sample is known."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from dpa_jupyter.quality.engines.tables.plain_numbers import plain_scalar
from dpa_jupyter.quality.evidence import ColumnEvidence, Histogram, Measure
from dpa_jupyter.quality.states.scanned import ScannedColumn, ScannedNumbers, ScannedTexts


def with_scanned(before: ColumnEvidence, found: ScannedColumn, rows: int) -> ColumnEvidence:
    """Put what was found in all rows in the place of what was estimated."""
    after = replace(
        before,
        missing=Measure(rows - found.present),
        distinct=found.hashes.count(found.present) if found.hashes is not None else None,
    )
    if found.ends is not None:
        low, high = map(plain_scalar, found.ends)
        after = replace(after, minimum=low, maximum=high)
    if found.numbers is not None:
        return _with_numbers(after, found.numbers, found.present)
    return _with_texts(after, found.texts, found.present) if found.texts is not None else after


def _with_numbers(after: ColumnEvidence, numbers: ScannedNumbers, present: int) -> ColumnEvidence:
    moments = numbers.moments
    return replace(
        after,
        mean=_measure(moments.mean) if moments.count else None,
        standard_deviation=_measure(moments.standard_deviation),
        skewness=_measure(moments.skewness),
        zeros=Measure(numbers.zeros),
        negatives=Measure(numbers.negatives),
        infinite=Measure(present - moments.count),
        histogram=_widened(after),
    )


def _with_texts(after: ColumnEvidence, texts: ScannedTexts, present: int) -> ColumnEvidence:
    return replace(
        after,
        blank=Measure(texts.blank),
        # A blank text that is not empty is spaced too.
        padded=Measure(texts.spaced - texts.blank + texts.empty),
        lengths=(texts.shortest, texts.characters / present, texts.longest),
    )


def _measure(value: float) -> Measure | None:
    return Measure(value) if isfinite(value) else None


def _widened(column: ColumnEvidence) -> Histogram | None:
    """Let a sample's outer bins reach to the extremes of all rows."""
    known, low, high = column.histogram, column.minimum, column.maximum
    if known is None or not isinstance(low, int | float) or not isinstance(high, int | float):
        return known
    edges = (min(known.edges[0], float(low)), *known.edges[1:-1], max(known.edges[-1], float(high)))
    return Histogram(edges, known.counts)
