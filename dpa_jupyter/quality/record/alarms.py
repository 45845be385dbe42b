"""Alarms over the record of a frame: what the latest report says that the earlier ones do not lead to expect.

With few earlier reports, the change since the last one has to be large. From eight on they tell what is usual, and a
number is news where it lies far from their median by their own spread: the modified z-score of Iglewicz and Hoaglin
(How to detect and handle outliers, 1993), which is 3.5 for many reports. Of few, the spread itself is badly known; the
limit of 3.5 · (1 + 20 / n) keeps false alarms of normal numbers below 2 in 1,000 for each number of reports n (by
simulation; with 3.5 alone they were 47 in 1,000 for 8 reports).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from dpa_jupyter.quality.finding import Finding, Severity
from dpa_jupyter.quality.record.entry import Entry
from dpa_jupyter.wording import counted, percent

ENOUGH = 8
"""Earlier reports that tell what is usual."""
LIMIT, OF_FEW = 3.5, 20
MAD_TO_DEVIATION = 1.4826
MOST_EARLIER = 100
"""The latest of them: what was usual long ago is not what is."""
POINTS = 10.0
"""Of the score: of a change by less, the recommendation is mostly the same."""
TIMES = 2.0
SHARE = 0.05
"""Of the rows: from here on, missing values are a finding of medium severity."""
MOST_COLUMNS = 20
CHECK = "record_alarm"
Measure: TypeAlias = Literal["score", "rows", "missing"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A number that is not what the record leads to expect."""

    measure: Measure
    column: str | None
    usual: float
    """The number of the last report, or the median of the earlier ones where they are enough."""
    now: float
    reports: int
    """On how many earlier ones it rests."""

    @property
    def title(self) -> str:
        """Say it in a sentence."""
        is_median = self.reports >= ENOUGH
        when = f"as the median of {counted(self.reports, 'earlier report')}" if is_median else "in the report before"
        if self.measure == "missing":
            return f"`{self.column}` is missing in {percent(self.now)} of the rows, and in {percent(self.usual)} {when}"
        if self.measure == "rows":
            return f"The frame has {counted(round(self.now), 'row')}, and {self.usual:,.0f} {when}"
        return f"The score is {math.floor(self.now)}, and {math.floor(self.usual)} {when}"


def alarms(entries: Sequence[Entry]) -> list[Alarm]:
    """Return what is unusual in the last of a frame's entries, which are in order of time."""
    known = _different(entries)[-MOST_EARLIER - 1 :]
    if len(known) < 2:
        return []
    return [*_of("score", None, known, _score), *_of("rows", None, known, _rows), *_of_columns(known)]


def alarm_findings(entries: Sequence[Entry]) -> list[Finding]:
    """Return alarms as findings, which are about the frame and lower no score."""
    return [
        Finding(
            CHECK, "timeliness", _severity(alarm), (alarm.column,) if alarm.column else (), alarm.title,
            "What changed so much since earlier reports came about otherwise than before.", None, entries[-1].rows,
        )
        for alarm in alarms(entries)
    ]  # fmt: skip


def _different(entries: Sequence[Entry]) -> list[Entry]:
    """Take reports of the same content, one after the other, for one."""
    return [
        each
        for place, each in enumerate(entries)
        if place == len(entries) - 1 or each.content is None or each.content != entries[place + 1].content
    ]


def _of_columns(known: Sequence[Entry]) -> Iterator[Alarm]:
    found = (alarm for column in known[-1].columns for alarm in _of("missing", column, known, _missing(column)))
    yield from sorted(found, key=lambda alarm: -abs(alarm.now - alarm.usual))[:MOST_COLUMNS]


def _of(
    measure: Measure, column: str | None, known: Sequence[Entry], read: Callable[[Entry], float | None]
) -> Iterator[Alarm]:
    now = read(known[-1])
    earlier = [value for entry in known[:-1] if (value := read(entry)) is not None]
    if now is None or not earlier:
        return
    is_enough = len(earlier) >= ENOUGH
    usual = float(np.median(earlier)) if is_enough else earlier[-1]
    if _is_unusual(measure, earlier, now, known[-1].rows) if is_enough else _is_large(measure, usual, now):
        yield Alarm(measure, column, usual, now, len(earlier))


def _is_large(measure: Measure, then: float, now: float) -> bool:
    if measure == "rows":
        return then != now and max(then, now) >= TIMES * min(then, now)
    return abs(now - then) >= (POINTS if measure == "score" else SHARE)


def _is_unusual(measure: Measure, earlier: Sequence[float], now: float, rows: int) -> bool:
    """Compare with the earlier ones by their spread; rows by their logarithm, since frames grow by shares."""
    scale = np.log1p if measure == "rows" else np.asarray
    values = scale(np.array(earlier))
    middle = float(np.median(values))
    spread = MAD_TO_DEVIATION * float(np.median(np.abs(values - middle)))
    limit = LIMIT * (1 + OF_FEW / len(earlier))
    apart = abs(float(scale(np.array(now))) - middle)
    return apart > limit * max(spread, 1e-12) and apart > _least(measure, middle, rows)


def _least(measure: Measure, middle: float, rows: int) -> float:
    """Return what a number moves by chance, or without anybody minding: frames that never differed have no spread."""
    if measure == "missing":
        return max(0.01, LIMIT * math.sqrt(max(middle * (1 - middle), 0.0) / max(rows, 1)))
    return 1.0 if measure == "score" else 0.1


def _severity(alarm: Alarm) -> Severity:
    if alarm.measure == "rows":
        return "high" if not alarm.now else "low"
    is_worse = alarm.now > alarm.usual if alarm.measure == "missing" else alarm.now < alarm.usual
    return ("medium" if _is_large(alarm.measure, alarm.usual, alarm.now) else "low") if is_worse else "note"


def _score(entry: Entry) -> float | None:
    return entry.score


def _rows(entry: Entry) -> float | None:
    return float(entry.rows)


def _missing(column: str) -> Callable[[Entry], float | None]:
    return lambda entry: known.missing if (known := entry.columns.get(column)) else None
