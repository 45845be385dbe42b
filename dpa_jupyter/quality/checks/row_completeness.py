"""`row_completeness`: rows that lack a value in any column."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

FEWEST_COLUMNS = 2
MOST_COLUMNS = 200
"""Hardly a row is complete in more columns, and a predicate of more is long."""
ID = "row_completeness"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows that are not complete, where several columns have missing values."""
    names = [
        column.column.name
        for column in evidence.columns
        if column.failure is None and 0 < column.missing.value < evidence.rows
    ]
    if FEWEST_COLUMNS <= len(names) <= MOST_COLUMNS:
        yield finding(
            ID,
            "completeness",
            evidence,
            (),
            call("or", *(call("is_missing", Column(name)) for name in names)),
            title=f"Some rows lack a value in {quoted(names)}",
            why="Dropping every row that lacks anything would leave these out.",
            severity="note",
        )


CHECK = Check(
    id=ID,
    dimension="completeness",
    definition="rows without a value in at least one column, but for columns without any",
    source="Listwise deletion of Little & Rubin, Statistical Analysis with Missing Data, 2002, 3.2",
    reason="It is a note: the cells are those of `null_rate`.",
    look=look,
)
