"""The rows in which something is true: how many, all counted in one job, which, and what they would become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from dpa_jupyter.frames.halving import each_or_error
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.frames.spark_frames import PLACE, in_order
from dpa_jupyter.frames.spark_types import arrow_sql, spark_quote
from dpa_jupyter.quality.engines.duckdb.predicates import repeated_rows
from dpa_jupyter.quality.engines.spark.keys import row_hash
from dpa_jupyter.quality.engines.spark.rows import SparkRows
from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.quality.expressions import Column, Expression, Predicate
from dpa_jupyter.quality.languages.kinds import kind_of
from dpa_jupyter.quality.languages.spark_sql import SparkSql

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame


def count_rows_where(rows: SparkRows, predicates: Sequence[Predicate]) -> list[Measure | None]:
    """Count the rows in which each predicate is true, in one job; None for one that can't be evaluated."""
    written = each_or_error(predicates, lambda some: [_flag(rows, each) for each in some]) if predicates else []
    sound = [each for each in written if isinstance(each, _Flag)]
    counted = iter(rows.limit.each(sound, lambda some: _count_at_once(rows, some)))
    found = [next(counted) if isinstance(each, _Flag) else None for each in written]
    return [each if isinstance(each, Measure) else None for each in found]


@dataclass(frozen=True, slots=True)
class _Flag:
    """What is counted, as SQL."""

    where: str
    hash: str | None = None
    """Of rows that are counted by how many more there are than different ones."""


def _flag(rows: SparkRows, predicate: Predicate) -> _Flag:
    known = repeated_rows(predicate)
    if known is None:
        return _Flag(_sql(rows, predicate))
    for name in known.columns:
        kind_of(Column(name), {each: column.kind for each, column in rows.columns.items()})
    where = f"{rows.columns[known.columns[0]].sql} IS NOT NULL" if known.present else "TRUE"
    return _Flag(where, row_hash(rows, known.columns))


def _count_at_once(rows: SparkRows, flags: Sequence[_Flag]) -> list[Measure]:
    """Count rows by the places of the flags that are up, of which most rows have none."""
    from pyspark.sql.functions import expr

    found = [part for part in (_plain(rows, flags), _repeating(rows, flags)) if part is not None]
    counted = reduce(lambda one, other: one.unionAll(other), found).groupBy("place")
    table = counted.agg(expr("count(1) - count(DISTINCT hash)").alias("rows")).toArrow()
    counts = dict(zip(table.column("place").to_pylist(), table.column("rows").to_pylist(), strict=True))
    return [Measure(counts.get(place, 0)) for place in range(len(flags))]


def _plain(rows: SparkRows, flags: Sequence[_Flag]) -> DataFrame | None:
    up = [f"CASE WHEN {flag.where} THEN {place} END" for place, flag in enumerate(flags) if flag.hash is None]
    if not up:
        return None
    # Window functions can't stand in a generator.
    marked = rows.plan.selectExpr(f"array_compact(array({', '.join(up)})) AS places")
    return marked.selectExpr("explode(places) AS place", "CAST(NULL AS BIGINT) AS hash")


def _repeating(rows: SparkRows, flags: Sequence[_Flag]) -> DataFrame | None:
    listed = [
        f"{place}, CASE WHEN {flag.where} THEN {flag.hash} END"
        for place, flag in enumerate(flags)
        if flag.hash is not None
    ]
    if not listed:
        return None
    return rows.plan.selectExpr(f"stack({len(listed)}, {', '.join(listed)}) AS (place, hash)").where("hash IS NOT NULL")


def rows_where(rows: SparkRows, predicate: Predicate, columns: Sequence[str], limit: int, skip: int) -> pa.Table:
    """Return rows in which a predicate is true, with their position as the last column.

    Raises:
        ColumnNotFoundError: the predicate reads a column that is not there.
        ExpressionError: it means nothing for these columns.
    """
    return _rows(rows, predicate, {}, columns, (limit, skip))


def preview_where(rows: SparkRows, where: Predicate, value: Expression, columns: Sequence[str], limit: int) -> pa.Table:
    """Return rows in which a predicate is true, with their position and then the new value as the last columns.

    Raises:
        ColumnNotFoundError: an expression reads a column that is not there.
        ExpressionError: one means nothing for these columns.
    """
    return _rows(rows, where, {"value": value}, columns, (limit, 0))


def _rows(
    rows: SparkRows,
    where: Predicate,
    more: Mapping[str, Expression],
    columns: Sequence[str],
    limits: tuple[int, int],
) -> pa.Table:
    shown = [arrow_sql(name, rows.types[name]) for name in columns]
    values = [_sql(rows, value) for value in more.values()]
    names = [f"c{at}" for at in range(len(shown) + len(values))]
    selected = [f"{sql} AS {name}" for sql, name in zip([*shown, *values], names, strict=True)]
    limit, skip = limits
    marked = rows.plan.selectExpr(*selected, spark_quote(PLACE), f"{_sql(rows, where)} AS fails")
    failing = marked.where("fails").orderBy(PLACE).offset(skip).limit(limit).drop("fails")
    table = in_order(rows.limit.once(failing.toArrow))
    positions = rows.positions(table.column(PLACE).to_numpy())
    ends = table.columns[: len(shown)], table.columns[len(shown) : len(names)]
    return _table([*ends[0], positions, *ends[1]], unique_names([*columns, "position", *more]))


def _table(columns: Sequence[pa.ChunkedArray | pa.Array], names: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    return pa.table(list(columns), names=list(names))


def _sql(rows: SparkRows, expression: Expression) -> str:
    return SparkSql(rows.columns, spark_quote(PLACE)).write(expression)
