"""`null_rate_drift`: values that are missing more often than before, or less often."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.drift.check import DriftCheck, Shift
from dpa_jupyter.quality.drift.distances import two_shares
from dpa_jupyter.quality.drift.pair import ColumnPair, FramePair
from dpa_jupyter.quality.drift.wording import drifted, shares_of
from dpa_jupyter.quality.finding import Finding, Severity

NOTABLE = 0.02
FIRST = 0.001
"""Of the rows, where no value was missing before: a source that never failed has begun to."""
MEDIUM, HIGH = 0.05, 0.2
ID = "null_rate_drift"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Name the columns whose share of missing values moved."""
    for column in pair.columns:
        then, now = column.then, column.now
        if then.rows and now.rows and then.missing is not None and now.missing is not None:
            p_value = two_shares((then.missing, now.missing), (then.rows, now.rows))
            yield Shift(_finding(pair, column, then.missing / then.rows, now.missing / now.rows), p_value)


def _finding(pair: FramePair, column: ColumnPair, then: float, now: float) -> Finding | None:
    if abs(now - then) < NOTABLE and not (then == 0 and now >= FIRST):
        return None
    often = "more" if now > then else "less"
    title = f"`{column.name}` is missing {often} often than in `{pair.then.name}`: {shares_of(then, now)}"
    why = "A source that fails, a form that changed or a join that finds less leave such gaps."
    return drifted(ID, pair, (column.name,), title, why, severity=_severity(now - then))


def _severity(more: float) -> Severity:
    if more < 0:
        return "note"
    return "high" if more >= HIGH else "medium" if more >= MEDIUM else "low"


CHECK = DriftCheck(
    id=ID,
    dimension="consistency",
    definition="difference of the shares of missing values, by Pearson's test with Yates' correction",
    source="Yates, Contingency tables involving small numbers and the χ² test, 1934; thresholds are ours",
    reason="Two percentage points move what is computed from the rest; after none at all, one in a thousand is news.",
    compare=compare,
    thresholds={"notable": NOTABLE, "after none": FIRST, "medium": MEDIUM, "high": HIGH},
)
