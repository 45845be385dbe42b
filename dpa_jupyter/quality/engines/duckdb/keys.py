"""What is to be known exactly: whether values never repeat, and how many rows do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from dpa_jupyter.frames.database import quote
from dpa_jupyter.quality.engines.duckdb.source import Source
from dpa_jupyter.quality.engines.tables.different import count_different
from dpa_jupyter.quality.engines.tables.duplicates import KEY_TYPES, is_key
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure

HASHES_AT_ONCE = 5_000_000
"""Rows are compared in parts, by the rest of their hash, so that these take 40 MB twice."""
MOST_PASSES = 20
"""A hundred million rows are compared in so many scans; of more it is not known whether they repeat."""


class Comparing(Protocol):
    """Compares all rows of a frame."""

    def distinct(self, name: str, present: int, where: str) -> int:
        """Count the different values of a column exactly, of which there are so many."""
        ...

    def different_rows(self, names: Sequence[str], rows: int) -> int:
        """Count the different rows, of so many; missing values are alike."""
        ...


def count_key_values(
    source: Source, compared: Comparing, columns: Sequence[ColumnEvidence], repeated: frozenset[str], rows: int
) -> list[ColumnEvidence]:
    """Count exactly how many different values the columns have that may be keys.

    Args:
        source: where the rows are.
        compared: counts them.
        columns: what is known of all columns.
        repeated: those in which the sample holds a value twice, which are no keys for sure.
        rows: how many there are.
    """
    found = {
        column.column.name: Measure(count)
        for column in possible_keys(columns, repeated, rows)
        if (count := _present_values(source, compared, column, rows)) is not None
    }
    return with_distinct(columns, found)


def _present_values(source: Source, compared: Comparing, column: ColumnEvidence, rows: int) -> int | None:
    """Count the different values of a column; None where that fails or takes too long."""
    name, present = column.column.name, rows - int(column.missing.value)
    where = f"{quote(name)} IS NOT NULL"
    (found,) = source.limit.each([name], lambda some: [compared.distinct(some[0], present, where)])
    return None if isinstance(found, Exception) else found


def possible_keys(columns: Iterable[ColumnEvidence], repeated: frozenset[str], rows: int) -> list[ColumnEvidence]:
    """Return the columns whose different values have to be counted exactly; none where there are too many rows."""
    return [
        column
        for column in columns
        if column.type in KEY_TYPES
        and column.status == "measured"
        and column.distinct is not None
        and column.column.name not in repeated
        and column.distinct.precision != "exact"
        and not is_long(rows)
    ]


def with_distinct(columns: Sequence[ColumnEvidence], found: Mapping[str, Measure]) -> list[ColumnEvidence]:
    """Put counts of different values in the place of those of these columns."""
    return [replace(column, distinct=found.get(column.column.name, column.distinct)) for column in columns]


def count_duplicate_rows(
    source: Source, compared: Comparing, columns: Sequence[ColumnEvidence], rows: int
) -> Measure | None:
    """Count the rows that are like one before them: none where a column never repeats; else by a hash of 64 bits.

    None where DuckDB can't compare all columns, or there are too many rows to do so in time.
    """
    if any(is_key(column) for column in columns):
        return Measure(0)
    names = [column.column.name for column in columns]
    is_known = all(column.status == "measured" for column in columns) and set(source.types(names)) == set(names)
    if is_long(rows) or not names or not is_known:
        return None
    (found,) = source.limit.each([names], lambda some: [compared.different_rows(each, rows) for each in some])
    return None if isinstance(found, Exception) else Measure(rows - found)


def distinct_rows(source: Source, names: Sequence[str], most: int, where: str = "true") -> int:
    """Count different combinations of values by a hash of 64 bits; missing values are alike.

    Args:
        source: where the rows are.
        names: of the columns.
        most: how many rows there are at most; a plan that is made anew for each query is asked once.
        where: which rows count, as SQL.
    """
    parts = 1 if source.is_read_anew else max(1, -(-most // HASHES_AT_ONCE))
    hashed = f"hash({', '.join(map(quote, names))})"
    return sum(
        _count_hashes(source, names, f"SELECT {hashed} FROM data WHERE {where} AND {hashed} % {parts} = {part}")
        for part in range(parts)
    )


def is_long(rows: int) -> bool:
    """Tell whether there are too many rows to compare them all."""
    return rows > MOST_PASSES * HASHES_AT_ONCE


def _count_hashes(source: Source, names: Sequence[str], sql: str) -> int:
    batches = [batch.column(0).to_numpy() for batch in source.query(names, sql)]
    return count_different(np.concatenate(batches)) if batches else 0


def repeated_in(samples: Iterable[ColumnEvidence]) -> frozenset[str]:
    """Name the columns of a sample that hold a value twice."""
    return frozenset(
        column.column.name
        for column in samples
        if column.distinct is None or column.distinct.value < column.rows - column.missing.value
    )
