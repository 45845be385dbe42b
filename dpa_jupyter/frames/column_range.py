"""The smallest and largest value of a column, as they are told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from dpa_jupyter.findings import Scalar
from dpa_jupyter.frames.arrow_types import column_type
from dpa_jupyter.frames.scalars import short_scalar

if TYPE_CHECKING:
    import pyarrow as pa

ORDERED = frozenset({"integer", "number", "datetime", "date", "time", "duration"})
UNITS_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def column_range(array: pa.ChunkedArray) -> tuple[Scalar, Scalar] | None:
    """Return both ends of an `analysable` column; None where it has no values or they have no order worth telling.

    Times are text in ISO 8601 with a space, as long as they need to be; durations as Python writes them.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if column_type(array.type) not in ORDERED or array.null_count == len(array):
        return None
    comparable = array.cast(pa.int64()) if pa.types.is_duration(array.type) else array
    ends = pc.min_max(comparable)
    return _told(ends["min"], array.type), _told(ends["max"], array.type)


def _told(value: pa.Scalar, kind: pa.DataType) -> Scalar:
    import pyarrow as pa

    if pa.types.is_duration(kind):
        return str(timedelta(seconds=value.as_py() / UNITS_PER_SECOND[kind.unit]))
    if pa.types.is_temporal(kind):
        return re.sub(r"(\.\d*?)0+$", r"\1", value.cast(pa.string()).as_py()).rstrip(".")
    if pa.types.is_float32(kind):
        return short_scalar(float(value.cast(pa.string()).as_py()))  # 0.1, not 0.10000000149
    return short_scalar(value.as_py())
