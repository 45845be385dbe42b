"""Rows counted without looking at them: what a predicate says of a column, it says of each of its different values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.frames.database import quote
from dpa_jupyter.frames.halving import each_or_error
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure
from dpa_jupyter.quality.expressions import Call, Column, Predicate, Repeats, columns_of
from dpa_jupyter.quality.languages.duckdb_sql import sql_column, to_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def count_by_values(
    connection: DuckDBPyConnection, known: Mapping[str, ColumnEvidence], predicates: Sequence[Predicate]
) -> dict[int, Measure]:
    """Count exactly, by its place, what can be counted from the values of a single column; leave out the others."""
    found: dict[int, Measure] = {}
    by_column: dict[str, list[int]] = defaultdict(list)
    for place, predicate in enumerate(predicates):
        column = known.get(_only_column(predicate) or "")
        if column is None:
            continue
        if predicate == Call("is_missing", (Column(column.column.name),)) and column.missing.precision == "exact":
            found[place] = column.missing
        elif column.values is not None and column.values.is_complete:
            by_column[column.column.name].append(place)
    for name, places in by_column.items():
        counted = each_or_error(
            places,
            lambda some, name=name: _count(connection, known[name], [predicates[place] for place in some]),  # type: ignore[misc]  # bound early
        )
        found |= {place: each for place, each in zip(places, counted, strict=True) if not isinstance(each, Exception)}
    return found


def _only_column(predicate: Predicate) -> str | None:
    columns = columns_of(predicate)
    return next(iter(columns)) if len(columns) == 1 and not _repeats(predicate) else None


def _repeats(predicate: Predicate) -> bool:
    """Tell whether a row is compared with others, which its value alone does not say."""
    match predicate:
        case Repeats():
            return True
        case Call(_, arguments):
            return any(map(_repeats, arguments))
        case _:
            return False


def _count(connection: DuckDBPyConnection, column: ColumnEvidence, predicates: Sequence[Predicate]) -> list[Measure]:
    import pyarrow as pa

    assert column.values is not None
    name, rows = unique_names([column.column.name, "rows"])
    values = column.values.values
    missing = pa.nulls(1, values.type), pa.array([int(column.missing.value)], pa.int64())
    table = {
        name: pa.chunked_array([values, missing[0]]),
        rows: pa.chunked_array([column.values.counts, missing[1]]),
    }
    connection.register("known_values", pa.table(table))
    described = {each[0]: each[1] for each in connection.execute("DESCRIBE known_values").fetchall()}
    reading = {column.column.name: sql_column(name, described[name])}
    sums = ", ".join(
        f"coalesce(sum({quote(rows)}) FILTER (WHERE {to_sql(each, reading)}), 0)::BIGINT" for each in predicates
    )
    (counts,) = connection.execute(f"SELECT {sums} FROM known_values").fetchall()
    connection.unregister("known_values")
    return [Measure(count) for count in counts]
