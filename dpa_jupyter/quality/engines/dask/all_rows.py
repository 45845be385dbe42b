"""What all partitions together say of a frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np

from dpa_jupyter.quality.engines.dask.partitions import Partitions, PerPartition
from dpa_jupyter.quality.engines.dask.repetition import repetition
from dpa_jupyter.quality.engines.dask.tasks import Measuring, draw, measure
from dpa_jupyter.quality.engines.duckdb.engine import is_few
from dpa_jupyter.quality.engines.duckdb.keys import with_distinct
from dpa_jupyter.quality.engines.duckdb.predicates import Repeated
from dpa_jupyter.quality.engines.duckdb.scan import Asked
from dpa_jupyter.quality.engines.duckdb.source import Drawn, stacked
from dpa_jupyter.quality.engines.tables.column_evidence import from_counts
from dpa_jupyter.quality.engines.tables.from_scan import with_scanned
from dpa_jupyter.quality.engines.tables.sample import sample_rows, sampled_positions, whole_rows
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure
from dpa_jupyter.quality.states.hashes import limit_for
from dpa_jupyter.quality.states.part import PartState


def draw_rows(partitions: Partitions) -> Drawn:
    """Draw all rows of a small frame, a sample of any other: the same rows as of a frame that is not in parts."""
    columns, rows, starts = len(partitions.names), partitions.rows, partitions.starts
    positions = sampled_positions(rows, rows if rows <= whole_rows(columns, held=False) else sample_rows(columns))
    cuts = np.searchsorted(positions, starts)
    places = [positions[first:last] - start for first, last, start in zip(cuts, cuts[1:], starts, strict=False)]
    tasks = partitions.each(draw, partitions.names, [PerPartition(places)])
    return Drawn(partitions.merged(tasks, stacked), positions, rows)


def measure_rows(partitions: Partitions, estimates: Sequence[ColumnEvidence]) -> Iterator[ColumnEvidence]:
    """Measure columns of which a sample is known in all rows, all but what the texts of those with few values are."""
    few = [column for column in estimates if is_few(column)]
    many = [column for column in estimates if not is_few(column)]
    rows = partitions.rows
    asked = Measuring(
        tuple(map(Asked.of, many)), limit_for(rows, len(many)), tuple(column.column.name for column in few)
    )
    tasks = partitions.each(measure, [column.column.name for column in estimates], [asked])
    state = partitions.merged(tasks, _merged)
    for column in few:
        counts = state.counted[column.column.name]
        yield column if counts is None else from_counts(column.column, column.type, rows, counts)
    for column in many:
        scanned = state.scanned[column.column.name]
        yield column if scanned is None else with_scanned(column, scanned, rows)


def count_keys(
    partitions: Partitions, columns: Sequence[ColumnEvidence], keys: Sequence[ColumnEvidence]
) -> list[ColumnEvidence]:
    """Count exactly how many different values some of the columns have."""
    names = [column.column.name for column in keys]
    compared = repetition(partitions, [Repeated((name,), present=True) for name in names])
    found = zip(names, compared, strict=True)
    return with_distinct(columns, {name: Measure(each.different) for name, each in found if each is not None})


def _merged(parts: Sequence[PartState]) -> PartState:
    return reduce(PartState.merged, parts)
