"""`irregular_interval`: steps of another length in a course that mostly goes by one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.timelines import NEAR, Cadence, timelines
from dpa_jupyter.quality.detection.times import span
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.wording import percent

MOST_DEVIATIONS = 3.5
NORMAL = 1.4826
LEAST_SHARE = 0.01
FEWEST_STEPS = 50
ID = "irregular_interval"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns whose steps are neither of the usual length nor a gap of several."""
    for line in timelines(evidence).values():
        if line.cadence is not None:
            share = _off(line.cadence)
            if share is not None and share >= LEAST_SHARE:
                yield _finding(evidence, line.column, line.cadence, share)


def _off(course: Cadence) -> float | None:
    """Return the share of single steps that are off; of several at once only the mean is known."""
    lengths = course.lengths[course.steps == 1]
    if len(lengths) < FEWEST_STEPS:
        return None
    deviation = NORMAL * float(np.median(np.abs(lengths - course.usual)))
    whole = np.maximum(1, np.rint(lengths / course.usual)) * course.usual
    off = np.abs(lengths - whole)
    return float((off > np.maximum(MOST_DEVIATIONS * deviation, NEAR * course.usual)).mean())


def _finding(evidence: FrameEvidence, name: str, course: Cadence, share: float) -> Finding:
    return finding(
        ID, "timeliness", evidence, (name,), None,
        title=f"`{name}` goes by {span(course.usual)}, but for {percent(share)} of the steps",
        why="What counts rows instead of time, such as a moving mean of ten rows, mixes spans of different lengths.",
        severity="note", certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="timeliness",
    definition="steps more than 3.5 deviations (1.4826 MAD) and a tenth off the usual one and off each multiple of it",
    source="Iglewicz & Hoaglin, How to Detect and Handle Outliers, 1993",
    reason="A clock that is a tenth off is none; where fewer than 80 % of the steps are alike, there is no usual one.",
    look=look,
    thresholds={"most_deviations": MOST_DEVIATIONS, "near": NEAR, "least_share": LEAST_SHARE},
)
