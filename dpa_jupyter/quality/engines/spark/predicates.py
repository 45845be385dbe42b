"""The rows in which something is true: how many, all counted in one job, which, and what they would become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.frames.halving import each_or_error
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.frames.spark_frames import PLACE, in_order
from dpa_jupyter.frames.spark_types import arrow_sql, spark_quote
from dpa_jupyter.quality.engines.spark.rows import SparkRows
from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.quality.expressions import Expression, Predicate
from dpa_jupyter.quality.languages.spark_sql import SparkSql

if TYPE_CHECKING:
    import pyarrow as pa


def count_rows_where(rows: SparkRows, predicates: Mapping[int, Predicate]) -> dict[int, Measure | None]:
    """Count the rows in which each predicate is true, by its key; None for one that can't be evaluated."""
    written = each_or_error(list(predicates.values()), lambda some: [_sql(rows, each) for each in some])
    sound = {place: sql for place, sql in zip(predicates, written, strict=True) if isinstance(sql, str)}
    counted = each_or_error(list(sound.values()), lambda some: _count_at_once(rows, some)) if sound else []
    found = dict(zip(sound, counted, strict=True))
    return {place: each if isinstance(each := found.get(place), Measure) else None for place in predicates}


def _count_at_once(rows: SparkRows, predicates: Sequence[str]) -> list[Measure]:
    # A predicate may hold a window function, which can't stand in an aggregate.
    tested = rows.plan.selectExpr(*(f"{sql} AS p{place}" for place, sql in enumerate(predicates)))
    counts = tested.selectExpr(*(f"count_if(p{place}) AS p{place}" for place in range(len(predicates)))).toArrow()
    return [Measure(int(column[0].as_py())) for column in counts.columns]


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
    table = in_order(failing.toArrow())
    positions = rows.positions(table.column(PLACE).to_numpy())
    ends = table.columns[: len(shown)], table.columns[len(shown) : len(names)]
    return _table([*ends[0], positions, *ends[1]], unique_names([*columns, "position", *more]))


def _table(columns: Sequence[pa.ChunkedArray | pa.Array], names: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    return pa.table(list(columns), names=list(names))


def _sql(rows: SparkRows, expression: Expression) -> str:
    return SparkSql(rows.columns, spark_quote(PLACE)).write(expression)
