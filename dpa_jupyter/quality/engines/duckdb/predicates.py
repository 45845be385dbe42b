"""The rows in which something is true: how many, which, and what they would become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.frames.database import quote
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.quality.engines.duckdb.keys import distinct_rows
from dpa_jupyter.quality.engines.duckdb.source import Source
from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.quality.expressions import (
    Call,
    Column,
    Expression,
    Predicate,
    Repeats,
    columns_of,
    looks_at_other_rows,
)
from dpa_jupyter.quality.languages.duckdb_sql import sql_column, to_sql
from dpa_jupyter.quality.languages.sql import SqlColumn

if TYPE_CHECKING:
    import pyarrow as pa

PLACE, FAILS = "place of the row", "fails here"
"""What the position and the predicate are called within a query, unless a column is called so."""
PREDICATES_AT_ONCE = 100
"""So many are counted in a scan: DuckDB plans many at once slowly."""


def count_rows_where(source: Source, predicates: Mapping[int, Predicate]) -> dict[int, Measure | None]:
    """Count the rows in which each predicate is true, by its key; None for one that can't be evaluated."""
    repeats = {place: known for place, each in predicates.items() if (known := repeated_rows(each)) is not None}
    plain = [place for place in predicates if place not in repeats]
    size = max(1, len(plain) if source.is_read_anew else PREDICATES_AT_ONCE)
    found: dict[int, Measure | Exception] = {}
    for start in range(0, len(plain), size):
        some = plain[start : start + size]
        counted = source.limit.each(some, lambda each: _count_at_once(source, [predicates[place] for place in each]))
        found |= dict(zip(some, counted, strict=True))
    for place, known in repeats.items():
        (found[place],) = source.limit.each([known], lambda some: [_count_repeats(source, each) for each in some])
    return {place: None if isinstance(each, Exception) else each for place, each in found.items()}


@dataclass(frozen=True, slots=True)
class Repeated:
    """Rows that repeat one, all of them or those that have a value."""

    columns: tuple[str, ...]
    present: bool = False


def repeated_rows(predicate: Predicate) -> Repeated | None:
    """Return what a predicate compares if it says no more than that a row repeats an earlier one."""
    match predicate:
        case Repeats(columns):
            return Repeated(columns)
        case Call("and", (Call("not", (Call("is_missing", (Column(name),)),)), Repeats((repeated,)))) if (
            name == repeated
        ):
            return Repeated((name,), present=True)
    return None


def _count_repeats(source: Source, known: Repeated) -> Measure:
    """Count rows that repeat one by hashes: a window function would hold and sort them."""
    columns = list(known.columns)
    if set(source.types(columns)) != set(columns):
        raise KeyError(*columns)
    where = f"{quote(columns[0])} IS NOT NULL" if known.present else "true"
    counted = source.query(columns[:1], f"SELECT count(*) FROM data WHERE {where}").read_all()
    rows = int(counted.column(0)[0].as_py())
    return Measure(rows - distinct_rows(source, columns, rows, where))


def _count_at_once(source: Source, predicates: Sequence[Predicate]) -> list[Measure]:
    columns = _columns(source, predicates)
    known = _known(source, columns)
    tests = ", ".join(f"{to_sql(predicate, known)} AS p{place}" for place, predicate in enumerate(predicates))
    counts = ", ".join(f"count_if(p{place})" for place in range(len(predicates)))
    # A predicate may hold a window function, which can't stand in an aggregate.
    table = source.query(columns, f"SELECT {counts} FROM (SELECT {tests} FROM data)").read_all()
    # Where a predicate is nowhere known, DuckDB counts NULL.
    return [Measure(int(column[0].as_py() or 0)) for column in table.columns]


def rows_where(source: Source, predicate: Predicate, columns: Sequence[str], limit: int, skip: int) -> pa.Table:
    """Return rows in which a predicate is true, with their position as the last column.

    Raises:
        ColumnNotFoundError: the predicate reads a column that is not there.
        ExpressionError: it means nothing for these columns.
    """
    return _rows(source, predicate, {}, columns, (limit, skip))


def preview_where(source: Source, where: Predicate, value: Expression, columns: Sequence[str], limit: int) -> pa.Table:
    """Return rows in which a predicate is true, with their position and then the new value as the last columns.

    Raises:
        ColumnNotFoundError: an expression reads a column that is not there.
        ExpressionError: one means nothing for these columns.
    """
    return _rows(source, where, {"value": value}, columns, (limit, 0))


def _rows(
    source: Source, where: Predicate, more: Mapping[str, Expression], columns: Sequence[str], limits: tuple[int, int]
) -> pa.Table:
    read = list(dict.fromkeys([*columns, *_columns(source, [where, *more.values()])]))
    known = _known(source, read)
    new = [f"new {at}" for at in range(len(more))]
    place, fails, *values = map(quote, unique_names([*read, PLACE, FAILS, *new])[len(read) :])
    names = unique_names([*columns, "position", *more])
    written = [to_sql(value, known, place) for value in more.values()]
    # What looks at other rows has to be computed while they are there.
    is_before = any(map(looks_at_other_rows, more.values()))
    before = [f", {sql} AS {value}" for sql, value in zip(written, values, strict=True)] if is_before else []
    after = values if is_before else written
    listed = [*map(quote, columns), place, *after]
    selected = ", ".join(f"{sql} AS {quote(name)}" for sql, name in zip(listed, names, strict=True))
    limit, skip = limits
    return source.query(
        read,
        f"""SELECT {selected} FROM (
                SELECT *, {to_sql(where, known, place)} AS {fails}{"".join(before)}
                FROM (SELECT {", ".join(map(quote, read))}, {source.position} AS {place} FROM data))
            WHERE {fails} ORDER BY {place} LIMIT {limit} OFFSET {skip}""",
    ).read_all()


def _columns(source: Source, expressions: Sequence[Expression]) -> list[str]:
    return sorted(frozenset().union(*map(columns_of, expressions)))


def _known(source: Source, columns: Sequence[str]) -> dict[str, SqlColumn]:
    return {name: sql_column(name, kind) for name, kind in source.types(columns).items()}
