"""The portrait of a frame, from the evidence of its report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dpa_jupyter.findings import ColumnType, Scalar
from dpa_jupyter.quality.drift.correlating import correlations
from dpa_jupyter.quality.drift.portrait import ColumnPortrait, FramePortrait, KnownFinding, Shares, Spread
from dpa_jupyter.quality.engines.tables.duplicates import is_key
from dpa_jupyter.quality.engines.tables.plain_numbers import as_floats, python_values
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence, Measure, ValueCounts
from dpa_jupyter.quality.finding import Finding

NUMBERS: frozenset[ColumnType] = frozenset({"integer", "number", "duration", "time"})
TIMES: frozenset[ColumnType] = frozenset({"datetime", "date"})
GROUPS: frozenset[ColumnType] = frozenset({"text", "category", "boolean"})
MOST_QUANTILES = 10_000
"""So many numbers stand for more: a rank is then off by 0.005 percentage points at most."""
MOST_GROUPS = 1_000
"""A column of more different texts is no set of groups: how often each comes says nothing."""
ROWS_PER_GROUP = 5
"""Nor is one whose texts come less often than that on average: the least that a chi-square test is asked to bear."""


def portrait_of(evidence: FrameEvidence, findings: Sequence[Finding] = (), score: float | None = None) -> FramePortrait:
    """Return what of a frame can be set beside a later one."""
    return FramePortrait(
        name=evidence.frame,
        rows=evidence.rows,
        columns=tuple(map(column_portrait, evidence.columns)),
        correlations=correlations(evidence),
        duplicate_rows=_value(evidence.duplicate_rows),
        score=score,
        findings=tuple(KnownFinding(each.check, each.columns, each.severity, each.title) for each in findings),
    )


def column_portrait(column: ColumnEvidence) -> ColumnPortrait:
    """Return what is known of a column's values."""
    is_measured = column.failure is None
    known = column.values if is_measured else None
    return ColumnPortrait(
        name=column.column.name,
        type=column.type,
        native_type=column.column.native_type,
        rows=column.rows,
        missing=column.missing.value if is_measured else None,
        distinct=_value(column.distinct),
        mean=_value(column.mean),
        standard_deviation=_value(column.standard_deviation),
        is_key=is_measured and is_key(column),
        spread=_spread(known) if known is not None and column.type in NUMBERS | TIMES else None,
        shares=_shares(column, known) if known is not None and column.type in GROUPS else None,
    )


def _spread(known: ValueCounts) -> Spread | None:
    values = as_floats(known.values)
    counts = known.counts.to_numpy(zero_copy_only=False).astype(np.float64)
    is_finite = np.isfinite(values)
    values, counts = values[is_finite], counts[is_finite]
    if not len(values):
        return None
    order = np.argsort(values, kind="stable")
    return Spread(values[order], counts[order]).thinned(MOST_QUANTILES)


def _shares(column: ColumnEvidence, known: ValueCounts) -> Shares | None:
    rows = int(np.sum(known.counts.to_numpy(zero_copy_only=False)))
    different = len(known.values)
    if not different or different > MOST_GROUPS or different * ROWS_PER_GROUP > max(rows, ROWS_PER_GROUP * 2):
        return None
    values = [_plain(value) for value in python_values(known.values)]
    counts: list[float] = known.counts.to_pylist()
    is_complete = known.is_complete and column.missing.precision == "exact"
    return Shares(dict(zip(values, counts, strict=True)), is_complete=is_complete)


def _plain(value: object) -> Scalar:
    return value if isinstance(value, bool | int | float | str) else str(value)


def _value(measure: Measure | None) -> float | None:
    return None if measure is None else float(measure.value)
