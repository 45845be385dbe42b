"""`string_length_outlier`: a few texts far longer than all others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

FAR_OUT = 3.0
AS_LONG = 4.0
"""Times the median: prose of very different lengths has a wide box, names a narrow one."""
MOST_SHARE = 0.005
FEWEST_ROWS = 100
ID = "string_length_outlier"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose text is far longer than those of others."""
    for column in texts(evidence).values():
        limit = _limit(column) if column.counts.sum() >= FEWEST_ROWS else None
        longest = evidence.column(column.column).lengths
        if limit is not None and longest is not None and longest[2] > limit:
            yield _finding(evidence, column, limit)


def _limit(column: Texts) -> int | None:
    lengths = np.fromiter(map(len, column.words), dtype=np.int64, count=len(column.words))
    order = np.argsort(lengths)
    up_to = np.cumsum(column.counts[order])
    first, middle, third = (
        int(lengths[order][np.searchsorted(up_to, share * up_to[-1])]) for share in (0.25, 0.5, 0.75)
    )
    limit = max(third + FAR_OUT * (third - first), AS_LONG * middle, 1.0)
    far = lengths > limit
    return int(limit) if column.counts[far].sum() <= MOST_SHARE * up_to[-1] else None


def _finding(evidence: FrameEvidence, column: Texts, limit: int) -> Finding:
    name = column.column
    long = [word for word in column.words if len(word) > limit]
    return finding(
        ID,
        "validity",
        evidence,
        (name,),
        call("greater", call("length", Column(name)), limit),
        title=f"`{name}` has texts of more than {limit} characters{': ' + quoted(long) if long else ''}",
        why="Two fields may have run into each other, or a note stands where a name belongs.",
        severity="note",
        examples=long,
        certainty=0.4,
    )


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="length beyond Q3 + 3 IQR of all lengths, and beyond four times the median",
    source="Tukey, Exploratory Data Analysis, 1977 (far out), of lengths",
    reason="The second condition lets prose be; where more than 0.5 % are beyond, it is how the texts are.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"fences": FAR_OUT, "as_long": AS_LONG},
)
