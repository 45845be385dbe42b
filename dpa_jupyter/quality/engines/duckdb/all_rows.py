"""What all rows of a frame say, part by part: what is known of a part is not measured again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from dpa_jupyter.quality.engines.duckdb.keys import distinct_rows
from dpa_jupyter.quality.engines.duckdb.parts import Part
from dpa_jupyter.quality.engines.duckdb.scan import Asked
from dpa_jupyter.quality.engines.duckdb.source import Source
from dpa_jupyter.quality.evidence import ValueCounts
from dpa_jupyter.quality.states.counts import merged_counts
from dpa_jupyter.quality.states.scanned import ScannedColumn

if TYPE_CHECKING:
    import pyarrow as pa

State = TypeVar("State")


class AllRows:
    """All rows, in one part or several."""

    def __init__(self, source: Source, parts: Sequence[Part]) -> None:
        self._source, self._parts = source, parts
        self.distinct_values: dict[str, int] = {}
        """What was counted of columns, by their name."""
        self.distinct_rows: int | None = None

    @property
    def known_rows(self) -> int:
        """Count the rows that were known already."""
        return sum(part.rows for part in self._parts if part.is_known)

    def groups(self, names: Sequence[str]) -> list[ValueCounts | Exception]:
        """Count the values of columns, or return why one can't be counted."""
        return _merged([part.groups(names) for part in self._parts], merged_counts)

    def scan(self, columns: Sequence[Asked], limit: int) -> list[ScannedColumn | Exception]:
        """Measure columns, each hash of a value up to a limit kept, or return why one can't be measured."""
        return _merged([part.scan(columns, limit) for part in self._parts], ScannedColumn.merged)

    def distinct(self, name: str, present: int, where: str) -> int:
        """Count the different values of a column exactly.

        Where the parts have no value in common, each counts its own; else they are counted in all rows together.
        """
        apart = self._have_nothing_in_common(name)
        found = (
            sum(part.distinct(name, present, where) for part in self._parts)
            if apart
            else distinct_rows(self._source, [name], present, where)
        )
        self.distinct_values[name] = found
        return found

    def different_rows(self, names: Sequence[str], rows: int) -> int:
        """Count the different rows; those of two parts differ where a column without gaps has no value of both."""
        apart = any(self._have_nothing_in_common(name) and not self._has_gaps(name) for name in names)
        apart = apart or len(self._parts) == 1
        found = (
            sum(part.different_rows(names) for part in self._parts)
            if apart
            else distinct_rows(self._source, names, rows)
        )
        self.distinct_rows = found
        return found

    def _has_gaps(self, name: str) -> bool:
        return any(part.has_gaps(name) for part in self._parts)

    def _have_nothing_in_common(self, name: str) -> bool:
        if len(self._parts) == 1:
            return True
        try:
            found = [part.values(name) for part in self._parts]
            return all(each is not None for each in found) and _are_apart([each for each in found if each is not None])
        except Exception:  # noqa: BLE001 - values that Python or Arrow can't compare may be common
            return False


def _merged(
    parts: Sequence[Sequence[State | Exception]], merge: Callable[[State, State], State]
) -> list[State | Exception]:
    def merged(one: State | Exception, other: State | Exception) -> State | Exception:
        if isinstance(one, Exception):
            return one
        return other if isinstance(other, Exception) else merge(one, other)

    return [reduce(merged, states) for states in zip(*parts, strict=True)]


def _are_apart(parts: Sequence[pa.Array | tuple[object, object]]) -> bool:
    """Tell whether no value is in two parts, where that can be told from all values of each or from their ends."""
    if not any(isinstance(each, tuple) for each in parts):
        return _number_of_different(parts) == sum(map(len, parts))
    ranges = sorted(_ends(each) for each in parts)
    return all(before[1] < after[0] for before, after in pairwise(ranges))  # type: ignore[operator]


def _number_of_different(parts: Sequence[pa.Array | tuple[object, object]]) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc

    return int(pc.count_distinct(pa.chunked_array(parts)).as_py())


def _ends(values: pa.Array | tuple[object, object]) -> tuple[object, object]:
    import pyarrow.compute as pc

    if isinstance(values, tuple):
        return values
    found = pc.min_max(values)
    return found["min"].as_py(), found["max"].as_py()
