"""`duplicate_rows`: rows that are like one before them in every column."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Repeats
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import DropRows
from dpa_jupyter.quality.operations.proposals import propose

FEWEST_COLUMNS = 3
USUAL = 0.2
ID = "duplicate_rows"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows that say nothing new."""
    repeated = evidence.duplicate_rows
    if repeated is None or not repeated.value:
        return
    columns = tuple(column.column.name for column in evidence.columns)
    where = Repeats(columns)
    is_usual = len(columns) < FEWEST_COLUMNS or repeated.value > USUAL * evidence.rows
    reason = "It keeps the first of each; two equal rows may yet be two events."
    yield finding(
        ID,
        "uniqueness",
        evidence,
        (),
        where,
        title=f"{int(repeated.value):,} rows repeat an earlier one",
        why="They count twice in every sum and count.",
        severity="note" if is_usual else "medium",
        fixes=(propose("Leave out repeated rows", DropRows(where), "medium", reason),),
        certainty=0.5 if is_usual else 0.8,
    )


CHECK = Check(
    id=ID,
    dimension="uniqueness",
    definition="n less the number of different rows; missing values are alike",
    source="Uniqueness of DAMA UK, 2013",
    reason="Rows of one or two columns, or of which a fifth repeat, are counts of something rather than its copies.",
    look=look,
    thresholds={"usual": USUAL, "fewest_columns": FEWEST_COLUMNS},
)
