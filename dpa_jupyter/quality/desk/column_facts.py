"""The statistics of a column by name, those alone that were measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from dpa_jupyter.quality.desk.answers import Figure
from dpa_jupyter.quality.desk.cards import figure
from dpa_jupyter.quality.desk.cells import cell
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure

Fact = tuple[str, Figure | str]


def column_facts(known: ColumnEvidence) -> list[Fact]:
    """Return what the table of columns has no room for."""
    facts = [*_counts(known), *_extremes(known), *_shape(known), *_texts(known)]
    return [(name, value) for name, value in facts if value is not None]


def _counts(known: ColumnEvidence) -> Iterator[tuple[str, Figure | None]]:
    if known.failure is None:
        yield "missing", figure(known.missing)
    yield "distinct", figure(known.distinct)
    for name, measure in (("zeros", known.zeros), ("negative", known.negatives), ("infinite", known.infinite)):
        yield name, figure(measure)


def _extremes(known: ColumnEvidence) -> Iterator[tuple[str, Figure | str | None]]:
    for name, value in (("minimum", known.minimum), ("maximum", known.maximum)):
        if value is not None:
            yield name, str(cell(value))


def _shape(known: ColumnEvidence) -> Iterator[tuple[str, Figure | str | None]]:
    is_time = known.type in ("datetime", "date")
    yield "mean", figure(known.mean)
    yield "standard deviation", figure(known.standard_deviation)
    yield "skewness", figure(known.skewness)
    names = {0.05: "5 %", 0.25: "lower quartile", 0.5: "median", 0.75: "upper quartile", 0.95: "95 %"}
    for place, name in names.items():
        measure = known.quantiles.get(place)
        if measure is not None:
            yield name, _moment(measure) if is_time else figure(measure)


def _texts(known: ColumnEvidence) -> Iterator[tuple[str, Figure | str | None]]:
    if known.lengths is not None:
        least, mean, most = known.lengths
        yield "characters", f"{least} to {most}, {mean:.1f} on average"
    yield "blank", figure(known.blank)
    yield "space at an end", figure(known.padded)
    for kind, measure in known.parses.items():
        if measure.value:
            yield f"read as {kind}", figure(measure)


def _moment(measure: Measure) -> str:
    """Write seconds since 1970; what no calendar has stays a number."""
    try:
        return datetime.fromtimestamp(measure.value, UTC).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return str(measure.value)
