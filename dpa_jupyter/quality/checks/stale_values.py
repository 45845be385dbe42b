"""`stale_values`: a number that stays the same for long in a course in which it changes all the time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.timelines import Timeline, timelines
from dpa_jupyter.quality.detection.times import shown
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, Predicate, call
from dpa_jupyter.quality.finding import Finding

MOST_COLUMNS = 30
FEWEST_ROWS, FEWEST_VALUES = 100, 30
MOST_SAME = 0.5
"""If the number is more often the same as in the row before, it changes in steps by nature."""
SHORTEST = 5
TIMES, FIFTH = 3, 5
"""The run must be so many times as long as the fifth longest: numbers that change slowly for a while have several."""
BY_CHANCE = 0.001
"""Expected number of runs of this length in the whole column, were each row the same as the one before by chance."""
MOST_SHARE = 0.2
ID = "stale_values"


@dataclass(frozen=True, slots=True)
class _Run:
    first: int
    """Its place among the rows of the sample."""
    last: int
    value: float


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows in which a number stands still, in frames whose rows are in order of a time."""
    line = next((each for each in timelines(evidence).values() if _orders_rows(evidence, each)), None)
    if line is None or evidence.rows < FEWEST_ROWS:
        return
    for known in [each for each in evidence.columns if _changes(each)][:MOST_COLUMNS]:
        run = _longest(_values(evidence, known.column.name))
        if run is not None:
            yield _finding(evidence, line, known, run)


def _orders_rows(evidence: FrameEvidence, line: Timeline) -> bool:
    """Tell whether each row has a time, more often than not another one than the row before."""
    is_full = len(line.moments) == evidence.sample.num_rows
    return is_full and line.late is not None and bool((np.diff(line.moments) == 0).mean() < MOST_SAME)


def _changes(known: ColumnEvidence) -> bool:
    is_number = known.type in ("integer", "number") and known.failure is None
    return is_number and known.distinct is not None and known.distinct.value >= FEWEST_VALUES


def _values(evidence: FrameEvidence, name: str) -> np.ndarray:
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pc.cast(evidence.sample.column(name), pa.float64(), safe=False)
    return np.asarray(column.fill_null(np.nan), dtype=float)


def _longest(values: np.ndarray) -> _Run | None:
    """Return the longest run of one number that is not the most frequent one, if it is too long for chance."""
    same = values[1:] == values[:-1]
    share = float(same.mean())
    if not 0 < share <= MOST_SAME:
        return None
    ends = np.flatnonzero(np.concatenate([~same, [True]]))
    lengths = np.diff(ends, prepend=-1)
    longest = int(np.where(_is_usual(values, ends, lengths), 0, lengths).argmax())
    length, value = int(lengths[longest]), float(values[ends[longest]])
    usual_length = int(np.partition(lengths, -FIFTH)[-FIFTH]) if len(lengths) >= FIFTH else 1
    others = (same.sum() - (length - 1)) / max(1, len(same) - (length - 1))
    by_chance = len(values) * max(float(others), 1 / len(values)) ** (length - 1)
    if length < max(SHORTEST, TIMES * usual_length) or by_chance > BY_CHANCE or length > MOST_SHARE * len(values):
        return None
    return _Run(int(ends[longest]) - length + 1, int(ends[longest]), value)


def _is_usual(values: np.ndarray, ends: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Tell of each run whether it is of the most frequent number, but for one that itself makes it so."""
    present, counts = np.unique(values[np.isfinite(values)], return_counts=True)
    if not len(present):
        return np.zeros(len(ends), dtype=bool)
    is_usual: np.ndarray = (values[ends] == present[counts.argmax()]) & (counts.max() > 2 * lengths)
    return is_usual


def _finding(evidence: FrameEvidence, line: Timeline, known: ColumnEvidence, run: _Run) -> Finding:
    name, times = known.column.name, (line.moments[run.first], line.moments[run.last])
    first, last = shown(min(times), max(times))
    where = _within(line, name, run, known)
    return finding(
        ID, "timeliness", evidence, (name,), where,
        title=f"`{name}` stays at {run.value:.6g} from {first} to {last}, where it changes in nearly every row",
        why="What measured it stood still, or the last value was filled in: these rows say nothing new.",
        severity="low", certainty=0.5, examples=(run.value,),
    )  # fmt: skip


def _within(line: Timeline, name: str, run: _Run, known: ColumnEvidence) -> Predicate:
    low, high = sorted(int(line.moments[at]) for at in (run.first, run.last))
    limits: list[datetime] = [np.datetime64(each, "us").item() for each in (low, high)]
    start, end = (each.date() for each in limits) if line.is_date and not line.is_text else limits
    time = call("to_datetime", Column(line.column)) if line.is_text else Column(line.column)
    value = int(run.value) if known.type == "integer" else run.value
    return call(
        "and", call("equal", Column(name), value),
        call("greater_or_equal", time, start), call("less_or_equal", time, end),
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="timeliness",
    definition="the longest run of one number in rows in order of time, if chance brings one in a thousand frames",
    source="runs of equal outcomes: Feller, Probability Theory I, 1968, XIII.7; the flat line test of QARTOD",
    reason="A number that differs from row to row repeats a few times by chance, never for long.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"by_chance": BY_CHANCE, "shortest": SHORTEST, "most_same": MOST_SAME},
)
