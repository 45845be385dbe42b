"""`time_gap`: times that are missing from a regular course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.timelines import Cadence, Timeline, timelines
from dpa_jupyter.quality.detection.times import shown, span
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

LEAST_WHOLE = 0.95
"""So many of the steps must be without a gap, or with one that returns, such as weekends."""
FEWEST_RETURNS = 5
EVEN = 0.5
"""Gaps return if the steps between them vary by less of their mean; of gaps by chance they vary by all of it."""
TIMES = 2
"""A gap among those that return must be so many times as long as they are."""
BY_CHANCE = 0.05
"""Expected number of empty times by which rows that come by chance would leave one out."""
ID = "time_gap"


@dataclass(frozen=True, slots=True)
class _Gaps:
    missing: int
    longest: int
    """Its place among the steps."""


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns of which a few times are missing."""
    for line in timelines(evidence).values():
        course = line.cadence
        if course is not None and not _is_by_chance(line):
            gaps = _gaps(course)
            if gaps is not None:
                yield _finding(evidence, line, course, gaps)


def _gaps(course: Cadence) -> _Gaps | None:
    missed = course.missed
    places = np.flatnonzero(missed)
    if _return(places):
        is_gap = missed > TIMES * np.quantile(missed[places], 0.9)
    elif len(places) <= (1 - LEAST_WHOLE) * len(missed):
        is_gap = missed > 0
    else:
        return None
    if not is_gap.any():
        return None
    return _Gaps(int(missed[is_gap].sum()), int(np.argmax(np.where(is_gap, missed, 0))))


def _return(places: np.ndarray) -> bool:
    """Tell whether gaps come back regularly, as nights and weekends do."""
    between = np.diff(places)
    return len(between) >= FEWEST_RETURNS and bool(between.std() < EVEN * between.mean())


def _is_by_chance(line: Timeline) -> bool:
    """Tell whether some times may be without a row only because few rows come at any (Poisson)."""
    if line.known is None or np.median(line.known.counts) <= 1:
        return False
    few = float(np.quantile(line.known.counts, 0.05))
    return bool(len(line.known.counts) * np.exp(-few) > BY_CHANCE)


def _finding(evidence: FrameEvidence, line: Timeline, course: Cadence, gaps: _Gaps) -> Finding:
    start = course.starts[gaps.longest]
    first, last = shown(start, start + course.lengths[gaps.longest])
    times = "time is" if gaps.missing == 1 else "times are"
    return finding(
        ID, "timeliness", evidence, (line.column,), None,
        title=f"{gaps.missing:,} {times} missing from `{line.column}`, which goes by {span(course.usual)}; "
        f"most of them between {first} and {last}",
        why="Sums over time are too low there, and what is taken from the row before is older than it seems.",
        severity="low", certainty=0.6,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="timeliness",
    definition="times that are left out of steps of one length (within 10 %), but for gaps that return, as weekends do",
    source="missing periods of databricks' dqx; the Poisson distribution for empty periods",
    reason="Where 95 % of the steps are whole, a gap is an exception; where few rows come at a time, it may be chance.",
    look=look,
    thresholds={"least_whole": LEAST_WHOLE, "even": EVEN, "by_chance": BY_CHANCE},
)
