"""`duplicate_timestamp`: a time that stands in two rows of a course with one row for each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.timelines import LEAST_UNIQUE, Timeline, timelines
from dpa_jupyter.quality.detection.times import span
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, Repeats, call
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import DropRows
from dpa_jupyter.quality.operations.proposals import propose

ID = "duplicate_timestamp"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows that repeat a time, where nearly all have one of their own and go by equal steps."""
    for line in timelines(evidence).values():
        if line.cadence is not None and _repeats(line):
            yield _finding(evidence, line.column, line.cadence.usual)


def _repeats(line: Timeline) -> bool:
    if line.known is not None:
        rows = int(line.known.counts.sum())
        return LEAST_UNIQUE * rows <= len(line.known.counts) < rows
    apart = np.diff(line.moments)
    return bool(0 < (apart == 0).mean() <= 1 - LEAST_UNIQUE)


def _finding(evidence: FrameEvidence, name: str, usual: float) -> Finding:
    where = call("and", call("not", call("is_missing", Column(name))), Repeats((name,)))
    reason = "It keeps the first row of each time; which of the others is right, nobody but you knows."
    drop = propose(f"Keep the first row of each `{name}`", DropRows(where), "low", reason)
    return finding(
        ID, "timeliness", evidence, (name,), where,
        title=f"`{name}` has one row every {span(usual)}, but in a few cases two",
        why="Sums over time count these twice; at a change of clocks, local times come twice.",
        severity="low", certainty=0.6, fixes=(drop,),
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="timeliness",
    definition="rows whose time stands in an earlier one, where 95 % have their own and 80 % of the steps are equal",
    source="Uniqueness of DAMA UK, 2013, for the key of a time series",
    reason="Where more than one row in twenty shares its time, several rows for a time are meant.",
    look=look,
    most_share=1 - LEAST_UNIQUE,
    thresholds={"least_unique": LEAST_UNIQUE},
)
