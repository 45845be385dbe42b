"""`infinite_or_nan`: numbers beyond all numbers; a NaN counts as missing, see `null_rate`."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding, make_missing
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

ID = "infinite_or_nan"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows with an infinite number."""
    for column in evidence.columns:
        name = column.column.name
        if column.infinite is not None and column.infinite.value:
            where = call("is_infinite", Column(name))
            yield finding(
                ID,
                "validity",
                evidence,
                (name,),
                where,
                title=f"`{name}` holds infinite numbers",
                why="One of them makes every sum and mean infinite; mostly it comes of a division by zero.",
                fixes=(make_missing(name, where, "medium", "What comes of a division by zero is unknown."),),
                examples=("inf",),
                certainty=0.9,
            )


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="numbers that are infinite",
    source="IEEE 754; `Infinite` of ydata-profiling",
    reason="One is enough.",
    look=look,
)
