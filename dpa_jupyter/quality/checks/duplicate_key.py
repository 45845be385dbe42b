"""`duplicate_key`: a few repeated values in a column that is called a key and nearly is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.numbers import is_whole
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, Repeats, call
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import DropRows
from dpa_jupyter.quality.operations.proposals import propose

KEY_NAME = re.compile(r"(?:^|[\s_.-])(?i:id|key|uuid|guid|pk)$|[a-z](?:Id|ID|Key|Uuid|UUID)$")
"""Such as id, user_id, userId; not "paid"."""
MOST_SHARE = 0.05
FEWEST_ROWS = 20
ID = "duplicate_key"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows that repeat a value of what should be a key."""
    for column in evidence.columns:
        may_be_key = column.type == "text" or is_whole(evidence, column)
        if evidence.rows >= FEWEST_ROWS and may_be_key and _is_nearly_key(column):
            yield _finding(evidence, column.column.name)


def _is_nearly_key(column: ColumnEvidence) -> bool:
    if column.distinct is None or column.failure is not None:
        return False
    name, present = column.column.name, column.rows - column.missing.value
    is_called_key = KEY_NAME.search(name) is not None
    # Where the count is approximate, the rows that repeat are counted all the same, and decide.
    most = column.distinct.value if column.distinct.high is None else column.distinct.high
    is_key = column.distinct.precision == "exact" and column.distinct.value == present
    return is_called_key and not is_key and most >= (1 - MOST_SHARE) * present


def _finding(evidence: FrameEvidence, name: str) -> Finding:
    where = call("and", call("not", call("is_missing", Column(name))), Repeats((name,)))
    reason = "It keeps the first row of each key; which of the others is right, nobody but you knows."
    drop = propose(f"Keep the first row of each `{name}`", DropRows(where), "low", reason)
    return finding(
        ID,
        "uniqueness",
        evidence,
        (name,),
        where,
        title=f"`{name}` repeats in some rows",
        why="A join by it multiplies rows, and sums count them twice.",
        severity="high",
        fixes=(drop,),
        certainty=0.8,
    )


CHECK = Check(
    id=ID,
    dimension="uniqueness",
    definition="rows whose value stands in an earlier row, in a column called id or key that has hardly any of them",
    source="Uniqueness of DAMA UK, 2013; entity integrity of Codd, 1979",
    reason="A column that repeats in more than 5 % of the rows refers to something, and is no key of these rows.",
    look=look,
    most_share=MOST_SHARE,
)
