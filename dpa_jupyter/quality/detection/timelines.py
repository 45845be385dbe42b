"""Columns of times as the course of something: in which order its rows stand, and in which steps it goes on.

Where all different times are known, steps lie between neighbours among these. Of a sample of rows in order of time it
is known how many rows lie between two of them, so that steps can be counted there as well: between rows `n` places
apart are `n` steps, if no row is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dpa_jupyter.quality.detection.dates import FORMS, dates
from dpa_jupyter.quality.detection.remembered import remembered
from dpa_jupyter.quality.detection.times import microseconds, times_of_texts, zone_of
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence

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
HOUR, DAY = 3_600_000_000, 86_400_000_000
ISO_FORM = next(place for place, form in enumerate(FORMS) if form.name == "Y-M-D")
LEAST_READ = 0.95
"""So many of the texts must be dates in the order of ISO 8601 for a column of texts to be one of times."""
FARTHEST = 250_000_000_000_000_000
"""Microseconds from 1970 to the year 9892; what is beyond stands for something else."""
Steps: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray]
"""When steps begin by the clocks there, their lengths, and how many steps each should be."""


@dataclass(frozen=True, eq=False)
class Cadence:
    """The steps in which a column goes on, most of which are alike."""

    usual: float
    """The length of most steps, in microseconds."""
    starts: np.ndarray
    """The time before each step, in microseconds since 1970 by the clocks there."""
    lengths: np.ndarray
    steps: np.ndarray
    """How many steps each should be: more than one where rows between were not drawn."""

    @cached_property
    def missed(self) -> np.ndarray:
        """How many times are missing within each step."""
        missed = np.rint(self.lengths / self.usual).astype(np.int64) - self.steps
        return np.where(missed > NEAR * self.steps, missed, 0)  # of many steps the lengths may add up to one more


@dataclass(frozen=True, eq=False)
class Distinct:
    """All different times of a column."""

    instants: np.ndarray
    """Ascending; microseconds since 1970, in UTC if it has a zone."""
    local: np.ndarray
    """What the clocks say then."""
    counts: np.ndarray
    """The rows of each."""

    @property
    def steps(self) -> Steps:
        """Return the steps between neighbours."""
        lengths = np.diff(self.instants)
        return self.local[:-1], lengths, np.ones(len(lengths), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Timeline:
    """The times of a column."""

    column: str
    moments: np.ndarray
    """Of the sampled rows that have one, in the order of the rows; microseconds since 1970 by the clocks there."""
    positions: np.ndarray | None
    """Of these rows in the frame; None where rows have no order."""
    known: Distinct | None
    """All different times; None where only those of the sample are known."""
    is_date: bool
    zone: str | None
    is_text: bool

    @cached_property
    def sorted(self) -> np.ndarray:
        """The times of the sample in ascending order."""
        return np.sort(self.moments)

    @cached_property
    def instants(self) -> np.ndarray:
        """The different times, or those of the sample, in ascending order; in UTC if the column has a zone."""
        if self.known is not None:
            return self.known.instants
        if self.zone is None:
            return self.sorted
        return _of_zone(self.sorted, np.ones(len(self.sorted), dtype=np.int64), self.zone).instants

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
        hour = 0 if self.zone is None else HOUR  # by which clocks are put back
        if (np.diff(ahead) < 0).mean() > MOST_LATE:
            return None
        before = ahead + hour < np.maximum.accumulate(ahead)
        after = ahead - hour > np.minimum.accumulate(ahead[::-1])[::-1]
        fewer = before if before.sum() <= after.sum() else after  # one time too far ahead makes all others late
        return fewer if fewer.mean() <= MOST_LATE else None

    @cached_property
    def cadence(self) -> Cadence | None:
        """The steps in which it goes on; None where these are of many lengths."""
        found = self._between_rows() if self.known is None else self.known.steps
        if found is None or len(found[1]) < FEWEST_STEPS:
            return None
        starts, lengths, steps = found
        each = lengths / steps
        usual = float(np.median(each))
        if usual <= 0 or (np.abs(each - usual) <= NEAR * usual).mean() < LEAST_REGULAR:
            return None
        return Cadence(usual, starts, lengths, steps)

    def _between_rows(self) -> Steps | None:
        if self.positions is None or self.late is None or self.zone is not None:
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
    columns = [known for known in evidence.columns if known.failure is None and _is_of_times(evidence, known)]
    found = (_timeline(evidence, known) for known in columns[:MOST_COLUMNS])
    return {line.column: line for line in found if line is not None}


def _is_of_times(evidence: FrameEvidence, known: ColumnEvidence) -> bool:
    if known.type != "text":
        return known.type in ("date", "datetime")
    read = dates(evidence).get(known.column.name)
    return read is not None and read.rows_of(ISO_FORM) >= LEAST_READ * read.texts.rows


def _timeline(evidence: FrameEvidence, known: ColumnEvidence) -> Timeline | None:
    import pyarrow as pa

    name, is_text = known.column.name, known.type == "text"
    column = evidence.sample.column(name)
    column = times_of_texts(column) if is_text else column
    if column is None or not (pa.types.is_timestamp(column.type) or pa.types.is_date(column.type)):
        return None
    is_there = np.asarray(column.is_valid())
    moments = microseconds(column.drop_null())
    is_sane = np.abs(moments) < FARTHEST
    has_order = evidence.sample_positions.null_count == 0
    positions = np.asarray(evidence.sample_positions)[is_there][is_sane] if has_order else None
    moments, zone = moments[is_sane], zone_of(known)
    is_date = known.type == "date" or (is_text and not (moments % DAY).any())
    distinct = _of_texts(evidence, known, moments) if is_text else _of_times(known, zone)
    return Timeline(name, moments, positions, distinct, is_date, zone, is_text)


def _of_times(known: ColumnEvidence, zone: str | None) -> Distinct | None:
    if known.values is None or not known.values.is_complete:
        return None
    return _distinct(known.values.values, np.asarray(known.values.counts), zone)


def _of_texts(evidence: FrameEvidence, known: ColumnEvidence, moments: np.ndarray) -> Distinct | None:
    """Sort out those of the sample if it is whole; to read all texts once more would take longer."""
    if evidence.is_whole:
        values, counts = np.unique(moments, return_counts=True)
        return Distinct(values, values, counts)
    if known.values is None or not known.values.is_complete:
        return None
    read = times_of_texts(known.values.values)
    return None if read is None else _distinct(read, np.asarray(known.values.counts), None)


def _distinct(times: pa.Array, counts: np.ndarray, zone: str | None) -> Distinct:
    counts, values = counts[np.asarray(times.is_valid())], microseconds(times.drop_null())
    if (values[1:] < values[:-1]).any():
        order = np.argsort(values, kind="stable")
        values, counts = values[order], counts[order]
    is_sane = np.abs(values) < FARTHEST
    values, counts = values[is_sane], counts[is_sane]
    return Distinct(values, values, counts) if zone is None else _of_zone(values, counts, zone)


def _of_zone(local: np.ndarray, counts: np.ndarray, zone: str) -> Distinct:
    """Tell local times apart that come twice, when clocks are put back, if there are two rows of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    times, name = pa.array(local).cast(pa.timestamp("us")), zone.removeprefix("UTC") or zone  # Python writes UTC-10:00
    try:
        first, last = (
            microseconds(pc.assume_timezone(times, name, ambiguous=which, nonexistent="earliest"))
            for which in ("earliest", "latest")
        )
    except pa.ArrowInvalid:  # a name Arrow does not know
        return Distinct(local, local, counts)
    is_twice = (last > first) & (counts > 1)
    instants = np.concatenate([first, last[is_twice]])
    order = np.argsort(instants, kind="stable")
    halves = np.concatenate([np.where(is_twice, counts - counts // 2, counts), (counts // 2)[is_twice]])
    return Distinct(instants[order], np.concatenate([local, local[is_twice]])[order], halves[order])
