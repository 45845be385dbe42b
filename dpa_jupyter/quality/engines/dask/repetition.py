"""How many rows of columns differ, counted exactly by hashes of 64 bits that are merged from all partitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dpa_jupyter.quality.engines.dask.partitions import Partitions
from dpa_jupyter.quality.engines.dask.tasks import hash_rows
from dpa_jupyter.quality.engines.duckdb.keys import HASHES_AT_ONCE
from dpa_jupyter.quality.engines.duckdb.predicates import Repeated
from dpa_jupyter.quality.states.compared import ComparedRows


@dataclass(frozen=True, slots=True)
class Repetition:
    """How often rows repeat one another."""

    rows: int
    different: int


def repetition(partitions: Partitions, asked: Sequence[Repeated]) -> list[Repetition | None]:
    """Compare all rows, missing values being alike; None where DuckDB can't hold a column.

    Few rows of several columns are compared in one computation, many rows of one in several.
    """
    found: list[Repetition | None] = []
    at_once = max(1, HASHES_AT_ONCE // max(1, partitions.rows))
    for start in range(0, len(asked), at_once):
        found += _compared(partitions, asked[start : start + at_once])
    return found


def _compared(partitions: Partitions, asked: Sequence[Repeated]) -> list[Repetition | None]:
    passes = max(1, -(-partitions.rows // HASHES_AT_ONCE))
    columns = list(dict.fromkeys(name for each in asked for name in each.columns))
    counted: list[list[Repetition | None]] = []
    for number in range(passes):
        tasks = partitions.each(hash_rows, columns, [asked, (number, passes)])
        counted.append([_counted(each) for each in partitions.merged(tasks, _merged)])
    return [_total(parts) for parts in zip(*counted, strict=True)]


def _merged(parts: Sequence[Sequence[ComparedRows | None]]) -> list[ComparedRows | None]:
    return [_union(each) for each in zip(*parts, strict=True)]


def _union(parts: Sequence[ComparedRows | None]) -> ComparedRows | None:
    known = [part for part in parts if part is not None]
    return ComparedRows.union(known) if len(known) == len(parts) else None


def _counted(found: ComparedRows | None) -> Repetition | None:
    return None if found is None else Repetition(found.rows, found.different)


def _total(parts: Sequence[Repetition | None]) -> Repetition | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return Repetition(sum(part.rows for part in known), sum(part.different for part in known))
