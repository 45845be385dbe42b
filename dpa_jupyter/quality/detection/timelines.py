"""Columns of times as the course of something: in which order its rows stand, and in which steps it goes on.

Where all different times are known, steps lie between neighbours among these. Of a sample of rows in order of time it is
known how many rows lie between two of them, so that steps can be counted there as well: between rows `n` places apart
are `n` steps, if no row is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.detection.remembered import remembered
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.statistics.calendar import show_moments

if TYPE_CHECKING:
    import pyarrow as pa

MOST_COLUMNS = 12
FEWEST_ROWS = 50
FEWEST_STEPS = 20
MOST_LATE = 0.05
"""Of more rows out of order, the rows simply are in another one."""
LEAST_UNIQUE = 0.95
"""So many rows must have a time of their own for rows to be steps."""
NEAR = 0.1
"""Steps of one length differ by no more: months by 9.7 %."""
LEAST_REGULAR = 0.8
FARTHEST = 250_000_000_000_000_000
"""Microseconds from 1970 to the year 9892; what is beyond stands for something else."""


@dataclass(frozen=True, eq=False)
class Cadence:
    """The steps in which a column goes on, most of which are alike."""

    usual: float
    """The length of most steps, in microseconds."""
    starts: np.ndarray
    """The time before each step, in microseconds since 1970; ascending."""
    lengths: np.ndarray
    steps: np.ndarray
    """How many steps each should be: more than one where rows between were not drawn."""

    @cached_property
    def missed(self) -> np.ndarray:
        """How many times are missing within each step."""
        missed = np.rint(self.lengths / self.usual).astype(np.int64) - self.steps
        return np.where(missed > NEAR * self.steps, missed, 0)  # of many steps the lengths may add up to one more


@dataclass(frozen=True, eq=False)
class Timeline:
    """The times of a column."""

    column: str
    moments: np.ndarray
    """Of the sampled rows that have one, in the order of the rows; microseconds since 1970, UTC where it has a zone."""
    positions: np.ndarray | None
    """Of these rows in the frame; None where rows have no order."""
    distinct: np.ndarray | None
    """All different times, ascending; None where only those of the sample are known."""
    counts: np.ndarray | None
    """The rows of each of these."""
    is_date: bool
    has_zone: bool

    @cached_property
    def sorted(self) -> np.ndarray:
        """The times of the sample in ascending order."""
        return np.sort(self.moments)

    @cached_property
    def is_descending(self) -> bool:
        """Tell whether the rows go back in time, the latest first."""
        apart = np.diff(self.moments)
        return bool((apart < 0).sum() > (apart > 0).sum())

    @cached_property
    def late(self) -> np.ndarray | None:
        """Tell of each sampled row whether it is out of order; None where the rows are in no order of time."""
        if self.positions is None or len(self.moments) < FEWEST_ROWS or self.moments[0] == self.moments[-1]:
            return None
        ahead = -self.moments if self.is_descending else self.moments
        if (np.diff(ahead) < 0).mean() > MOST_LATE:
            return None
        before = ahead < np.maximum.accumulate(ahead)
        after = ahead > np.minimum.accumulate(ahead[::-1])[::-1]
        fewer = before if before.sum() <= after.sum() else after  # one time too far ahead makes all others late
        return fewer if fewer.mean() <= MOST_LATE else None

    @cached_property
    def cadence(self) -> Cadence | None:
        """The steps in which it goes on; None where these are of many lengths."""
        found = self._between_distinct() if self.distinct is not None else self._between_rows()
        if found is None or len(found[1]) < FEWEST_STEPS:
            return None
        starts, lengths, steps = found
        each = lengths / steps
        usual = float(np.median(each))
        if usual <= 0 or (np.abs(each - usual) <= NEAR * usual).mean() < LEAST_REGULAR:
            return None
        return Cadence(usual, starts, lengths, steps)

    def _between_distinct(self) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        assert self.distinct is not None
        lengths = np.diff(self.distinct)
        return self.distinct[:-1], lengths, np.ones(len(lengths), dtype=np.int64)

    def _between_rows(self) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        if self.positions is None or self.late is None:
            return None
        kept = ~self.late
        moments, positions = self.moments[kept], self.positions[kept]
        if self.is_descending:
            moments, positions = moments[::-1], -positions[::-1]
        lengths, steps = np.diff(moments), np.diff(positions)
        is_step = lengths > 0
        if is_step.mean() < LEAST_UNIQUE:
            return None
        return moments[:-1][is_step], lengths[is_step], steps[is_step]


@remembered
def timelines(evidence: FrameEvidence) -> dict[str, Timeline]:
    """Return the course of each column of dates or times."""
    columns = [known for known in evidence.columns if known.type in ("date", "datetime") and known.failure is None]
    found = (_timeline(evidence, known) for known in columns[:MOST_COLUMNS])
    return {line.column: line for line in found if line is not None}


def _timeline(evidence: FrameEvidence, known: ColumnEvidence) -> Timeline | None:
    import pyarrow as pa

    name = known.column.name
    column = evidence.sample.column(name)
    if not pa.types.is_timestamp(column.type) and not pa.types.is_date(column.type):
        return None
    is_there = np.asarray(column.is_valid())
    moments = microseconds(column.drop_null())
    is_sane = np.abs(moments) < FARTHEST
    has_order = evidence.sample_positions.null_count == 0
    positions = np.asarray(evidence.sample_positions)[is_there][is_sane] if has_order else None
    distinct, counts = _distinct(known)
    return Timeline(name, moments[is_sane], positions, distinct, counts, known.type == "date", _has_zone(column.type))


def _has_zone(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return pa.types.is_timestamp(kind) and kind.tz is not None


def _distinct(known: ColumnEvidence) -> tuple[np.ndarray | None, np.ndarray | None]:
    if known.values is None or not known.values.is_complete:
        return None, None
    values, counts = microseconds(known.values.values), np.asarray(known.values.counts)
    if (values[1:] < values[:-1]).any():
        order = np.argsort(values, kind="stable")
        values, counts = values[order], counts[order]
    is_sane = np.abs(values) < FARTHEST
    return values[is_sane], counts[is_sane]


def microseconds(values: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """Return times as microseconds since 1970, those with a zone in UTC."""
    import pyarrow as pa
    import pyarrow.compute as pc

    zone = values.type.tz if pa.types.is_timestamp(values.type) else None
    return np.asarray(pc.cast(pc.cast(values, pa.timestamp("us", zone), safe=False), pa.int64()))


UNITS = (("day", 86_400_000_000), ("hour", 3_600_000_000), ("minute", 60_000_000), ("second", 1_000_000))


def span(length: float) -> str:
    """Write a length of time, given in microseconds, in its largest unit."""
    unit, size = next((each for each in UNITS if length >= each[1]), ("millisecond", 1_000))
    number = float(f"{length / size:.3g}")
    return f"{number:,g} {unit}" if number == 1 else f"{number:,g} {unit}s"


def shown(*moments: float) -> list[str]:
    """Write times, given in microseconds since 1970, as dates, with the time of day where any has one."""
    return show_moments(np.array(moments, dtype=np.int64).astype("datetime64[us]"))
