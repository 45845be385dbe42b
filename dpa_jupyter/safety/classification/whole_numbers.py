"""Numbers that are whole, whatever their type: pandas keeps such a column as floats as soon as one value is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

LARGEST = 1 << 53
"""Up to here a float has each whole number."""


def as_whole_numbers(values: pl.Series) -> pl.Series:
    """Return floats and decimals as integers where all that are there are whole, and anything else as it is."""
    import polars as pl

    if not (values.dtype.is_float() or values.dtype.is_decimal()):
        return values
    present = values.drop_nulls()
    if values.dtype.is_float():
        present = present.filter(present.is_finite())
        if not (present.abs() <= LARGEST).all():
            return values
    whole = present.cast(pl.Int64, strict=False)
    is_whole = whole.null_count() == 0 and (whole.cast(values.dtype, strict=False) == present).all()
    return whole if len(present) and is_whole else values
