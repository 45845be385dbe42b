"""`empty_string`: texts of nothing, or of nothing but white space."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding, make_missing
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

ID = "empty_string"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose text is blank."""
    for column in evidence.columns:
        name = column.column.name
        if column.blank is not None and column.blank.value:
            where = call("equal", call("trim", Column(name)), "")
            yield finding(
                ID,
                "completeness",
                evidence,
                (name,),
                where,
                title=f"`{name}` holds blank texts",
                why="They stand for missing values, but count as values: no filter for missing ones finds them.",
                examples=("",),
                fixes=(make_missing(name, where, "high", "A blank text says nothing."),),
                certainty=0.9,
            )


CHECK = Check(
    id=ID,
    dimension="completeness",
    definition="texts of which nothing is left without white space",
    source="pandas.read_csv and most readers of CSV files, which take an empty field for a missing value",
    reason="One is enough: whoever counts missing values misses it.",
    look=look,
)
