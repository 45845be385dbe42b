"""`scientific_mangling`: long numbers that a spreadsheet wrote as 9.79E+12."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

MANGLED = r"^\s*[0-9](?:[.,][0-9]{1,6})?[eE]\+[0-9]{2}\s*$"
LONG_NUMBER = r"^\s*[0-9]{9,}\s*$"
LEAST_LONG = 0.3
ID = "scientific_mangling"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows in scientific notation in columns of long numbers, which are codes."""
    for column in texts(evidence).values():
        mangled = column.matching(MANGLED)
        if mangled.any() and column.share(column.matching(LONG_NUMBER)) >= LEAST_LONG:
            yield _finding(evidence, column.having(mangled))


def _finding(evidence: FrameEvidence, column: Texts) -> Finding:
    return finding(
        ID, "validity", evidence, (column.column,), call("matches", Column(column.column), MANGLED),
        title=f"`{column.column}` has long numbers in scientific notation: {quoted(column.words)}",
        why="A spreadsheet rounded the codes: the last digits are lost, and several codes have become one.",
        severity="high", examples=column.words, certainty=0.9,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="texts such as 9.79E+12 in a column of numbers with nine digits or more",
    source="Microsoft Excel shows numbers of twelve digits or more so, and keeps fifteen digits",
    reason="Where a third are long whole numbers, the column is one of codes, which no one writes with an exponent.",
    look=look,
    thresholds={"least_long": LEAST_LONG},
)
