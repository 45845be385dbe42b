"""`row_count_change`: many more rows than before, or many fewer."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.drift.check import DriftCheck, Shift
from dpa_jupyter.quality.drift.pair import FramePair
from dpa_jupyter.quality.drift.wording import drifted
from dpa_jupyter.quality.finding import Severity
from dpa_jupyter.wording import counted

TIMES = 2.0
FEWEST_ROWS = 20
"""Of fewer, a row more or less is soon twice as many."""
GRAVE = 10.0
ID = "row_count_change"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Say so where the number of rows doubled or halved."""
    then, now = pair.then.rows, pair.now.rows
    if then == now or (now and max(then, now) < FEWEST_ROWS):
        return
    factor = max(then, now) / min(then, now) if min(then, now) else float("inf")
    if factor >= TIMES:
        title = f"There are {counted(now, 'row')}, and were {then:,} in `{pair.then.name}`"
        why = "Rows that came twice, or did not come at all, look like this."
        yield Shift(drifted(ID, pair, (), title, why, severity=_severity(now, factor), dimension="timeliness"))


def _severity(now: int, factor: float) -> Severity:
    return "high" if not now else "medium" if factor >= GRAVE else "low"


CHECK = DriftCheck(
    id=ID,
    dimension="timeliness",
    definition="the larger number of rows by the smaller one is at least 2",
    source="Relative rate of change of Deequ (Schelter and others, Automating data quality verification, 2018)",
    reason="One earlier frame does not tell how much is usual; the record of many reports does, and is asked as well.",
    compare=compare,
    thresholds={"times": TIMES, "medium": GRAVE},
)
