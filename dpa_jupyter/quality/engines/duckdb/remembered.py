"""What is remembered of a frame from earlier looks, and what this look adds to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.engines.duckdb.all_rows import AllRows
from dpa_jupyter.quality.engines.duckdb.held import HeldSource
from dpa_jupyter.quality.engines.duckdb.parquet import ParquetSource
from dpa_jupyter.quality.engines.duckdb.parts import Division, Part, Stretch, parts_of
from dpa_jupyter.quality.engines.duckdb.source import Data, Drawn, Source, stacked
from dpa_jupyter.quality.states.known import KeptSample, KnownPart
from dpa_jupyter.quality.states.store import Keeping, Key

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

MOST_PARTS = 16
"""Parts that are kept by themselves: a file that is added each day becomes one with its neighbours."""


class Remembered:
    """The parts of a frame, as far as they are known.

    Args:
        frame: its name.
        source: where its rows are.
        keeping: where states are kept; None where nothing is.
    """

    def __init__(self, frame: str, source: Source, keeping: Keeping | None) -> None:
        self._frame, self._source, self._keeping = frame, source, keeping
        self._division: Division | None = None
        self._parts: list[Part] = []

    def look(self, rows: int) -> AllRows:
        """Return all rows, in parts of which some may be known."""
        self._parts, self._division = [Part(Stretch(0, rows), lambda: self._source, None)], None
        source, keeping = self._source, self._keeping
        if keeping is None or not isinstance(source, HeldSource | ParquetSource):
            return AllRows(source, self._parts)
        if rows > source.rows_at_once and rows * len(source.names) >= keeping.least_cells:
            try:
                self._parts, self._division = parts_of(source, rows, keeping.store)
            except Exception:  # noqa: BLE001 - what can't be recognised, for whatever reason, is measured
                self._division = None
        return AllRows(source, self._parts)

    def draw(self) -> Drawn:
        """Draw a sample, or all rows of a small frame; rows that were drawn before are not read again."""
        source = self._source
        if not isinstance(source, ParquetSource) or all(part.sample is None for part in self._parts):
            return source.draw()
        positions = source.sampled()
        drawn = [_drawn(source, part, _inside(positions, part.stretch)) for part in self._parts]
        return Drawn(stacked(drawn), positions, source.files.rows)

    def keep(self, looked: AllRows, sample: pa.Table, positions: NDArray[np.int64]) -> None:
        """Keep what is known by now, unless the frame was written into meanwhile; of sensitive columns no values."""
        source, keeping = self._source, self._keeping
        if keeping is None or self._division is None or not isinstance(source, HeldSource | ParquetSource):
            return
        if source.is_as_before(self._division):
            self._keep(keeping, self._division, looked, sample, positions)

    def _keep(
        self, keeping: Keeping, division: Division, looked: AllRows, sample: pa.Table, positions: NDArray[np.int64]
    ) -> None:
        sensitive = frozenset(keeping.sensitive(self._frame, sample))
        # What was kept before a column of it was marked as sensitive is kept anew, without that.
        changed = [part for part in self._parts if part.is_news or part.shown & sensitive]
        found: list[tuple[Key, KnownPart]] = []
        if division.key_of is not None:
            found = _joined(division.key_of, changed, self._parts, lambda part: _state(part, sample, positions))
        elif division.whole is not None and changed:
            merged = reduce(KnownPart.merged, [part.state() for part in self._parts])
            found = [
                (division.whole, replace(merged, distinct=looked.distinct_values, different_rows=looked.distinct_rows))
            ]
        for key, state in found:
            keeping.store.save(key, state, sensitive)


def _drawn(source: ParquetSource, part: Part, positions: NDArray[np.int64]) -> Data:
    import pyarrow as pa

    kept, known = part.sample, {}
    if kept is not None and np.isin(positions, kept.positions).all():
        places = pa.array(np.searchsorted(kept.positions, positions))
        known = {name: column.take(places) for name, column in kept.columns.items()}
    left = [name for name in source.names if name not in known]
    read = source.part(part.stretch.start, part.stretch.stop).read_at(positions, left) if left else {}
    return {name: known[name] if name in known else read[name] for name in source.names}


def _inside(positions: NDArray[np.int64], stretch: Stretch) -> NDArray[np.int64]:
    first, last = np.searchsorted(positions, [stretch.start, stretch.stop])
    return positions[first:last]


def _state(part: Part, sample: pa.Table, positions: NDArray[np.int64]) -> KnownPart:
    """Return what is known of a part, with its rows of the sample; a column that could not be read is none of it."""
    import pyarrow as pa

    first, last = map(int, np.searchsorted(positions, [part.stretch.start, part.stretch.stop]))
    rows = sample.slice(first, last - first)
    known = zip(rows.column_names, rows.columns, strict=True)
    columns = {name: each for name, each in known if not pa.types.is_null(each.type)}
    return part.state(KeptSample(positions[first:last], columns))


def _joined(
    key_of: Callable[[int, int], Key],
    changed: Sequence[Part],
    parts: Sequence[Part],
    state: Callable[[Part], KnownPart],
) -> list[tuple[Key, KnownPart]]:
    """Return what is kept of parts: those that changed, or where there are many, neighbours as one."""
    if len(parts) <= MOST_PARTS:
        return [(key_of(part.stretch.start, part.stretch.stop), state(part)) for part in changed]
    pairs = [parts[place : place + 2] for place in range(0, len(parts), 2)]
    return [
        (key_of(pair[0].stretch.start, pair[-1].stretch.stop), reduce(KnownPart.merged, map(state, pair)))
        for pair in pairs
    ]
