"""`candidate_key`: columns of which each row has a value of its own."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding, quoted
from dpa_jupyter.quality.engines.tables.duplicates import names_rows
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

ID = "candidate_key"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns that identify a row."""
    keys = [column.column.name for column in evidence.columns if names_rows(column)]
    if keys and evidence.rows > 1:
        yield finding(
            ID,
            "uniqueness",
            evidence,
            keys,
            None,
            title=f"Each row has a value of its own in {quoted(keys)}",
            why="Rows can be told apart and joined by it.",
            severity="note",
        )


CHECK = Check(
    id=ID,
    dimension="uniqueness",
    definition="d = n, no value missing, counted exactly; not of measurements",
    source="Codd, A relational model of data for large shared data banks, 1970",
    reason="One repeated value, and it is no key: an approximate count is never enough.",
    look=look,
)
