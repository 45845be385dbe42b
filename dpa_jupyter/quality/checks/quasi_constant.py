"""`quasi_constant`: nearly all rows have the same value."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding, quoted
from dpa_jupyter.quality.engines.tables.plain_numbers import python_values
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.wording import percent

LEAST_TOP = 0.99
FEWEST_ROWS = 200
ID = "quasi_constant"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns with a value that nearly all rows have."""
    for column in evidence.columns:
        top = _top_share(column)
        if evidence.rows >= FEWEST_ROWS and top is not None and top >= LEAST_TOP:
            name = column.column.name
            assert column.values is not None
            (value,) = python_values(column.values.values.slice(0, 1))
            yield finding(
                ID,
                "validity",
                evidence,
                (name,),
                None,
                title=f"`{name}` is {quoted([value])} in {percent(top)} of the rows that have a value",
                why="It tells hardly any row from another.",
                severity="note",
                examples=(value if isinstance(value, bool | int | float | str) else str(value),),
            )


def _top_share(column: ColumnEvidence) -> float | None:
    if column.values is None or len(column.values.values) < 2:
        return None
    counts = column.values.counts.to_numpy()
    return float(counts[0] / counts.sum())


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="the share of the most frequent value among all values is 0.99 or more",
    source="Near-zero variance of Kuhn & Johnson, Applied Predictive Modeling, 2013, 3.5 (there 95/5)",
    reason="Rarer values than 1 % are often the interesting ones, such as fraud: it is a note.",
    look=look,
    thresholds={"top": LEAST_TOP},
)
