"""What is to be known exactly: whether values never repeat, and how many rows do; by hashes of 64 bits."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.frames.spark_types import is_comparable, spark_quote
from dpa_jupyter.quality.engines.duckdb.keys import possible_keys, with_distinct
from dpa_jupyter.quality.engines.spark.cells import HASH, cells_of
from dpa_jupyter.quality.engines.spark.rows import SparkRows
from dpa_jupyter.quality.engines.tables.duplicates import is_key
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure

LEAST_SHARE = 0.5
"""Of different values among all, by the estimate: of others it is known already that they are no key."""
MOST_ROWS = 1_000_000_000
"""Of more rows, two would too often have one hash by chance: of these, one in forty times."""


def count_key_values(
    rows: SparkRows, columns: Sequence[ColumnEvidence], repeated: frozenset[str], total: int
) -> list[ColumnEvidence]:
    """Count exactly how many different values the columns have that may be keys, in one job."""
    keys = [known for known in possible_keys(columns, repeated, total) if _is_suspected(known, total)]
    found = rows.limit.each(keys, lambda some: _count_at_once(rows, some))
    pairs = zip(keys, found, strict=True)
    return with_distinct(columns, {key.column.name: each for key, each in pairs if isinstance(each, Measure)})


def _is_suspected(known: ColumnEvidence, total: int) -> bool:
    return known.distinct is not None and known.distinct.value >= LEAST_SHARE * (total - known.missing.value)


def _count_at_once(rows: SparkRows, keys: Sequence[ColumnEvidence]) -> list[Measure]:
    cells = cells_of(rows, {known.column.name: known.type for known in keys})
    different = cells.selectExpr("place", f"{HASH} AS hash").distinct().groupBy("place").count().toArrow()
    counts = dict(zip(different.column("place").to_pylist(), different.column("count").to_pylist(), strict=True))
    return [Measure(counts.get(place, 0)) for place in range(len(keys))]


def count_duplicate_rows(rows: SparkRows, columns: Sequence[ColumnEvidence], total: int) -> Measure | None:
    """Count the rows that are like one before them: none where a column never repeats.

    None where Spark can't compare all columns, or not in time.
    """
    if any(map(is_key, columns)):
        return Measure(0)
    if total > MOST_ROWS or not columns or any(known.status != "measured" for known in columns):
        return None
    (found,) = rows.limit.each([row_hash(rows, list(rows.types))], lambda some: [_different(rows, some[0])])
    return None if isinstance(found, Exception) else Measure(total - found)


def _different(rows: SparkRows, row_hash_sql: str) -> int:
    return rows.plan.selectExpr(f"{row_hash_sql} AS hash").distinct().count()


def row_hash(rows: SparkRows, names: Sequence[str]) -> str:
    """Write a hash of several columns; Spark's own passes over what is missing, so that is said besides."""
    values = [
        (rows.columns[name].stored or rows.columns[name].sql)
        if is_comparable(rows.types[name])
        else f"to_json(struct({spark_quote(name)}))"
        for name in names
    ]
    return f"xxhash64({', '.join(part for value in values for part in (value, f'isnull({value})'))})"
