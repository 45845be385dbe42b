"""What a table in memory tells of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.findings import ColumnType, Scalar
from dpa_jupyter.frames.arrow_types import analysable, column_type
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.halving import each_or_error
from dpa_jupyter.quality.engines.tables.numbers import NumberSummary, summarise
from dpa_jupyter.quality.engines.tables.plain_numbers import as_floats, plain_scalar
from dpa_jupyter.quality.engines.tables.text_classes import TextSummary, summarise_texts
from dpa_jupyter.quality.engines.tables.value_counts import count_values
from dpa_jupyter.quality.engines.time_limit import TooSlow, TooSlowError
from dpa_jupyter.quality.evidence import ColumnEvidence, ColumnStatus, Measure, ValueCounts

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

NUMERIC: frozenset[ColumnType] = frozenset({"integer", "number"})
TEMPORAL: frozenset[ColumnType] = frozenset({"datetime", "date", "time", "duration"})


def measure_columns(
    connection: DuckDBPyConnection, columns: Sequence[Column], data: Mapping[str, pa.ChunkedArray | str], rows: int
) -> tuple[ColumnEvidence, ...]:
    """Measure columns exactly; one that could not be read comes as the reason why, and is passed on as a failure."""
    found = [_measured_or_failed(column, data[column.name], rows) for column in columns]
    return tuple(with_texts(connection, found))


def failed(column: Column, rows: int, reason: str) -> ColumnEvidence:
    """Say that a column could not be measured."""
    status: ColumnStatus = "too slow" if isinstance(reason, TooSlow) else "failed"
    return ColumnEvidence(column, column.type, rows, Measure(0), failure=reason, status=status)


def after_or_before(
    estimates: Sequence[ColumnEvidence], found: Sequence[ColumnEvidence | Exception]
) -> list[ColumnEvidence]:
    """Keep the estimate of a column of which all rows could not be measured, and say so if that took too long."""

    def chosen(before: ColumnEvidence, after: ColumnEvidence | Exception) -> ColumnEvidence:
        if not isinstance(after, Exception):
            return after
        return replace(before, status="too slow") if isinstance(after, TooSlowError) else before

    return [chosen(before, after) for before, after in zip(estimates, found, strict=True)]


def _measured_or_failed(column: Column, values: pa.ChunkedArray | str, rows: int) -> ColumnEvidence:
    if isinstance(values, str):
        return failed(column, rows, values)
    (found,) = each_or_error([column], lambda _: [measure_column(column, values)])
    return failed(column, rows, str(found)) if isinstance(found, Exception) else found


def measure_column(column: Column, values: pa.ChunkedArray) -> ColumnEvidence:
    """Measure one column, all but what its texts are."""
    plain = analysable(values)
    kind = column_type(plain.type) if plain.null_count < len(plain) else column.type
    counts = count_values(plain)
    if counts is None:
        return ColumnEvidence(column, kind, len(plain), Measure(plain.null_count))
    return from_counts(column, kind, len(plain), counts)


def from_counts(column: Column, kind: ColumnType, rows: int, counts: ValueCounts) -> ColumnEvidence:
    """Measure a column of which it is known how often each value stands in it, all but what its texts are."""
    missing = rows - int(np.sum(counts.counts.to_numpy()))
    found = ColumnEvidence(column, kind, rows, Measure(missing), Measure(len(counts.values)), values=counts)
    return _with_numbers(found, counts) if kind in NUMERIC | TEMPORAL else found


def _with_numbers(found: ColumnEvidence, counts: ValueCounts) -> ColumnEvidence:
    summary = summarise(as_floats(counts.values), counts.counts.to_numpy())
    low, high = _extremes(counts.values)
    with_order = replace(
        found,
        minimum=low,
        maximum=high,
        quantiles={share: Measure(at.value, low=at.low, high=at.high) for share, at in summary.quantiles.items()},
        histogram=summary.histogram,
    )
    return _with_moments(with_order, summary) if found.type in NUMERIC else with_order


def _with_moments(found: ColumnEvidence, summary: NumberSummary) -> ColumnEvidence:
    return replace(
        found,
        mean=_measure(summary.mean),
        standard_deviation=_measure(summary.standard_deviation),
        skewness=_measure(summary.skewness),
        zeros=Measure(summary.zeros),
        negatives=Measure(summary.negatives),
        infinite=Measure(summary.infinite),
    )


def _extremes(values: pa.Array) -> tuple[Scalar, Scalar]:
    """Return the least and the most of all finite values."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(values.type):
        values = values.filter(pc.is_finite(values))
    # There is no `min_max` of durations.
    found = pc.min_max(values.cast(pa.int64()) if pa.types.is_duration(values.type) else values)
    low, high = (found[end].cast(values.type) for end in ("min", "max"))
    return plain_scalar(low), plain_scalar(high)


def with_texts(connection: DuckDBPyConnection, found: Sequence[ColumnEvidence]) -> Iterator[ColumnEvidence]:
    """Add what the texts of columns are, in one query for all of them; one whose texts are no UTF-8 fails."""
    texts = [each.values for each in found if each.type == "text" and each.values is not None]
    summaries = iter(each_or_error(texts, lambda some: summarise_texts(connection, some)) if texts else [])
    for each in found:
        yield _with_text_or_failed(each, next(summaries)) if each.type == "text" and each.values is not None else each


def _with_text_or_failed(found: ColumnEvidence, summary: TextSummary | Exception) -> ColumnEvidence:
    return (
        failed(found.column, found.rows, str(summary)) if isinstance(summary, Exception) else _with_text(found, summary)
    )


def _with_text(found: ColumnEvidence, summary: TextSummary) -> ColumnEvidence:
    """Add what the texts of a column are."""
    return replace(
        found,
        minimum=summary.minimum,
        maximum=summary.maximum,
        blank=Measure(summary.blank),
        padded=Measure(summary.padded),
        lengths=summary.lengths,
        parses={name: Measure(count) for name, count in summary.parses.items()},
    )


def _measure(value: float) -> Measure | None:
    return Measure(value) if isfinite(value) else None
