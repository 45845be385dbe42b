"""`out_of_order`: rows that stand before or after their time, where all others are in order of it."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.timelines import FEWEST_ROWS, MOST_LATE, Timeline, timelines
from dpa_jupyter.quality.detection.times import shown
from dpa_jupyter.quality.detection.writing import finding, seen_in_sample
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

ID = "out_of_order"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns by which nearly all rows are in order."""
    for line in timelines(evidence).values():
        if line.late is not None and line.late.any():
            yield _finding(evidence, line, int(line.late.sum()))


def _finding(evidence: FrameEvidence, line: Timeline, rows: int) -> Finding:
    assert line.late is not None
    way = "the latest first" if line.is_descending else "the earliest first"
    return finding(
        ID, "timeliness", evidence, (line.column,), None,
        title=f"The rows are in order of `{line.column}`, {way}, but for a few",
        why="They came late or were put in later: what looks at the row before goes wrong there, such as a difference.",
        severity="note", certainty=0.3, examples=shown(*line.moments[line.late][:5]),
        failed=seen_in_sample(evidence, rows),
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="timeliness",
    definition="rows earlier than one before them (or later than one after, if these are fewer), 5 % of all at most",
    source="late data of stream processing: Akidau et al., The Dataflow Model, VLDB 2015",
    reason="Where more than one row in twenty is out of order, the rows are in another one, and that is no fault.",
    look=look,
    thresholds={"most_late": MOST_LATE, "fewest_rows": FEWEST_ROWS},
)
