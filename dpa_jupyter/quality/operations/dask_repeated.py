"""Rows of a Dask frame that repeat an earlier one, left out when it is computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.engines.duckdb.predicates import Repeated

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from dask.dataframe import DataFrame
    from numpy.typing import NDArray


def without_repeated(frame: DataFrame, asked: Sequence[Repeated]) -> DataFrame:
    """Leave rows out, whichever partition the earlier one is in; the others keep their order.

    Rows are told apart by hashes of 64 bits; those of all rows are brought together in one task, 8 bytes each.
    """
    import dask.dataframe as dd
    import pyarrow as pa
    from dask.delayed import delayed

    from dpa_jupyter.frames.dask_partitions import partitions_of, schema_of

    columns = list(dict.fromkeys(name for each in asked for name in each.columns))
    whole = schema_of(frame)
    schema = pa.schema([whole.field(name) for name in columns])
    hashed = [delayed(row_hashes)(part, schema, asked) for part in partitions_of(frame, columns)]
    marks = delayed(mark_repeated)(hashed)
    kept = [delayed(left)(part, marks, place) for place, part in enumerate(partitions_of(frame))]
    meta = frame._meta  # noqa: SLF001 - what Dask's own documentation calls it
    made: DataFrame = dd.from_delayed(kept, meta=meta, divisions=frame.divisions, verify_meta=False)
    return made


def row_hashes(part: pd.DataFrame, schema: pa.Schema, asked: Sequence[Repeated]) -> list[pa.Array]:
    """Hash the rows of a partition, once for each choice of columns; NULL for one that is not compared."""
    from dpa_jupyter.frames.database import quote
    from dpa_jupyter.quality.engines.dask.tasks import partition_source

    source = partition_source(part, schema)
    found = []
    for each in asked:
        hashed = f"hash({', '.join(map(quote, each.columns))})"
        if each.present:
            hashed = f"CASE WHEN {quote(each.columns[0])} IS NOT NULL THEN {hashed} END"
        found.append(source.query(each.columns, f"SELECT {hashed} AS hashed FROM data").read_all().column(0))
    return found


def mark_repeated(parts: Sequence[Sequence[pa.ChunkedArray]]) -> list[NDArray[np.bool_]]:
    """Mark the rows of each partition that are like one before them, in whichever choice of columns."""
    ends = np.cumsum([len(part[0]) for part in parts])
    marks = np.zeros(ends[-1], np.bool_)
    for hashes in zip(*parts, strict=True):
        present = np.concatenate([each.is_valid().to_numpy() for each in hashes])
        values = np.concatenate([each.drop_null().to_numpy() for each in hashes])
        _, firsts = np.unique(values, return_index=True)
        repeats = np.ones(len(values), np.bool_)
        repeats[firsts] = False
        marks[np.flatnonzero(present)[repeats]] = True
    return np.split(marks, ends[:-1])


def left(part: pd.DataFrame, marks: Sequence[NDArray[np.bool_]], place: int) -> pd.DataFrame:
    """Return the rows of a partition that are not marked."""
    return part[~marks[place]]
