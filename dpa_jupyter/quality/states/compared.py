"""Which rows of several parts are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dpa_jupyter.quality.states.hashes import Hashes


@dataclass(frozen=True, eq=False, slots=True)
class ComparedRows:
    """How many rows were compared, and their different hashes."""

    rows: int
    hashes: Hashes

    @classmethod
    def union(cls, parts: Sequence[ComparedRows]) -> ComparedRows:
        """Return the rows of several parts."""
        return cls(sum(part.rows for part in parts), Hashes.union([part.hashes for part in parts]))

    @property
    def different(self) -> int:
        """Count the rows that are unlike all before them, where no hash was left out."""
        return len(self.hashes.values)
