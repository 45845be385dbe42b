"""How checks write what they found: predicates over listed values, findings, fixes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dpa_jupyter.findings import Scalar
from dpa_jupyter.quality.detection.texts import Texts
from dpa_jupyter.quality.evidence import FrameEvidence, Measure
from dpa_jupyter.quality.expressions import Column, Expression, Literal, Lookup, Predicate, Value, call
from dpa_jupyter.quality.finding import Dimension, Finding, LookedAt, Severity
from dpa_jupyter.quality.operation import Confidence, DropColumns, Operation, SetValues
from dpa_jupyter.quality.operations.proposals import propose
from dpa_jupyter.statistics.intervals import wilson

MOST_LISTED = 2_000
"""A predicate lists at most so many values; more would be slower to compile than to look at."""
MOST_EXAMPLES = 5


def finding(
    check: str,
    dimension: Dimension,
    evidence: FrameEvidence,
    columns: Sequence[str],
    predicate: Predicate | None,
    *,
    title: str,
    why: str,
    severity: Severity = "medium",
    examples: Sequence[Scalar] = (),
    fixes: Sequence[Operation] = (),
    certainty: float = 1.0,
    among: Texts | None = None,
    failed: Measure | None = None,
) -> Finding:
    """Write a finding about every row of a frame; of the texts that the predicate lists, if these may not be all."""
    return Finding(
        check, dimension, severity, tuple(columns), title, why, predicate, evidence.rows, failed,
        tuple(examples[:MOST_EXAMPLES]), tuple(fixes), certainty, _looked_at(among),
    )  # fmt: skip


def seen_in_sample(evidence: FrameEvidence, failed: int) -> Measure:
    """Tell how many rows fail where no predicate can name them: as many as in the sample, or in proportion to it."""
    rows = evidence.sample.num_rows
    if evidence.is_whole or not rows:
        return Measure(failed)
    low, high = wilson(np.array([float(failed)]), np.array([float(rows)]))
    times = evidence.rows / rows
    bounds = float(low[0]) * evidence.rows, float(high[0]) * evidence.rows
    return Measure(round(failed * times), "sampled", rows, *bounds)


def is_any(column: str, values: Sequence[Value]) -> Predicate:
    """Say that a column has one of these values."""
    return call("is_in", Column(column), *values[:MOST_LISTED])


def listed_or(found: Texts, predicate: Predicate) -> Predicate:
    """Say what is true of these texts: by listing them, unless it may be true of others too."""
    is_all = found.looked_at is None and len(found.words) <= MOST_LISTED
    return is_any(found.column, found.words) if is_all else predicate


def matching_or_any(found: Texts, pattern: str) -> Predicate:
    """Say that a text has a pattern that these have."""
    return listed_or(found, call("matches", Column(found.column), pattern))


def _looked_at(among: Texts | None) -> LookedAt | None:
    if among is None or not among.rows:
        return None
    known, listed = among.looked_at, int(among.counts[:MOST_LISTED].sum())
    if listed == among.rows:
        return known
    return LookedAt((known.share if known else 1.0) * listed / among.rows, among.looked)


def absent(column: str, *, is_text: bool) -> Predicate:
    """Say that a cell has no value, or a text of nothing but white space."""
    missing = call("is_missing", Column(column))
    return call("or", missing, call("equal", call("trim", Column(column)), "")) if is_text else missing


def set_values(
    column: str, where: Predicate, value: Expression, confidence: Confidence, title: str, reason: str
) -> Operation:
    """Propose to give cells of a column another value."""
    return propose(title, SetValues(column, where, value), confidence, reason)


def replace_values(
    column: str, pairs: Mapping[str, Value], confidence: Confidence, title: str, reason: str
) -> Operation:
    """Propose to replace some values of a column, each by the one that it stands for."""
    listed = tuple(pairs.items())[:MOST_LISTED]
    where = is_any(column, [wrong for wrong, _ in listed])
    return set_values(column, where, Lookup(Column(column), listed), confidence, title, reason)


def make_missing(column: str, where: Predicate, confidence: Confidence, reason: str) -> Operation:
    """Propose to say of cells that they have no value."""
    return set_values(column, where, Literal(None), confidence, f"Make these values of `{column}` missing", reason)


def drop_column(column: str, confidence: Confidence, reason: str) -> Operation:
    """Propose to leave a column out."""
    return propose(f"Leave out `{column}`", DropColumns((column,)), confidence, reason)


def quoted(values: Sequence[object], most: int = 3) -> str:
    """Name a few values in a sentence."""
    named = ", ".join(f"“{str(value)[:40]}”" for value in values[:most])
    return f"{named} and {len(values) - most} more" if len(values) > most else named
