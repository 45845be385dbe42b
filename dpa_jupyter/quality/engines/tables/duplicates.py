"""How many rows of a table in memory are like one before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.frames.database import queryable, quote
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

KEY_TYPES: frozenset[ColumnType] = frozenset({"integer", "text", "datetime", "date"})
"""A measurement that never repeats identifies nothing."""


def duplicate_rows(
    connection: DuckDBPyConnection, data: Mapping[str, pa.ChunkedArray | str], columns: Sequence[ColumnEvidence]
) -> Measure | None:
    """Count them by a hash of 64 bits; none where a column never repeats, None where not all can be compared."""
    import duckdb
    import pyarrow as pa

    if any(is_key(column) for column in columns):
        return Measure(0)
    if not data or any(isinstance(values, str) for values in data.values()):
        return None
    try:
        connection.register("rows", queryable(pa.table(dict(data))))
        sql = f"SELECT count(*) - count(DISTINCT hash({', '.join(map(quote, data))})) FROM rows"
        found = connection.execute(sql).fetchall()
        connection.unregister("rows")
    except duckdb.Error:
        return None
    return Measure(found[0][0])


def is_key(column: ColumnEvidence) -> bool:
    """Tell whether it is certain that each row has a value of its own."""
    return (
        column.missing.value == 0
        and column.distinct is not None
        and column.distinct.precision == "exact"
        and column.distinct.value == column.rows > 0
    )


def names_rows(column: ColumnEvidence) -> bool:
    """Tell whether it is a key, and no measurement that happens to repeat in no row."""
    return column.type in KEY_TYPES and is_key(column)
