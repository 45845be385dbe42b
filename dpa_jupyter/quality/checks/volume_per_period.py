"""`volume_per_period`: days, or other periods, with far more or far fewer rows than those around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.timelines import Timeline, timelines
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.statistics.calendar import Period, period_names, period_numbers

PERIODS: tuple[Period, ...] = ("hour", "day", "week", "month")
LAGS: dict[Period, tuple[int, ...]] = {"hour": (24, 48, 168), "day": (7, 14, 21), "week": (1, 2, 3), "month": (1, 2, 3)}
"""With what lies so many periods before and after, each is compared: the same hour of the day, the same weekday."""
HOUR = 3_600_000_000
MICROSECONDS: dict[Period, int] = {"hour": HOUR, "day": 24 * HOUR, "week": 168 * HOUR, "month": 730 * HOUR}
FEWEST_ROWS = 20.0
"""Rows that the usual period must have."""
FEWEST_PERIODS, MOST_PERIODS = 30, 20_000
MOST_DEVIATIONS = 3.5
NORMAL = 1.4826
LEAST_RATIO = 3.0
MOST_SHARE = 0.02
ID = "volume_per_period"


@dataclass(frozen=True, eq=False)
class _Volume:
    period: Period
    numbers: np.ndarray
    rows: np.ndarray


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the periods that differ from those around them."""
    for line in timelines(evidence).values():
        volume = _volume(line)
        if volume is not None:
            usual = _usual(volume.rows, LAGS[volume.period])
            odd = _odd(volume.rows, usual)
            if 0 < odd.sum() <= max(1, MOST_SHARE * len(odd)):
                yield _finding(evidence, line, volume, usual, odd)


def _volume(line: Timeline) -> _Volume | None:
    """Count rows by the shortest period that usually has enough; the first and the last one may not be whole."""
    moments, counts = (line.moments, None) if line.known is None else (line.known.local, line.known.counts)
    times = moments.astype("datetime64[us]")
    for period in PERIODS[1:] if line.is_date else PERIODS:
        if not len(times) or np.ptp(moments) / MICROSECONDS[period] > MOST_PERIODS:
            continue
        numbers = period_numbers(times, period)
        rows = np.bincount(numbers - numbers.min(), weights=counts)[1:-1]
        if len(rows) < FEWEST_PERIODS:
            return None
        if np.median(rows) >= FEWEST_ROWS:
            return _Volume(period, np.arange(len(rows)) + numbers.min() + 1, rows)
    return None


def _usual(rows: np.ndarray, lags: tuple[int, ...]) -> np.ndarray:
    around = np.full((2 * len(lags), len(rows)), np.nan)
    for place, lag in enumerate(each for each in lags if each < len(rows)):
        around[2 * place, lag:], around[2 * place + 1, :-lag] = rows[:-lag], rows[lag:]
    around[:, np.isnan(around).all(axis=0)] = 0
    return np.asarray(np.nanmedian(around, axis=0))


def _odd(rows: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Tell which periods are off by many deviations, no less than by chance (Poisson), and by a multiple."""
    apart = (rows - usual) / np.sqrt(np.maximum(usual, 1))
    deviation = max(1.0, NORMAL * float(np.median(np.abs(apart))))
    is_far = np.abs(apart) > MOST_DEVIATIONS * deviation
    return np.asarray(is_far & (usual >= FEWEST_ROWS) & ((rows > LEAST_RATIO * usual) | (LEAST_RATIO * rows < usual)))


def _finding(evidence: FrameEvidence, line: Timeline, volume: _Volume, usual: np.ndarray, odd: np.ndarray) -> Finding:
    places = np.flatnonzero(odd)
    places = places[np.argsort(-np.abs(np.log((volume.rows + 1) / (usual + 1)))[places], kind="stable")]
    names = period_names(volume.numbers[places[:5]], volume.period)
    worst, name = int(places[0]), line.column
    scale = 1.0 if line.known is not None else evidence.rows / evidence.sample.num_rows
    about = "" if scale == 1 else "about "
    told = f"{about}{volume.rows[worst] * scale:,.0f} rows in {names[0]}, where {usual[worst] * scale:,.0f} are usual"
    return finding(
        ID, "timeliness", evidence, (name,), None,
        title=f"`{name}` has an unusual number of rows in {len(places)} of {len(odd):,} {volume.period}s: {told}",
        why="Rows may be lost or loaded twice there; totals of that time tell of it rather than of the world.",
        severity="note", certainty=0.3, examples=names,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="timeliness",
    definition="periods with a third or three times the median of the like periods around, and 3.5 deviations from it",
    source="Iglewicz & Hoaglin, 1993; row count anomalies of deequ, with like hours and weekdays",
    reason="Counts vary by their root by chance alone; at a multiple of three, more than the weather has changed.",
    look=look,
    thresholds={"most_deviations": MOST_DEVIATIONS, "least_ratio": LEAST_RATIO, "most_share": MOST_SHARE},
)
