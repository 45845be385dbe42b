"""What is measured of a part of a frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from dpa_jupyter.quality.evidence import ValueCounts
from dpa_jupyter.quality.states.counts import merged_counts
from dpa_jupyter.quality.states.scanned import ScannedColumn

State = TypeVar("State")


@dataclass(frozen=True, eq=False)
class PartState:
    """A part's rows and columns; a column that could not be measured in a part is None in all that it is merged to."""

    rows: int = 0
    scanned: Mapping[str, ScannedColumn | None] = field(default_factory=dict)
    counted: Mapping[str, ValueCounts | None] = field(default_factory=dict)
    """All values of columns that have few different ones."""
    slow: frozenset[str] = frozenset()
    """Columns that could not be measured since that took too long."""

    def merged(self, other: PartState) -> PartState:
        """Return the state of both parts, in which the same columns were measured."""
        return PartState(
            self.rows + other.rows,
            {name: _merged(mine, other.scanned[name], ScannedColumn.merged) for name, mine in self.scanned.items()},
            {name: _merged(mine, other.counted[name], merged_counts) for name, mine in self.counted.items()},
            self.slow | other.slow,
        )


def _merged(one: State | None, other: State | None, merge: Callable[[State, State], State]) -> State | None:
    return None if one is None or other is None else merge(one, other)
