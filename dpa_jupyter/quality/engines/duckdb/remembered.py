"""What is remembered of a frame from earlier looks, and what this look adds to it."""

from __future__ import annotations

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
from dpa_jupyter.quality.states.store import Keeping

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

LEAST_ROWS = 200_000
"""Of fewer rows all are looked at in about a second; see `benchmarks/grown_data.py`."""


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
        if self._keeping is not None and rows > LEAST_ROWS and isinstance(self._source, HeldSource | ParquetSource):
            try:
                self._parts, self._division = parts_of(self._source, rows, self._keeping.store)
            except Exception:  # noqa: BLE001 - what can't be recognised, for whatever reason, is measured
                self._division = None
        return AllRows(self._source, self._parts)

    def draw(self) -> Drawn:
        """Draw a sample, or all rows of a small frame; rows that were drawn before are not read again."""
        source = self._source
        if not isinstance(source, ParquetSource) or all(part.sample is None for part in self._parts):
            return source.draw()
        positions = source.sampled()
        drawn = [_drawn(source, part, _inside(positions, part.stretch)) for part in self._parts]
        return Drawn(stacked(drawn), positions, source.files.rows)

    def keep(self, looked: AllRows, sample: pa.Table, positions: NDArray[np.int64]) -> None:
        """Keep what is known by now; of sensitive columns no values."""
        source, keeping = self._source, self._keeping
        if keeping is None or self._division is None or not isinstance(source, HeldSource | ParquetSource):
            return
        if not source.is_as_before(self._division):
            return
        sensitive = frozenset(keeping.sensitive(self._frame, sample))
        changed = [part for part in self._parts if part.is_news or part.shown & sensitive]
        save = keeping.store.save
        if self._division.whole is None:
            for part in changed:
                if part.stretch.key is not None:
                    save(part.stretch.key, part.state(_sample_of(sample, positions, part.stretch)), sensitive)
        elif changed:
            merged = reduce(KnownPart.merged, [part.state() for part in self._parts])
            whole = replace(merged, distinct=looked.distinct_values, different_rows=looked.distinct_rows)
            save(self._division.whole, whole, sensitive)


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


def _sample_of(sample: pa.Table, positions: NDArray[np.int64], stretch: Stretch) -> KeptSample:
    first, last = map(int, np.searchsorted(positions, [stretch.start, stretch.stop]))
    rows = sample.slice(first, last - first)
    return KeptSample(positions[first:last], dict(zip(rows.column_names, rows.columns, strict=True)))
