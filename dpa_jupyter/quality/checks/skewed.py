"""`skewed`: numbers of which a long tail decides the mean."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

MOST = 2.0
FEWEST_VALUES, FEWEST_ROWS = 10, 50
ID = "skewed"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns with a long tail."""
    for column in evidence.columns:
        skewness, distinct = column.skewness, column.distinct
        if skewness is None or distinct is None or evidence.rows < FEWEST_ROWS or distinct.value < FEWEST_VALUES:
            continue
        if abs(skewness.value) > MOST:
            name, end = column.column.name, "large" if skewness.value > 0 else "small"
            yield finding(
                ID,
                "accuracy",
                evidence,
                (name,),
                None,
                title=f"`{name}` has a long tail of {end} numbers (skewness {skewness.value:.1f})",
                why="Its mean says little of most rows: use the median, or logarithms.",
                severity="note",
            )


CHECK = Check(
    id=ID,
    dimension="accuracy",
    definition="|G1| > 2, Fisher and Pearson's coefficient adjusted for the sample size",
    source="Joanes & Gill, Comparing measures of sample skewness and kurtosis, 1998; West, Finch & Curran, 1995",
    reason="An exponential distribution has 2; what is beyond is no accident of a sample.",
    look=look,
    thresholds={"skewness": MOST},
)
