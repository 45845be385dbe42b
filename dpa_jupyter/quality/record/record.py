"""The seam to where the record of finished reports is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dpa_jupyter.quality.drift.baselines import MemoryBaselines, SavedBaselines
from dpa_jupyter.quality.record.entry import Entry
from dpa_jupyter.quality.states.store import MemoryStates, StateStore

MOST_ENTRIES = 500
"""Of a frame are kept; older ones go."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a record has of a frame."""

    entries: tuple[Entry, ...]
    """Oldest first."""
    damage: tuple[str, ...] = ()
    """A sentence for each entry, of whichever frame, that can't be read."""


class QualityRecord(Protocol):
    """What finished reports said, by frame."""

    def append(self, entry: Entry) -> None:
        """Put a finished report on record.

        Raises:
            SessionError: it can't be kept.
        """
        ...

    def of(self, frame: str) -> Recorded:
        """Return what is known of a frame.

        Raises:
            SessionError: the record can't be read.
        """
        ...


class MemoryRecord:
    """Keeps a record as long as the kernel lives, where nothing may be written."""

    def __init__(self) -> None:
        self._entries: dict[str, list[Entry]] = {}

    def append(self, entry: Entry) -> None:
        """Put a finished report on record."""
        known = self._entries.setdefault(entry.frame, [])
        known.append(entry)
        del known[:-MOST_ENTRIES]

    def of(self, frame: str) -> Recorded:
        """Return what is known of a frame."""
        return Recorded(tuple(self._entries.get(frame, ())))


@dataclass(frozen=True, slots=True)
class QualityMemory:
    """What is known of frames from before."""

    baselines: SavedBaselines
    record: QualityRecord
    states: StateStore
    """What was found in parts of frames."""


def forgetful() -> QualityMemory:
    """Return a memory that lasts as long as the kernel."""
    return QualityMemory(MemoryBaselines(), MemoryRecord(), MemoryStates())
