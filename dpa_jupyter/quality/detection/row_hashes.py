"""Rows as hashes of their values, so that rows that agree in some columns are found by sorting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.engines.tables.sample import mixed
from dpa_jupyter.quality.evidence import FrameEvidence

if TYPE_CHECKING:
    import pyarrow as pa

MISSING = np.uint64(0x5BD1E995)
PLACES = 0x9E3779B97F4A7C15
EVERY = 8
"""After so many columns rows are left out that are like no other one: to sort takes longer than to hash a column."""


def column_hashes(column: pa.ChunkedArray, place: int) -> np.ndarray:
    """Hash the values of a column with 64 bits, by its place among columns; the hash of a row is the sum of these.

    Missing values are alike. Hashes of texts are the same within one table only.

    Raises:
        pa.ArrowNotImplementedError: for nested values, which can't be told apart quickly.
    """
    import pyarrow.compute as pc

    whole = column.combine_chunks()
    values = _numbers(whole).astype(np.uint64, copy=False) + np.uint64((PLACES * (place + 1)) % 2**64)
    hashes = mixed(values)
    return np.where(np.asarray(pc.is_null(whole, nan_is_null=True)), MISSING, hashes) if whole.null_count else hashes


def _numbers(column: pa.Array) -> np.ndarray:
    """Return a number for each value, the same for equal ones."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_floating(kind):
        values = np.asarray(pc.fill_null(column.cast(pa.float64()), 0.0), dtype=np.float64)
        return (values + 0.0).view(np.uint64)  # makes a -0.0 a 0.0
    if pa.types.is_integer(kind):
        return np.asarray(pc.fill_null(column, 0)).astype(np.int64).view(np.uint64)
    if pa.types.is_timestamp(kind) or pa.types.is_date64(kind):
        return np.asarray(pc.fill_null(column.cast(pa.int64()), 0)).view(np.uint64)
    encoded = column if pa.types.is_dictionary(kind) else pc.dictionary_encode(column)
    return np.asarray(pc.fill_null(encoded.indices, 0)).astype(np.int64).view(np.uint64)


def agreeing_rows(table: pa.Table, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that agree with another one in all of these columns, in order, and their hashes.

    The columns of most different values should come first: after the first of them few rows are left.
    """
    rows, hashes = np.arange(table.num_rows), np.zeros(table.num_rows, dtype=np.uint64)
    for place, name in enumerate(names):
        column = table[name] if len(rows) == table.num_rows else table[name].take(rows)
        hashes = hashes + column_hashes(column, place)
        if place % EVERY == 0 or place == len(names) - 1:
            kept = is_repeated(hashes)
            rows, hashes = rows[kept], hashes[kept]
        if not len(rows):
            break
    return rows, hashes


def most_telling_first(evidence: FrameEvidence, names: Sequence[str]) -> list[str]:
    """Order columns by the number of their different values, the most first, but texts last: these are slow to hash."""

    def rank(name: str) -> tuple[bool, float]:
        known = evidence.column(name)
        return known.type == "text", -(known.distinct.value if known.distinct is not None else 0.0)

    return sorted(names, key=rank)


def is_repeated(hashes: np.ndarray) -> np.ndarray:
    """Tell of each row whether another one has the same hash."""
    ordered = np.sort(hashes)
    return np.isin(hashes, ordered[1:][ordered[1:] == ordered[:-1]])


def grouped(hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of equal hashes beside each other, in order within each group, and the hash at each."""
    order = np.argsort(hashes, kind="stable")
    return order, hashes[order]
