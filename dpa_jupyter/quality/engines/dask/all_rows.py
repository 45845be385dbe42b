"""What all partitions together say of a frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.engines.dask.partitions import Partitions, PerPartition
from dpa_jupyter.quality.engines.dask.repetition import Repetition, repetition
from dpa_jupyter.quality.engines.dask.tasks import Measuring, draw, measure
from dpa_jupyter.quality.engines.duckdb.engine import is_few
from dpa_jupyter.quality.engines.duckdb.keys import with_distinct
from dpa_jupyter.quality.engines.duckdb.predicates import Repeated
from dpa_jupyter.quality.engines.duckdb.scan import Asked
from dpa_jupyter.quality.engines.duckdb.source import Drawn, each_or_reason, stacked
from dpa_jupyter.quality.engines.tables.column_evidence import after_or_before, from_counts
from dpa_jupyter.quality.engines.tables.from_scan import with_scanned
from dpa_jupyter.quality.engines.tables.sample import sample_rows, sampled_positions, whole_rows
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure
from dpa_jupyter.quality.states.hashes import limit_for
from dpa_jupyter.quality.states.part import PartState

if TYPE_CHECKING:
    import pyarrow as pa


def draw_rows(partitions: Partitions) -> Drawn:
    """Draw all rows of a small frame, a sample of any other: the same rows as of a frame that is not in parts."""
    columns, rows, starts = len(partitions.names), partitions.rows, partitions.starts
    positions = sampled_positions(rows, rows if rows <= whole_rows(columns, held=False) else sample_rows(columns))
    cuts = np.searchsorted(positions, starts)
    places = [positions[first:last] - start for first, last, start in zip(cuts, cuts[1:], starts, strict=False)]

    def drawn(names: Sequence[str]) -> Iterator[pa.ChunkedArray | str]:
        data = partitions.merged(partitions.each(draw, names, [PerPartition(places)]), stacked)
        return (data[name] for name in names)

    return Drawn(each_or_reason(partitions.names, drawn, partitions.limit), positions, rows)


def measure_rows(partitions: Partitions, estimates: Sequence[ColumnEvidence]) -> list[ColumnEvidence]:
    """Measure columns of which a sample is known in all rows, all but what the texts of those with few values are.

    One that takes too long stays an estimate, and says so.
    """
    found = partitions.limit.each(estimates, lambda some: _measured(partitions, some))
    return after_or_before(estimates, found)


def _measured(partitions: Partitions, estimates: Sequence[ColumnEvidence]) -> list[ColumnEvidence]:
    few = [column for column in estimates if is_few(column)]
    many = [column for column in estimates if not is_few(column)]
    rows = partitions.rows
    asked = Measuring(
        tuple(map(Asked.of, many)), limit_for(rows, len(many)), tuple(column.column.name for column in few)
    )
    tasks = partitions.each(measure, [column.column.name for column in estimates], [asked])
    state = partitions.merged(tasks, _merged)
    return [_with(column, state, rows) for column in estimates]


def _with(column: ColumnEvidence, state: PartState, rows: int) -> ColumnEvidence:
    name = column.column.name
    counts, scanned = state.counted.get(name), state.scanned.get(name)
    if counts is not None:
        return from_counts(column.column, column.type, rows, counts)
    if scanned is not None:
        return with_scanned(column, scanned, rows)
    return replace(column, status="too slow") if name in state.slow else column


def count_keys(
    partitions: Partitions, columns: Sequence[ColumnEvidence], keys: Sequence[ColumnEvidence]
) -> list[ColumnEvidence]:
    """Count exactly how many different values some of the columns have, those where that does not take too long."""
    names = [column.column.name for column in keys]
    asked = [Repeated((name,), present=True) for name in names]
    compared = partitions.limit.each(asked, lambda some: repetition(partitions, some))
    found = zip(names, compared, strict=True)
    return with_distinct(
        columns, {name: Measure(each.different) for name, each in found if isinstance(each, Repetition)}
    )


def _merged(parts: Sequence[PartState]) -> PartState:
    return reduce(PartState.merged, parts)
