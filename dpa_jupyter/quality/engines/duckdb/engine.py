"""A frame measured by DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from dpa_jupyter.errors import FrameError
from dpa_jupyter.frames.frame import Column, Frame
from dpa_jupyter.quality.engines.duckdb.all_rows import AllRows
from dpa_jupyter.quality.engines.duckdb.databases import connect
from dpa_jupyter.quality.engines.duckdb.groups import FEW, count_groups
from dpa_jupyter.quality.engines.duckdb.held import HeldSource
from dpa_jupyter.quality.engines.duckdb.held_pandas import PandasSource
from dpa_jupyter.quality.engines.duckdb.held_polars import PolarsSource
from dpa_jupyter.quality.engines.duckdb.keys import count_duplicate_rows, count_key_values, repeated_in
from dpa_jupyter.quality.engines.duckdb.known_values import count_by_values
from dpa_jupyter.quality.engines.duckdb.parquet import ParquetSource
from dpa_jupyter.quality.engines.duckdb.parquet_plans import plain_parquet_files
from dpa_jupyter.quality.engines.duckdb.predicates import count_rows_where, preview_where, rows_where
from dpa_jupyter.quality.engines.duckdb.remembered import Remembered
from dpa_jupyter.quality.engines.duckdb.scan import scan
from dpa_jupyter.quality.engines.duckdb.source import Drawn, Source
from dpa_jupyter.quality.engines.duckdb.stream import StreamSource
from dpa_jupyter.quality.engines.tables.column_evidence import measure_columns, with_texts
from dpa_jupyter.quality.engines.tables.duplicates import duplicate_rows
from dpa_jupyter.quality.engines.tables.estimates import estimate
from dpa_jupyter.quality.engines.tables.sample import FIRST_ROWS
from dpa_jupyter.quality.engines.time_limit import SECONDS, TimeLimit, TooSlow
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence, Measure
from dpa_jupyter.quality.expressions import Expression, Predicate
from dpa_jupyter.quality.states.store import Keeping
from dpa_jupyter.sentence import raised, sentence

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

Progress: TypeAlias = Callable[[str, float | None], None]


class DuckDBEngine:
    """Measures a frame of one machine: in memory, in a Parquet file, or a plan that is streamed.

    Args:
        frame: to measure.
        seconds: that a scan of it may take; columns that take longer are left with what a sample tells of them.
        keeping: where states of its parts are kept from one look to the next; None where nothing is.

    Raises:
        FrameError: it can't be read at all.
    """

    def __init__(self, frame: Frame, seconds: float = SECONDS, keeping: Keeping | None = None) -> None:
        self._frame = frame
        self._columns = _columns(frame)
        self._connection = connect()
        self._source = _source(frame, self._connection, TimeLimit(seconds, self._connection))
        self._remembered = Remembered(frame.name, self._source, keeping)
        self._known: dict[str, ColumnEvidence] = {}
        """What was found in all rows, once it was."""

    def evidence(self, progress: Progress) -> Iterator[FrameEvidence]:
        """Measure the frame; the first evidence comes from a sample, at once, the last is final."""
        first = self._source.first(FIRST_ROWS)
        found = self._measured(first)
        if first.is_whole:
            yield self._of_whole(first, found)
            return
        at_first = [estimate(column, first.rows) for column in found]
        yield self._evidence(first, at_first, None)
        looked = self._remembered.look(first.rows)
        drawn = self._remembered.draw()
        if all(isinstance(values, TooSlow) for values in drawn.data.values()):
            yield self._evidence(first, [replace(column, status="too slow") for column in at_first], None)
            return
        found = _or_first(self._measured(drawn), found, drawn.rows)
        if drawn.is_whole:
            yield self._of_whole(drawn, found)
        else:
            yield from self._of_all(looked, drawn, found, progress)

    def count(self, predicates: Sequence[Predicate]) -> list[Measure | None]:
        """Count the rows in which each predicate is true; None for one that can't be evaluated."""
        counted = count_by_values(self._connection, self._known, predicates)
        rest = {place: predicate for place, predicate in enumerate(predicates) if place not in counted}
        found = counted | count_rows_where(self._source, rest)
        return [found[place] for place in range(len(predicates))]

    def rows(self, predicate: Predicate, columns: Sequence[str], limit: int, skip: int = 0) -> pa.Table:
        """Return rows in which a predicate is true, with their position as the last column."""
        return rows_where(self._source, predicate, columns, limit, skip)

    def preview(self, where: Predicate, value: Expression, columns: Sequence[str], limit: int) -> pa.Table:
        """Return such rows with the new value as the last column."""
        return preview_where(self._source, where, value, columns, limit)

    def _measured(self, drawn: Drawn) -> tuple[ColumnEvidence, ...]:
        return measure_columns(self._connection, self._columns, drawn.data, len(drawn.positions))

    def _of_whole(self, drawn: Drawn, found: Sequence[ColumnEvidence]) -> FrameEvidence:
        self._known = by_name(found)
        return self._evidence(drawn, found, duplicate_rows(self._connection, drawn.data, found))

    def _of_all(
        self, looked: AllRows, drawn: Drawn, sampled: Sequence[ColumnEvidence], progress: Progress
    ) -> Iterator[FrameEvidence]:
        """Measure in all rows what the sample leaves open."""
        rows = drawn.rows
        known = {
            column.column.name: estimate(column, rows) if column.status == "measured" else replace(column, rows=rows)
            for column in sampled
        }
        queried = [known[name] for name in self._source.types(list(known)) if known[name].status == "measured"]
        few = [column for column in queried if is_few(column)]
        many = [column for column in queried if not is_few(column)]
        progress("counting values", 0.2)
        known |= by_name(with_texts(self._connection, count_groups(looked.groups, few, rows)))
        yield self._evidence(drawn, list(known.values()), None)
        progress("scanning all rows", 0.4)
        known |= by_name(scan(looked.scan, many, rows))
        progress("looking for keys and duplicates", 0.8)
        columns = count_key_values(self._source, looked, list(known.values()), repeated_in(sampled), rows)
        self._known = by_name(columns)
        duplicates = count_duplicate_rows(self._source, looked, columns, rows)
        found = replace(self._evidence(drawn, columns, duplicates), known_rows=looked.known_rows)
        self._remembered.keep(looked, found.sample, drawn.positions)
        yield found

    def _evidence(self, drawn: Drawn, columns: Sequence[ColumnEvidence], duplicates: Measure | None) -> FrameEvidence:
        return frame_evidence(self._frame.name, drawn, columns, duplicates)


def _columns(frame: Frame) -> Sequence[Column]:
    try:
        return frame.adapter.columns(frame.value)
    except Exception as error:  # every library has its own for a plan whose file is gone, a connection that is closed
        reason = sentence("{name} can't be read: {error}", name=frame.name, error=raised(error))
        raise FrameError(reason) from error


def frame_evidence(
    name: str, drawn: Drawn, columns: Sequence[ColumnEvidence], duplicates: Measure | None
) -> FrameEvidence:
    """Put what is known of a frame together; a column that can't be read is empty in the sample."""
    import pyarrow as pa

    size, failures = len(drawn.positions), {column.column.name for column in columns if column.failure is not None}
    sample = pa.table(
        {at: pa.nulls(size) if isinstance(each, str) or at in failures else each for at, each in drawn.data.items()}
    )
    return FrameEvidence(name, drawn.rows, tuple(columns), sample, pa.array(drawn.positions), duplicates)


def _or_first(
    drawn: Sequence[ColumnEvidence], first: Sequence[ColumnEvidence], rows: int
) -> tuple[ColumnEvidence, ...]:
    """Keep what the first rows told of columns that took too long afterwards."""
    return tuple(
        replace(estimate(before, rows), status="too slow")
        if after.status == "too slow" and not before.failure
        else after
        for after, before in zip(drawn, first, strict=True)
    )


def is_few(column: ColumnEvidence) -> bool:
    """Tell whether a sample has so few different values that all of the frame's are counted."""
    return column.values is not None and len(column.values.values) <= FEW and column.type != "duration"


def by_name(columns: Iterator[ColumnEvidence] | Sequence[ColumnEvidence]) -> dict[str, ColumnEvidence]:
    """Return columns by their name."""
    return {column.column.name: column for column in columns}


def _source(frame: Frame, connection: DuckDBPyConnection, limit: TimeLimit) -> Source:
    from dpa_jupyter.frames.arrow_tables import ArrowTables
    from dpa_jupyter.frames.pandas_frames import PandasFrames
    from dpa_jupyter.frames.polars_frames import PolarsFrames

    if isinstance(frame.adapter, PolarsFrames):
        return PolarsSource(frame, connection, limit)
    if isinstance(frame.adapter, PandasFrames):
        return PandasSource(frame, connection, limit)
    if isinstance(frame.adapter, ArrowTables):
        return HeldSource(frame, connection, limit)
    files = plain_parquet_files(frame)
    return ParquetSource(files, connection, limit) if files is not None else StreamSource(frame, connection, limit)
