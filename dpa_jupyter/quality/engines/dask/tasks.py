"""What is done with one partition, on whatever worker has it: DuckDB measures it there, and what is sent is small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from dpa_jupyter.frames.dask_partitions import PartitionFrames
from dpa_jupyter.frames.database import quote
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.engines.duckdb.databases import connect
from dpa_jupyter.quality.engines.duckdb.groups import group_columns
from dpa_jupyter.quality.engines.duckdb.held import HeldSource
from dpa_jupyter.quality.engines.duckdb.predicates import Repeated, count_rows_where, preview_where, rows_where
from dpa_jupyter.quality.engines.duckdb.scan import Asked, scan_columns
from dpa_jupyter.quality.engines.duckdb.source import Data, Source, read_columns
from dpa_jupyter.quality.engines.time_limit import TimeLimit, TooSlowError
from dpa_jupyter.quality.expressions import Expression, Predicate
from dpa_jupyter.quality.states.compared import ComparedRows
from dpa_jupyter.quality.states.hashes import Hashes
from dpa_jupyter.quality.states.part import PartState

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Measuring:
    """What is measured of all rows."""

    scanned: tuple[Asked, ...]
    limit: int
    """Of the hashes of their values."""
    counted: tuple[str, ...]
    """Columns whose values are all counted."""


@dataclass(frozen=True, slots=True)
class Showing:
    """Which rows are shown, and what of them."""

    where: Predicate
    columns: tuple[str, ...]
    value: Expression | None = None
    """What they would become."""


def count_rows(part: pd.DataFrame) -> int:
    """Count the rows."""
    return len(part)


def draw(part: pd.DataFrame, schema: pa.Schema, places: NDArray[np.int64]) -> Data:
    """Take rows by their places in the partition, the columns ready for analysis."""
    rows = part.iloc[places]

    def read(columns: Sequence[str]) -> pa.Table:
        return PartitionFrames(schema).batches(rows, columns, None).read_all()

    return read_columns(schema.names, read, TimeLimit())


def measure(part: pd.DataFrame, schema: pa.Schema, asked: Measuring) -> PartState:
    """Measure all rows."""
    return part_state(partition_source(part, schema), len(part), asked)


def part_state(source: Source, rows: int, asked: Measuring) -> PartState:
    """Return what is known of all rows; a column that can't be measured is None."""
    names = [column.name for column in asked.scanned]
    scanned = dict(zip(names, scan_columns(source, asked.scanned, asked.limit), strict=True))
    counted = dict(zip(asked.counted, group_columns(source, asked.counted), strict=True))
    slow = [name for name, each in (*scanned.items(), *counted.items()) if isinstance(each, TooSlowError)]
    return PartState(
        rows,
        {name: _or_none(each) for name, each in scanned.items()},
        {name: _or_none(each) for name, each in counted.items()},
        frozenset(slow),
    )


def _or_none(found: Result | Exception) -> Result | None:
    return None if isinstance(found, Exception) else found


def count(part: pd.DataFrame, schema: pa.Schema, predicates: Sequence[Predicate]) -> list[int | None]:
    """Count the rows in which each predicate is true; None for one that can't be evaluated."""
    found = count_rows_where(partition_source(part, schema), dict(enumerate(predicates)))
    return [None if each is None else int(each.value) for each in found.values()]


def show(part: pd.DataFrame, schema: pa.Schema, start: int, asked: Showing, limit: int) -> pa.Table:
    """Return the first rows in which something is true, with their position in the frame."""
    source = partition_source(part, schema, start)
    if asked.value is None:
        return rows_where(source, asked.where, asked.columns, limit, 0)
    return preview_where(source, asked.where, asked.value, asked.columns, limit)


def hash_rows(
    part: pd.DataFrame, schema: pa.Schema, asked: Sequence[Repeated], pass_of: tuple[int, int]
) -> list[ComparedRows | None]:
    """Compare the rows of columns by hashes; None where DuckDB can't hold all of these.

    Args:
        part: the partition.
        schema: of its columns.
        asked: columns that are compared together.
        pass_of: which of so many passes this is; each takes the hashes of one rest.
    """
    source = partition_source(part, schema)
    number, passes = pass_of
    return [_compared(source, each, f"% {passes} = {number}" if passes > 1 else "") for each in asked]


def _compared(source: HeldSource, asked: Repeated, rest: str) -> ComparedRows | None:
    names = list(asked.columns)
    if set(source.types(names)) != set(names):
        return None
    hashed = f"hash({', '.join(map(quote, names))})"
    conditions = [
        *([f"{quote(names[0])} IS NOT NULL"] if asked.present else []),
        *([f"{hashed} {rest}"] if rest else []),
    ]
    batches = source.query(names, f"SELECT {hashed} FROM data WHERE {' AND '.join(conditions) or 'true'}")
    hashes = np.concatenate([np.empty(0, np.uint64), *(batch.column(0).to_numpy() for batch in batches)])
    return ComparedRows(len(hashes), Hashes.of(hashes))


def partition_source(part: pd.DataFrame, schema: pa.Schema, start: int = 0) -> HeldSource:
    """Give a partition, whose first row has some position in the frame, to a DuckDB of its own."""
    connection = connect(threads=1)
    frame = Frame("partition", part, PartitionFrames(schema))
    source = HeldSource(frame, connection, TimeLimit(connection=connection))
    source.position = f"row_number() OVER () - 1 + {start}"
    return source
