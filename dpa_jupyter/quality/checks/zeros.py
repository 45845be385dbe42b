"""`zeros`: numbers that are mostly zero."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.wording import percent

MOST_SHARE = 0.5
FEWEST_VALUES, FEWEST_ROWS = 3, 50
ID = "zeros"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns in which zero is what most rows have."""
    for column in evidence.columns:
        zeros, distinct = column.zeros, column.distinct
        present = column.rows - column.missing.value
        if zeros is None or distinct is None or evidence.rows < FEWEST_ROWS or distinct.value < FEWEST_VALUES:
            continue
        if zeros.value > MOST_SHARE * present:
            name = column.column.name
            yield finding(
                ID,
                "accuracy",
                evidence,
                (name,),
                call("equal", Column(name), 0),
                title=f"`{name}` is zero in {percent(zeros.value / present)} of the rows that have a value",
                why="Zero may stand for none, or for not measured; its mean tells of both.",
                severity="note",
                examples=(0,),
                certainty=0.1,
            )


CHECK = Check(
    id=ID,
    dimension="accuracy",
    definition="more than half of the values are zero, of three different ones at least",
    source="`Zeros` of ydata-profiling; zero inflation of Lambert, Technometrics 34, 1992",
    reason="Where there are but two values it is a flag.",
    look=look,
    thresholds={"most_share": MOST_SHARE},
)
