"""`high_cardinality_feature`: texts with so many different values that no model learns them one by one."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

FEWEST, LEAST_SHARE = 100, 0.01
MOST_SHARE = 0.9
"""Beyond it, the texts are names or prose, and nobody takes them for categories."""
ID = "high_cardinality_feature"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns of many categories."""
    for column in evidence.columns:
        distinct, present = column.distinct, column.rows - column.missing.value
        if column.type != "text" or distinct is None or distinct.value < FEWEST:
            continue
        if LEAST_SHARE * present <= distinct.value <= MOST_SHARE * present:
            name = column.column.name
            yield finding(
                ID,
                "validity",
                evidence,
                (name,),
                None,
                title=f"`{name}` has {int(distinct.value):,} different texts",
                why="A model that is given one column for each learns most of them from a few rows.",
                severity="note",
            )


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="at least 100 different texts, which are from 1 % to 90 % of the rows",
    source="Micci-Barreca, A preprocessing scheme for high-cardinality categorical attributes, SIGKDD 2001",
    reason="With 100 rows for each, a category can be learnt; below that, it can't.",
    look=look,
    thresholds={"fewest": FEWEST, "least_share": LEAST_SHARE},
)
