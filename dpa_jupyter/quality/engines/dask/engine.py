"""A frame measured by Dask: each partition by DuckDB where it is, the states merged, the frame never collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.engines.dask.partitions import Partitions, PerPartition
from dpa_jupyter.quality.engines.dask.repetition import repetition
from dpa_jupyter.quality.engines.dask.tasks import Measuring, Showing, count, draw, measure, show
from dpa_jupyter.quality.engines.duckdb.engine import by_name, connect, frame_evidence, is_few
from dpa_jupyter.quality.engines.duckdb.keys import is_long, possible_keys, repeated_in, with_distinct
from dpa_jupyter.quality.engines.duckdb.known_values import count_by_values
from dpa_jupyter.quality.engines.duckdb.predicates import (
    Repeated,
    count_rows_where,
    preview_where,
    repeated_rows,
    rows_where,
)
from dpa_jupyter.quality.engines.duckdb.scan import Asked
from dpa_jupyter.quality.engines.duckdb.source import Data, Drawn
from dpa_jupyter.quality.engines.duckdb.stream import StreamSource
from dpa_jupyter.quality.engines.tables.column_evidence import from_counts, measure_columns, with_texts
from dpa_jupyter.quality.engines.tables.duplicates import duplicate_rows, is_key
from dpa_jupyter.quality.engines.tables.estimates import estimate
from dpa_jupyter.quality.engines.tables.from_scan import with_scanned
from dpa_jupyter.quality.engines.tables.sample import FIRST_ROWS, sample_rows, sampled_positions, whole_rows
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence, Measure
from dpa_jupyter.quality.expressions import Expression, Predicate, columns_of, looks_at_other_rows
from dpa_jupyter.quality.states.hashes import limit_for
from dpa_jupyter.quality.states.part import PartState

if TYPE_CHECKING:
    import pyarrow as pa

Progress: TypeAlias = Callable[[str, float | None], None]


class DaskEngine:
    """Measures a Dask frame."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._connection = connect()
        self._stream = StreamSource(frame, self._connection)
        self._partitions = Partitions(frame)
        self._columns = self._partitions.columns
        self._known: dict[str, ColumnEvidence] = {}
        """What was found in all rows, once it was."""

    def evidence(self, progress: Progress) -> Iterator[FrameEvidence]:
        """Measure the frame; the first evidence comes from its first rows, the last is final.

        Raises:
            UserError: a partition can't be computed.
        """
        first = self._stream.first(FIRST_ROWS)
        found = self._measured(first)
        if first.is_whole:
            yield self._of_whole(first, found)
            return
        yield self._evidence(first, [estimate(column, first.rows) for column in found], None)
        progress("counting rows", 0.1)
        drawn = self._draw()
        found = self._measured(drawn)
        if drawn.is_whole:
            yield self._of_whole(drawn, found)
        else:
            yield from self._of_all(drawn, found, progress)

    def count(self, predicates: Sequence[Predicate]) -> list[Measure | None]:
        """Count the rows in which each predicate is true, by one computation; None for one that can't be evaluated."""
        found: dict[int, Measure | None] = {**count_by_values(self._connection, self._known, predicates)}
        left = {place: each for place, each in enumerate(predicates) if place not in found}
        repeats = {place: known for place, each in left.items() if (known := repeated_rows(each)) is not None}
        found |= zip(repeats, self._repeating(list(repeats.values())), strict=True)
        ordered = {place: each for place, each in left.items() if place not in repeats and looks_at_other_rows(each)}
        found |= count_rows_where(self._stream, ordered)
        plain = {place: each for place, each in left.items() if place not in repeats and place not in ordered}
        found |= zip(plain, self._count(list(plain.values())), strict=True)
        return [found[place] for place in range(len(predicates))]

    def rows(self, predicate: Predicate, columns: Sequence[str], limit: int, skip: int = 0) -> pa.Table:
        """Return rows in which a predicate is true, with their position as the last column."""
        if looks_at_other_rows(predicate):
            return rows_where(self._stream, predicate, columns, limit, skip)
        return self._shown(Showing(predicate, tuple(columns)), limit, skip)

    def preview(self, where: Predicate, value: Expression, columns: Sequence[str], limit: int) -> pa.Table:
        """Return such rows with the new value as the last column."""
        if looks_at_other_rows(where) or looks_at_other_rows(value):
            return preview_where(self._stream, where, value, columns, limit)
        return self._shown(Showing(where, tuple(columns), value), limit, 0)

    def _measured(self, drawn: Drawn) -> tuple[ColumnEvidence, ...]:
        return measure_columns(self._connection, self._columns, drawn.data, len(drawn.positions))

    def _of_whole(self, drawn: Drawn, found: Sequence[ColumnEvidence]) -> FrameEvidence:
        self._known = by_name(found)
        return self._evidence(drawn, found, duplicate_rows(self._connection, drawn.data, found))

    def _of_all(self, drawn: Drawn, sampled: Sequence[ColumnEvidence], progress: Progress) -> Iterator[FrameEvidence]:
        """Measure in all rows what the sample leaves open."""
        rows = drawn.rows
        known = {column.column.name: estimate(column, rows) for column in sampled}
        yield self._evidence(drawn, list(known.values()), None)
        progress("measuring all rows", 0.3)
        known |= self._with_all_rows([column for column in known.values() if column.failure is None], rows)
        progress("looking for keys and duplicates", 0.8)
        columns = self._with_keys(list(known.values()), possible_keys(known.values(), repeated_in(sampled), rows))
        self._known = by_name(columns)
        yield self._evidence(drawn, columns, self._duplicates(columns, rows))

    def _with_all_rows(self, known: Sequence[ColumnEvidence], rows: int) -> dict[str, ColumnEvidence]:
        few = [column for column in known if is_few(column)]
        many = [column for column in known if not is_few(column)]
        asked = Measuring(tuple(map(Asked.of, many)), limit_for(rows), tuple(column.column.name for column in few))
        tasks = self._partitions.each(measure, [column.column.name for column in known], [asked])
        state = self._partitions.merged(tasks, _merged_states)
        counted = [_with_counts(column, state, rows) for column in few]
        scanned = [_with_scan(column, state, rows) for column in many]
        return by_name([*with_texts(self._connection, counted), *scanned])

    def _with_keys(self, columns: Sequence[ColumnEvidence], keys: Sequence[ColumnEvidence]) -> list[ColumnEvidence]:
        names = [column.column.name for column in keys]
        compared = repetition(self._partitions, [Repeated((name,), present=True) for name in names])
        found = zip(names, compared, strict=True)
        return with_distinct(columns, {name: Measure(each.different) for name, each in found if each is not None})

    def _duplicates(self, columns: Sequence[ColumnEvidence], rows: int) -> Measure | None:
        if any(map(is_key, columns)):
            return Measure(0)
        if is_long(rows) or not columns or any(column.failure is not None for column in columns):
            return None
        (repeats,) = self._repeating([Repeated(tuple(column.column.name for column in columns))])
        return repeats

    def _draw(self) -> Drawn:
        """Draw all rows of a small frame, a sample of any other: the same rows as of other libraries."""
        columns = len(self._columns)
        rows = self._partitions.rows
        positions = sampled_positions(rows, rows if rows <= whole_rows(columns, held=False) else sample_rows(columns))
        starts = self._partitions.starts
        cuts = np.searchsorted(positions, starts)
        places = [positions[first:last] - start for first, last, start in zip(cuts, cuts[1:], starts, strict=False)]
        names = [column.name for column in self._columns]
        tasks = self._partitions.each(draw, names, [PerPartition(places)])
        return Drawn(self._partitions.merged(tasks, _merged_data), positions, rows)

    def _count(self, predicates: Sequence[Predicate]) -> list[Measure | None]:
        names = {column.name for column in self._columns}
        asked = [each for each in predicates if columns_of(each) <= names]
        columns = sorted(frozenset[str]().union(*map(columns_of, asked)))
        counted = iter(self._partitions.merged(self._partitions.each(count, columns, [asked]), _added) if asked else ())
        found = [next(counted) if columns_of(each) <= names else None for each in predicates]
        return [None if rows is None else Measure(rows) for rows in found]

    def _repeating(self, asked: Sequence[Repeated]) -> list[Measure | None]:
        """Count rows that repeat an earlier one."""
        names = {column.name for column in self._columns}
        compared = iter(repetition(self._partitions, [each for each in asked if set(each.columns) <= names]))
        found = [next(compared) if set(each.columns) <= names else None for each in asked]
        return [None if each is None else Measure(each.rows - each.different) for each in found]

    def _shown(self, asked: Showing, limit: int, skip: int) -> pa.Table:
        """Return rows, looking through partitions until there are enough of them."""
        import pyarrow as pa

        names = {column.name for column in self._columns}
        expressions = [each for each in (asked.where, asked.value) if each is not None]
        read = sorted(names & frozenset(asked.columns).union(*map(columns_of, expressions)))
        starts = PerPartition(self._partitions.starts[:-1].tolist())
        tables: list[pa.Table] = []
        for table in self._partitions.in_waves(self._partitions.each(show, read, [starts, asked, skip + limit])):
            tables.append(table)
            if sum(each.num_rows for each in tables) >= skip + limit:
                break
        return pa.concat_tables(tables).slice(skip, limit)

    def _evidence(self, drawn: Drawn, columns: Sequence[ColumnEvidence], duplicates: Measure | None) -> FrameEvidence:
        return frame_evidence(self._frame.name, drawn, columns, duplicates)


def _merged_states(parts: Sequence[PartState]) -> PartState:
    return reduce(PartState.merged, parts)


def _merged_data(parts: Sequence[Data]) -> Data:
    """Put rows of partitions one below the other; a column that can't be read in one of them says why."""
    import pyarrow as pa

    found: dict[str, pa.ChunkedArray | str] = {}
    for name in parts[0]:
        columns = [part[name] for part in parts]
        reason = next((each for each in columns if isinstance(each, str)), None)
        chunks = [chunk for each in columns if not isinstance(each, str) for chunk in each.chunks]
        found[name] = reason or pa.chunked_array(chunks)
    return found


def _added(parts: Sequence[Sequence[int | None]]) -> list[int | None]:
    return [
        sum(known) if len(known := [n for n in each if n is not None]) == len(each) else None
        for each in zip(*parts, strict=True)
    ]


def _with_counts(before: ColumnEvidence, state: PartState, rows: int) -> ColumnEvidence:
    counts = state.counted[before.column.name]
    return before if counts is None else from_counts(before.column, before.type, rows, counts)


def _with_scan(before: ColumnEvidence, state: PartState, rows: int) -> ColumnEvidence:
    scanned = state.scanned[before.column.name]
    return before if scanned is None else with_scanned(before, scanned, rows)
