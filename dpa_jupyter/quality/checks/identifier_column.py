"""`identifier_column`: values that number the rows, or name them in a regular form."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding, quoted
from dpa_jupyter.quality.engines.tables.duplicates import is_key
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.finding import Finding

FEWEST_ROWS = 20
FORM_LENGTH = 6
"""A code that tells many rows apart is rarely shorter; shorter texts are names of a few things."""
ID = "identifier_column"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns that only say which row it is."""
    found = [column.column.name for column in evidence.columns if is_key(column) and _is_of_form(column)]
    if found and evidence.rows >= FEWEST_ROWS:
        yield finding(
            ID,
            "uniqueness",
            evidence,
            found,
            None,
            title=f"{quoted(found)} only {'says' if len(found) == 1 else 'say'} which row it is",
            why="A model that is given it learns rows by heart, or their order.",
            severity="note",
        )


def _is_of_form(column: ColumnEvidence) -> bool:
    if column.type == "integer":
        low, high = column.minimum, column.maximum
        return isinstance(low, int) and isinstance(high, int) and high - low == column.rows - 1
    if column.type != "text" or column.lengths is None:
        return False
    shortest, _, longest = column.lengths
    return shortest == longest >= FORM_LENGTH


CHECK = Check(
    id=ID,
    dimension="uniqueness",
    definition="a key of whole numbers without a gap, or of texts of one length",
    source="`identifier_column` of cleanlab's Datalab",
    reason="A number without gaps, or a code of one length, is given and not measured.",
    look=look,
    thresholds={"length": FORM_LENGTH},
)
