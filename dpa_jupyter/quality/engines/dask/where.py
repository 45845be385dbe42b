"""The rows in which something is true, counted and shown where the partitions are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.quality.engines.dask.partitions import Partitions, PerPartition
from dpa_jupyter.quality.engines.dask.repetition import Repetition, repetition
from dpa_jupyter.quality.engines.dask.tasks import Showing, count, show
from dpa_jupyter.quality.engines.duckdb.predicates import Repeated
from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.quality.expressions import Predicate, columns_of

if TYPE_CHECKING:
    import pyarrow as pa


def count_where(partitions: Partitions, predicates: Sequence[Predicate]) -> list[Measure | None]:
    """Count the rows in which each predicate is true, by one computation; None for one that can't be evaluated."""
    names = set(partitions.names)

    def counted(some: Sequence[Predicate]) -> list[int | None]:
        columns = sorted(frozenset[str]().union(*map(columns_of, some)))
        return partitions.merged(partitions.each(count, columns, [some]), _added)

    asked = [each for each in predicates if columns_of(each) <= names]
    counts = iter(partitions.limit.each(asked, counted))
    found = [next(counts) if columns_of(each) <= names else None for each in predicates]
    return [Measure(rows) if isinstance(rows, int) else None for rows in found]


def count_repeating(partitions: Partitions, asked: Sequence[Repeated]) -> list[Measure | None]:
    """Count the rows that repeat an earlier one."""
    names = set(partitions.names)
    known = [each for each in asked if set(each.columns) <= names]
    compared = iter(partitions.limit.each(known, lambda some: repetition(partitions, some)))
    found = [next(compared) if set(each.columns) <= names else None for each in asked]
    return [Measure(each.rows - each.different) if isinstance(each, Repetition) else None for each in found]


def show_where(partitions: Partitions, asked: Showing, limit: int, skip: int) -> pa.Table:
    """Return rows in which a predicate is true, looking through partitions until there are enough of them."""
    import pyarrow as pa

    expressions = [each for each in (asked.where, asked.value) if each is not None]
    named = frozenset(asked.columns).union(*map(columns_of, expressions))
    starts = PerPartition(partitions.starts[:-1].tolist())
    tasks = partitions.each(show, sorted(named.intersection(partitions.names)), [starts, asked, skip + limit])
    tables: list[pa.Table] = []
    for table in partitions.in_waves(tasks):
        tables.append(table)
        if sum(each.num_rows for each in tables) >= skip + limit:
            break
    return pa.concat_tables(tables).slice(skip, limit)


def _added(parts: Sequence[Sequence[int | None]]) -> list[int | None]:
    return [_sum(each) for each in zip(*parts, strict=True)]


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [each for each in counts if each is not None]
    return sum(known) if len(known) == len(counts) else None
