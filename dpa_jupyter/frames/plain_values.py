"""Arrow columns as Python values that can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.findings import Scalar
from dpa_jupyter.frames.arrow_types import analysable
from dpa_jupyter.frames.scalars import short_scalar

if TYPE_CHECKING:
    import pyarrow as pa


def short_values(column: pa.ChunkedArray) -> list[Scalar]:
    """Read a column into short, plain values; NaN is missing."""
    return [short_scalar(value) for value in _values(analysable(column))]


def _values(column: pa.ChunkedArray) -> list[object]:
    """Read a column into Python; a time is written by Arrow, which needs no rules of zones and loses nothing."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type) or pa.types.is_time(column.type):
        return [_without_zeros(text) for text in column.cast(pa.string()).to_pylist()]
    try:
        values: list[object] = column.to_pylist()
    except (ValueError, OverflowError):  # beyond what Python has a value for
        return [str(column.type)] * len(column)
    return values


def _without_zeros(text: str | None) -> str | None:
    return text.rstrip("0").rstrip(".") if text and "." in text else text
