"""From evidence to findings that were counted: the checks look, the engine counts, thresholds drop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import FrameEvidence, Measure
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.statistics.intervals import wilson


def examine(engine: MetricEngine, evidence: FrameEvidence, checks: Iterable[Check] | None = None) -> list[Finding]:
    """Return what the checks (all by default) find, with the failing rows counted, in one scan for all of them."""
    return examined(engine, evidence, catalogue() if checks is None else checks)[0]


def examined(
    engine: MetricEngine, evidence: FrameEvidence, checks: Iterable[Check]
) -> tuple[list[Finding], tuple[str, ...]]:
    """Return what the checks find, and by id those with failing rows that could not be counted, or not in time."""
    found = [(check, each) for check in checks for each in check.look(evidence)]
    asked = [each.predicate for _, each in found if each.predicate is not None]
    counts = iter(engine.count(asked) if asked else [])
    counted = [
        (check, replace(each, failed=_failed(each, next(counts))) if each.predicate else each) for check, each in found
    ]
    uncounted = {check.id for check, each in counted if each.predicate is not None and each.failed is None}
    kept = [
        replace(each, predicate=None, failed=None) if check.is_of_none else each
        for check, each in counted
        if _stays(check, each)
    ]
    return kept, tuple(sorted(uncounted))


def _failed(each: Finding, counted: Measure | None) -> Measure | None:
    """Estimate how many rows fail in all, where a check could look at some of the texts only."""
    if each.looked_at is None or counted is None or not each.looked_at.rows:
        return counted
    total, rows = min(counted.value / each.looked_at.share, each.checked), each.looked_at.rows
    low, high = wilson(np.array([total / each.checked * rows]), np.array([float(rows)]))
    bounds = (max(counted.value, float(low[0]) * each.checked), max(total, float(high[0]) * each.checked))
    return Measure(round(total), "sampled", rows, *bounds)


def _stays(check: Check, each: Finding) -> bool:
    if each.predicate is None:
        return True
    share = each.share
    if check.is_of_none:
        return share == 0
    return share is not None and share > 0 and check.least_share <= share <= check.most_share
