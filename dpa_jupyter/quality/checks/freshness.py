"""`freshness`: how long ago the latest row was, where rows came much more often before."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.checks.future_date import PLANNED
from dpa_jupyter.quality.detection.timelines import Timeline, timelines
from dpa_jupyter.quality.detection.times import UNITS, shown, span
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

TIMES = 10
"""It must be so many of the longest usual pauses ago."""
LONGEST_USUAL = 0.99
DAY = dict(UNITS)["day"]
OF_LIVES = re.compile(r"birth|born|dob\b|death|died", re.IGNORECASE)
"""Names of dates of what is told about, and not of when it was."""
FEWEST = 20
ID = "freshness"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Tell the age of the latest time of all columns, if it is old for how often there was one."""
    now = evidence.now.timestamp() * 1e6
    lines = [line for line in timelines(evidence).values() if _may_be_of_rows(line)]
    latest = [(float(line.instants[-1]), line) for line in lines if len(line.instants) >= FEWEST]
    past = [each for each in latest if each[0] <= now + DAY]
    if not past or len(past) < len(latest):
        return
    last, line = max(past, key=lambda each: each[0])
    pause = float(np.quantile(np.diff(line.instants), LONGEST_USUAL))
    if now - last > max(TIMES * pause, DAY):
        yield _finding(evidence, line, now - last, pause)


def _may_be_of_rows(line: Timeline) -> bool:
    return PLANNED.search(line.column) is None and OF_LIVES.search(line.column) is None


def _finding(evidence: FrameEvidence, line: Timeline, age: float, pause: float) -> Finding:
    last = float(line.sorted[-1] if line.known is None else line.known.local[-1])
    return finding(
        ID, "timeliness", evidence, (line.column,), None,
        title=f"The latest `{line.column}` is {shown(last)[0]}, {span(age)} ago; few pauses were over {span(pause)}",
        why="What is told of it is as old as that: fine for the past, wrong for the present.",
        severity="note", certainty=0.3, examples=shown(last),
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="timeliness",
    definition="now less the latest time of all columns, over a day and over ten times as long as 99 % of pauses",
    source="Timeliness of DAMA UK, 2013; freshness of dbt's sources",
    reason="Ten pauses in a row are no pause: nothing was added any more. A frame of the past has one such note.",
    look=look,
    thresholds={"times": TIMES, "longest_usual": LONGEST_USUAL},
)
