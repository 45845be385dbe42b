"""`negative_in_positive`: a few negative numbers, as large as the positive ones, where nearly all are positive."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.numbers import Numbers, numbers
from dpa_jupyter.quality.detection.writing import finding, set_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import call
from dpa_jupyter.quality.finding import Finding

MOST_SHARE = 0.03
FEWEST_ROWS = 30
AS_LARGE = 0.3
"""A number that crosses zero by its nature does so by little; a lost sign leaves the usual size."""
LEAST_POSITIVE = 0.1
"""The others may be zero."""
ID = "negative_in_positive"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows with a negative number in columns of positive ones."""
    for column in numbers(evidence).values():
        below, above = column.having(column.values < 0), column.having(column.values > 0)
        if column.rows < FEWEST_ROWS or not below.rows or not above.rows:
            continue
        is_rare = below.rows <= MOST_SHARE * column.rows and above.rows >= LEAST_POSITIVE * column.rows
        if is_rare and abs(below.quantile(0.5)) >= AS_LARGE * above.quantile(0.5) and not _is_spread(below, above):
            yield _finding(evidence, column, below)


def _is_spread(below: Numbers, above: Numbers) -> bool:
    """Tell whether the numbers come down to zero gradually, as those do that can be negative."""
    return bool(above.quantile(0.02) < 0.05 * above.quantile(0.5) and len(below.values) > 1 and not above.is_whole)


def _finding(evidence: FrameEvidence, column: Numbers, below: Numbers) -> Finding:
    name, where = column.column, call("less", column.cell, 0)
    size = call("absolute", column.cell)
    fix = set_values(
        name, where, call("to_text", size) if column.is_text else size, "low", f"Take the sign off `{name}`",
        "The sizes are usual, so that the sign may be a slip; it may also mark a return or a correction.",
    )  # fmt: skip
    return finding(
        ID, "validity", evidence, (name,), where, title=f"`{name}` is negative in a few rows",
        why="Nearly all are positive: a negative one is a slip, or means something else.",
        examples=below.values[:5].tolist(), fixes=(fix,), certainty=0.6,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="numbers below zero in a column in which at most three in a hundred are",
    source="Deequ's suggested `isNonNegative` constraint",
    reason="Negative numbers of the usual size, and not near zero, speak for a wrong sign.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"as_large": AS_LARGE, "least_positive": LEAST_POSITIVE},
)
