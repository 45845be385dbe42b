"""A frame measured by Spark where it is: a bounded sample comes here, and of all rows only counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from dpa_jupyter.errors import FrameError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.engines.duckdb.databases import connect
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine, by_name, estimate_measured, frame_evidence, or_first
from dpa_jupyter.quality.engines.duckdb.keys import repeated_in
from dpa_jupyter.quality.engines.duckdb.known_values import count_by_values
from dpa_jupyter.quality.engines.duckdb.source import Drawn, are_slow
from dpa_jupyter.quality.engines.spark.brought import brought
from dpa_jupyter.quality.engines.spark.groups import count_groups
from dpa_jupyter.quality.engines.spark.keys import count_duplicate_rows, count_key_values
from dpa_jupyter.quality.engines.spark.predicates import count_rows_where, preview_where, rows_where
from dpa_jupyter.quality.engines.spark.rows import SparkRows
from dpa_jupyter.quality.engines.spark.scan import scan
from dpa_jupyter.quality.engines.tables.column_evidence import measure_columns, with_texts
from dpa_jupyter.quality.engines.tables.estimates import estimate
from dpa_jupyter.quality.engines.tables.sample import FIRST_ROWS, sample_rows, whole_rows
from dpa_jupyter.quality.engines.time_limit import SECONDS, TooSlowError
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence, Measure
from dpa_jupyter.quality.expressions import Expression, Predicate
from dpa_jupyter.sentence import sentence

if TYPE_CHECKING:
    import pyarrow as pa

Progress: TypeAlias = Callable[[str, float | None], None]


class SparkEngine:
    """Measures a frame of Spark, in a number of jobs that does not grow with its columns.

    A small frame is brought here whole, and is measured and searched here from then on.
    """

    def __init__(self, frame: Frame, whole: int | None = None, seconds: float = SECONDS) -> None:
        """Look at the schema only.

        Args:
            frame: What is measured.
            whole: So many rows are brought here whole; as many as of any plan that is streamed if None.
            seconds: That a job may take; columns that take longer are left with what a sample tells of them.
        """
        self._frame = frame
        self._columns = frame.adapter.columns(frame.value)
        self._whole = whole_rows(len(self._columns), held=False) if whole is None else whole
        self._connection = connect()
        self._rows = SparkRows(frame, seconds)
        self._known: dict[str, ColumnEvidence] = {}
        """What was found in all rows, once it was."""
        self._here: DuckDBEngine | None = None
        """Measures the frame where it is small."""
        self._is_sized = False
        """Whether it is known if it is."""

    def evidence(self, progress: Progress) -> Iterator[FrameEvidence]:
        """Measure the frame; the first evidence comes from its first rows, the last is final.

        Raises:
            FrameError: none of its columns can be read.
        """
        first = self._brought(min(FIRST_ROWS, self._whole))
        if self._here is not None:
            yield from self._here.evidence(progress)
            return
        found = self._measured(first)
        at_first = [estimate(known, first.rows) for known in found]
        yield self._evidence(first, at_first, None)
        progress("counting rows", 0.1)
        here = self._small()
        if here is not None:
            yield from here.evidence(progress)
            return
        progress("drawing a sample", 0.2)
        drawn = self._drawn()
        if drawn is None:
            yield self._evidence(first, [replace(known, status="too slow") for known in at_first], None)
        else:
            yield from self._of_all(drawn, found, progress)

    def count(self, predicates: Sequence[Predicate]) -> list[Measure | None]:
        """Count the rows in which each predicate is true, in one job; None for one that can't be evaluated."""
        here = self._small()
        if here is not None:
            return here.count(predicates)
        counted: dict[int, Measure | None] = {**count_by_values(self._connection, self._known, predicates)}
        left = [place for place in range(len(predicates)) if place not in counted]
        counted |= zip(left, count_rows_where(self._rows, [predicates[place] for place in left]), strict=True)
        return [counted[place] for place in range(len(predicates))]

    def rows(self, predicate: Predicate, columns: Sequence[str], limit: int, skip: int = 0) -> pa.Table:
        """Return rows in which a predicate is true, with their position as the last column."""
        here = self._small()
        if here is not None:
            return here.rows(predicate, columns, limit, skip)
        return rows_where(self._rows, predicate, columns, limit, skip)

    def preview(self, where: Predicate, value: Expression, columns: Sequence[str], limit: int) -> pa.Table:
        """Return such rows with the new value as the last column."""
        here = self._small()
        if here is not None:
            return here.preview(where, value, columns, limit)
        return preview_where(self._rows, where, value, columns, limit)

    def _small(self) -> DuckDBEngine | None:
        """Return the engine of a small frame, None for any other, and where it takes too long to count its rows."""
        if not self._is_sized:
            self._is_sized = True
            with suppress(TooSlowError):
                if self._rows.total <= self._whole:
                    self._brought(self._whole)
        return self._here

    def _brought(self, most: int) -> Drawn:
        """Read the first rows; a frame of no more than these is small."""
        import numpy as np

        data = self._rows.head(most + 1)
        reasons = [each for each in data.values() if isinstance(each, str)]
        if reasons and len(reasons) == len(data):
            raise FrameError(sentence("{name} {any}", name=self._frame.name, any=reasons[0]))
        rows = max((len(each) for each in data.values() if not isinstance(each, str)), default=0)
        if rows <= most:
            self._here, self._is_sized = DuckDBEngine(brought(self._frame, data)), True
        return Drawn(data, np.arange(rows), rows)

    def _of_all(self, drawn: Drawn, first: Sequence[ColumnEvidence], progress: Progress) -> Iterator[FrameEvidence]:
        """Measure in all rows what a sample leaves open."""
        total = drawn.rows
        sampled = or_first(self._measured(drawn), first, total)
        known = by_name([estimate_measured(each, total) for each in sampled])
        yield self._evidence(drawn, list(known.values()), None)
        progress("counting values", 0.3)
        readable = [each for each in known.values() if each.status == "measured"]
        counted = by_name(with_texts(self._connection, count_groups(self._rows, readable, total)))
        known |= counted
        yield self._evidence(drawn, list(known.values()), None)
        progress("scanning all rows", 0.5)
        known |= by_name(scan(self._rows, [each for each in readable if each.column.name not in counted], total))
        progress("looking for keys and duplicates", 0.8)
        columns = count_key_values(self._rows, list(known.values()), repeated_in(sampled), total)
        self._known = by_name(columns)
        yield self._evidence(drawn, columns, count_duplicate_rows(self._rows, columns, total))

    def _drawn(self) -> Drawn | None:
        """Draw rows that stand for all; None where that takes too long."""
        try:
            data, places = self._rows.sample(sample_rows(len(self._columns)))
        except TooSlowError:
            return None
        return None if are_slow(data) else Drawn(data, places, self._rows.total)

    def _measured(self, drawn: Drawn) -> tuple[ColumnEvidence, ...]:
        return measure_columns(self._connection, self._columns, drawn.data, len(drawn.positions))

    def _evidence(self, drawn: Drawn, columns: Sequence[ColumnEvidence], duplicates: Measure | None) -> FrameEvidence:
        return frame_evidence(self._frame.name, drawn, columns, duplicates)
