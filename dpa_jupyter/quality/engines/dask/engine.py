"""A frame measured by Dask: each partition by DuckDB where it is, the states merged, the frame never collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.engines.dask.all_rows import count_keys, draw_rows, measure_rows
from dpa_jupyter.quality.engines.dask.partitions import Partitions
from dpa_jupyter.quality.engines.dask.tasks import Showing
from dpa_jupyter.quality.engines.dask.where import count_repeating, count_where, show_where
from dpa_jupyter.quality.engines.duckdb.databases import connect
from dpa_jupyter.quality.engines.duckdb.engine import by_name, estimate_measured, frame_evidence, or_first, readable
from dpa_jupyter.quality.engines.duckdb.keys import is_long, possible_keys, repeated_in
from dpa_jupyter.quality.engines.duckdb.known_values import count_by_values
from dpa_jupyter.quality.engines.duckdb.predicates import (
    Repeated,
    count_rows_where,
    preview_where,
    repeated_rows,
    rows_where,
)
from dpa_jupyter.quality.engines.duckdb.source import Drawn, are_slow
from dpa_jupyter.quality.engines.duckdb.stream import StreamSource
from dpa_jupyter.quality.engines.tables.column_evidence import measure_columns, with_texts
from dpa_jupyter.quality.engines.tables.duplicates import duplicate_rows, is_key
from dpa_jupyter.quality.engines.tables.estimates import estimate
from dpa_jupyter.quality.engines.tables.sample import FIRST_ROWS
from dpa_jupyter.quality.engines.time_limit import SECONDS, TimeLimit, TooSlowError
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence, Measure
from dpa_jupyter.quality.expressions import Expression, Predicate, looks_at_other_rows

if TYPE_CHECKING:
    import pyarrow as pa

Progress: TypeAlias = Callable[[str, float | None], None]


class DaskEngine:
    """Measures a Dask frame.

    Args:
        frame: to measure.
        seconds: that a computation may take; columns that take longer are left with what a sample tells of them.

    Raises:
        FrameError: it can't be read at all.
    """

    def __init__(self, frame: Frame, seconds: float = SECONDS) -> None:
        self._frame = frame
        self._connection = connect()
        self._stream = StreamSource(frame, self._connection, TimeLimit(seconds, self._connection))
        self._partitions = Partitions(frame, TimeLimit(seconds))
        self._columns = self._partitions.columns
        self._known: dict[str, ColumnEvidence] = {}
        """What was found in all rows, once it was."""

    def evidence(self, progress: Progress) -> Iterator[FrameEvidence]:
        """Measure the frame; the first evidence comes from its first rows, the last is final.

        Raises:
            FrameError: a partition can't be computed.
        """
        first = readable(self._frame.name, self._stream.first(FIRST_ROWS))
        found = self._measured(first)
        if first.is_whole:
            yield self._of_whole(first, found)
            return
        at_first = [estimate(column, first.rows) for column in found]
        yield self._evidence(first, at_first, None)
        progress("counting rows", 0.1)
        drawn = self._drawn()
        if drawn is None:
            yield self._evidence(first, [replace(column, status="too slow") for column in at_first], None)
            return
        found = or_first(self._measured(drawn), found, drawn.rows)
        if drawn.is_whole:
            yield self._of_whole(drawn, found)
        else:
            yield from self._of_all(drawn, found, progress)

    def count(self, predicates: Sequence[Predicate]) -> list[Measure | None]:
        """Count the rows in which each predicate is true, by one computation; None for one that can't be evaluated."""
        found: dict[int, Measure | None] = {**count_by_values(self._connection, self._known, predicates)}
        left = {place: each for place, each in enumerate(predicates) if place not in found}
        repeats = {place: known for place, each in left.items() if (known := repeated_rows(each)) is not None}
        found |= zip(repeats, count_repeating(self._partitions, list(repeats.values())), strict=True)
        ordered = {place: each for place, each in left.items() if place not in repeats and looks_at_other_rows(each)}
        found |= count_rows_where(self._stream, ordered)
        plain = {place: each for place, each in left.items() if place not in repeats and place not in ordered}
        found |= zip(plain, count_where(self._partitions, list(plain.values())), strict=True)
        return [found[place] for place in range(len(predicates))]

    def rows(self, predicate: Predicate, columns: Sequence[str], limit: int, skip: int = 0) -> pa.Table:
        """Return rows in which a predicate is true, with their position as the last column."""
        if looks_at_other_rows(predicate):
            return rows_where(self._stream, predicate, columns, limit, skip)
        return show_where(self._partitions, Showing(predicate, tuple(columns)), limit, skip)

    def preview(self, where: Predicate, value: Expression, columns: Sequence[str], limit: int) -> pa.Table:
        """Return such rows with the new value as the last column."""
        if looks_at_other_rows(where) or looks_at_other_rows(value):
            return preview_where(self._stream, where, value, columns, limit)
        return show_where(self._partitions, Showing(where, tuple(columns), value), limit, 0)

    def _drawn(self) -> Drawn | None:
        """Draw rows that stand for all; None where that takes too long.

        Raises:
            FrameError: no column can be computed.
        """
        try:
            drawn = draw_rows(self._partitions)
        except TooSlowError:
            return None
        return None if are_slow(drawn.data) else readable(self._frame.name, drawn)

    def _measured(self, drawn: Drawn) -> tuple[ColumnEvidence, ...]:
        return measure_columns(self._connection, self._columns, drawn.data, len(drawn.positions))

    def _of_whole(self, drawn: Drawn, found: Sequence[ColumnEvidence]) -> FrameEvidence:
        self._known = by_name(found)
        return self._evidence(drawn, found, duplicate_rows(self._connection, drawn.data, found))

    def _of_all(self, drawn: Drawn, sampled: Sequence[ColumnEvidence], progress: Progress) -> Iterator[FrameEvidence]:
        """Measure in all rows what the sample leaves open."""
        rows = drawn.rows
        known = by_name([estimate_measured(column, rows) for column in sampled])
        yield self._evidence(drawn, list(known.values()), None)
        progress("measuring all rows", 0.3)
        in_time = [column for column in known.values() if column.status == "measured"]
        measured = by_name(measure_rows(self._partitions, in_time))
        counted = [each for each in measured.values() if each.values is not None and each.values.is_complete]
        known |= measured | by_name(with_texts(self._connection, counted))
        progress("looking for keys and duplicates", 0.8)
        keys = possible_keys(known.values(), repeated_in(sampled), rows)
        columns = count_keys(self._partitions, list(known.values()), keys)
        self._known = by_name(columns)
        yield self._evidence(drawn, columns, self._duplicates(columns, rows))

    def _duplicates(self, columns: Sequence[ColumnEvidence], rows: int) -> Measure | None:
        if any(map(is_key, columns)):
            return Measure(0)
        if is_long(rows) or not columns or any(column.status != "measured" for column in columns):
            return None
        (repeats,) = count_repeating(self._partitions, [Repeated(tuple(column.column.name for column in columns))])
        return repeats

    def _evidence(self, drawn: Drawn, columns: Sequence[ColumnEvidence], duplicates: Measure | None) -> FrameEvidence:
        return frame_evidence(self._frame.name, drawn, columns, duplicates)
