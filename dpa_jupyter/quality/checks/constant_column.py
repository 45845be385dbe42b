"""`constant_column`: one value in every row."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import drop_column, finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

ID = "constant_column"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns with a single value."""
    for column in evidence.columns:
        name, distinct = column.column.name, column.distinct
        if evidence.rows > 1 and distinct is not None and distinct.value == 1 and not column.missing.value:
            reason = "Where all rows are alike, nothing can be learnt from the difference."
            yield finding(
                ID,
                "validity",
                evidence,
                (name,),
                None,
                title=f"`{name}` has the same value in every row",
                why="It tells no row from another.",
                severity="note",
                fixes=(drop_column(name, "low", reason),),
            )


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="d = 1 and no value missing",
    source="`Constant` of ydata-profiling; `is_single_value` of deepchecks",
    reason="Where values are missing too, which ones are may be what the column says.",
    look=look,
)
