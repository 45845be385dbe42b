"""Integers of 128 bits, which Arrow has not: Polars would give them as text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dpa_jupyter.frames.frame import Frame

if TYPE_CHECKING:
    import polars as pl

LONG = frozenset({"Int128", "UInt128"})
"""What Polars calls them; the oldest version has but one."""
DIGITS = 38
"""A decimal of Arrow has no more, an integer of 128 bits up to 39."""


def as_numbers(frame: Frame) -> Frame:
    """Return a frame of Polars with its long integers as decimals, or as doubles where they have more digits.

    What a plan gives is not known before it is run: of one they are decimals, and a column of more digits fails.
    """
    import polars as pl

    value = frame.value
    if isinstance(value, pl.DataFrame):
        casts = [pl.col(name).cast(_holding(value[name])) for name in _long(value.schema)]
        return replace(frame, value=value.with_columns(casts)) if casts else frame
    if isinstance(value, pl.LazyFrame):
        names = _long(value.collect_schema())
        return replace(frame, value=value.with_columns(pl.col(names).cast(pl.Decimal(DIGITS, 0)))) if names else frame
    return frame


def _long(schema: pl.Schema) -> list[str]:
    return [name for name, dtype in schema.items() if str(dtype) in LONG]


def _holding(column: pl.Series) -> pl.DataType:
    import polars as pl

    ends = [abs(end) for end in (column.min(), column.max()) if isinstance(end, int)]
    return pl.Decimal(DIGITS, 0) if all(end < 10**DIGITS for end in ends) else pl.Float64()
