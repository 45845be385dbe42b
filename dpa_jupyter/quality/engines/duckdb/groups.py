"""Exact counts of the values of columns that have few different ones: all that there is to know of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.frames.database import quote
from dpa_jupyter.quality.engines.duckdb.source import Source
from dpa_jupyter.quality.engines.tables.column_evidence import after_or_before, from_counts
from dpa_jupyter.quality.evidence import ColumnEvidence, ValueCounts

if TYPE_CHECKING:
    import pyarrow as pa

FEW = 2_000
"""Different values in the sample up to which all are counted."""


def count_groups(
    grouped: Callable[[Sequence[str]], list[ValueCounts | Exception]], estimates: Sequence[ColumnEvidence], rows: int
) -> list[ColumnEvidence]:
    """Measure columns of few different values in all rows, all but what their texts are; one that fails stays."""
    counted = grouped([column.column.name for column in estimates])
    found = [
        counts if isinstance(counts, Exception) else from_counts(before.column, before.type, rows, counts)
        for before, counts in zip(estimates, counted, strict=True)
    ]
    return after_or_before(estimates, found)


def group_columns(source: Source, names: Sequence[str]) -> list[ValueCounts | Exception]:
    """Count the values of columns, or return why one can't be counted."""
    grouped = _grouped_at_once if source.is_read_anew else _grouped_one_by_one
    return source.limit.each(names, lambda some: grouped(source, some))


def _grouped_one_by_one(source: Source, names: Sequence[str]) -> Iterator[ValueCounts]:
    for name in names:
        column = quote(name)
        table = source.query(
            [name],
            f"""SELECT {column} AS value, count(*) AS n FROM data WHERE {column} IS NOT NULL
                GROUP BY {column} ORDER BY n DESC, value""",
        ).read_all()
        yield _value_counts(table.column("value"), table.column("n"))


def _grouped_at_once(source: Source, names: Sequence[str]) -> Iterator[ValueCounts]:
    import pyarrow.compute as pc

    columns = ", ".join(map(quote, names))
    sets = ", ".join(f"({quote(name)})" for name in names)
    table = source.query(
        names, f"SELECT {columns}, count(*) AS {quote(_count_name(names))} FROM data GROUP BY GROUPING SETS ({sets})"
    ).read_all()
    for place, name in enumerate(names):
        # The rows of another set, and the one for missing values, have no value here.
        part = table.select([name, table.column_names[-1]]).filter(pc.is_valid(table.column(place)))
        ordered = part.sort_by([(part.column_names[1], "descending"), (name, "ascending")])
        yield _value_counts(ordered.column(0), ordered.column(1))


def _count_name(names: Sequence[str]) -> str:
    return max(names, key=len) + "_n"


def _value_counts(values: pa.ChunkedArray, counts: pa.ChunkedArray) -> ValueCounts:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(values.type):
        values = pc.add(values, pa.scalar(0, values.type))  # makes a -0.0, which DuckDB counts with 0.0, one
    return ValueCounts(values.combine_chunks(), counts.combine_chunks().cast(pa.int64()), is_complete=True)
