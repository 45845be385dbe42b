"""What a report tells of each column, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dpa_jupyter.findings import ColumnType, Precision, Scalar
from dpa_jupyter.frames.scalars import short_scalar
from dpa_jupyter.quality.engines.tables.plain_numbers import python_values
from dpa_jupyter.quality.evidence import ColumnEvidence, ColumnStatus, Histogram, Measure, ParseClass, ValueCounts

MOST_VALUES = 20
"""So many of the most frequent values are told."""


@dataclass(frozen=True, slots=True)
class TopValue:
    """A value, and in how many of the rows that were counted it stands."""

    value: Scalar
    count: int


@dataclass(frozen=True, slots=True)
class TopValues:
    """The most frequent values, the first above all."""

    values: tuple[TopValue, ...]
    precision: Precision
    rows_used: int
    """How many values were counted."""


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """A column as its evidence has it, without what is only of use to checks."""

    name: str
    type: ColumnType
    native_type: str
    missing: Measure
    distinct: Measure | None
    minimum: Scalar
    maximum: Scalar
    mean: Measure | None
    standard_deviation: Measure | None
    skewness: Measure | None
    quantiles: Mapping[float, Measure]
    zeros: Measure | None
    negatives: Measure | None
    infinite: Measure | None
    blank: Measure | None
    padded: Measure | None
    lengths: tuple[int, float, int] | None
    parses: Mapping[ParseClass, Measure]
    top: TopValues | None
    histogram: Histogram | None
    failure: str | None
    status: ColumnStatus = "measured"


def column_report(column: ColumnEvidence) -> ColumnReport:
    """Tell what is known of a column; long texts are cut."""
    return ColumnReport(
        name=column.column.name,
        type=column.type,
        native_type=column.column.native_type,
        missing=column.missing,
        distinct=column.distinct,
        minimum=short_scalar(column.minimum),
        maximum=short_scalar(column.maximum),
        mean=column.mean,
        standard_deviation=column.standard_deviation,
        skewness=column.skewness,
        quantiles=column.quantiles,
        zeros=column.zeros,
        negatives=column.negatives,
        infinite=column.infinite,
        blank=column.blank,
        padded=column.padded,
        lengths=column.lengths,
        parses=column.parses,
        top=_top(column.values) if column.values is not None else None,
        histogram=column.histogram,
        failure=column.failure,
        status=column.status,
    )


def _top(counts: ValueCounts) -> TopValues:
    import pyarrow.compute as pc

    values = python_values(counts.values.slice(0, MOST_VALUES))
    pairs = zip(values, counts.counts.slice(0, MOST_VALUES).to_pylist(), strict=True)
    listed = tuple(TopValue(short_scalar(value), count) for value, count in pairs)
    return TopValues(listed, "exact" if counts.is_complete else "sampled", int(pc.sum(counts.counts).as_py() or 0))
