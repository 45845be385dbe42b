"""`excel_date_mangling`: codes such as 3-22 or MARCH1 that a spreadsheet took for dates."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
MANGLED = rf"(?i)^\s*(?:[0-9]{{1,2}}-{_MONTH}|{_MONTH}-[0-9]{{2}}|[0-9]{{1,2}}-{_MONTH}-[0-9]{{2,4}})\s*$"
DATES = r"(?i)^\s*[0-9]{1,4}[-/. ][0-9a-z]{1,9}[-/. ,]+[0-9]{1,4}\b|^\s*[a-z]{3,9}[-/. ][0-9]{1,4}\b"
MOST_SHARE = 0.3
ID = "excel_date_mangling"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows with a short date in columns whose other texts are none."""
    for column in texts(evidence).values():
        mangled = column.matching(MANGLED)
        if not mangled.any() or column.share(mangled) > MOST_SHARE:
            continue
        if column.share(~mangled & column.matching(DATES)) <= column.share(mangled) / 2:
            yield _finding(evidence, column.having(mangled))


def _finding(evidence: FrameEvidence, column: Texts) -> Finding:
    return finding(
        ID, "validity", evidence, (column.column,), call("matches", Column(column.column), MANGLED),
        title=f"`{column.column}` has codes that became dates: {quoted(column.words)}",
        why="A spreadsheet took a range, an issue or a gene's name for a date; what stood there must be looked up.",
        severity="high", examples=column.words, certainty=0.85,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="texts such as Mar-22 or 1-Sep in a column whose other texts are no dates",
    source="Ziemann, Eren, El-Osta: Gene name errors are widespread, Genome Biology 17, 2016",
    reason="Where more than three in ten are such dates, the column may be one of months.",
    look=look,
    most_share=MOST_SHARE,
)
