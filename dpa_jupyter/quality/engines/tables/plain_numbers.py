"""Arrow's numbers and times as floats that can be sorted, and as values that JSON can hold."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dpa_jupyter.findings import Scalar

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
"""To divide by: a multiplication by 1e-6 is rounded twice, so that a time would depend on the unit it is kept in."""
DAY = 86_400.0


def as_floats(column: pa.Array) -> NDArray[np.float64]:
    """Return the values that are not missing; times in seconds since 1970, or since midnight, or as they last."""
    import pyarrow as pa

    values, kind = column.drop_null(), column.type
    if pa.types.is_null(kind):
        values = values.cast(pa.float64())
    elif pa.types.is_temporal(kind):
        return _seconds(values)
    found: NDArray[np.float64] = values.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return found


def plain_scalar(value: pa.Scalar) -> Scalar:
    """Return a value as JSON can hold it, times in ISO 8601."""
    import pyarrow as pa

    if not value.is_valid:
        return None
    if pa.types.is_timestamp(value.type) or pa.types.is_time(value.type) or pa.types.is_date(value.type):
        # Arrow's own text: Python has no nanoseconds, and no years after 9999.
        text = str(value.cast(pa.string()).as_py())
        if text.startswith("<"):  # it can't write this one either, and says so
            return text
        whole, point, part = text.replace(" ", "T").partition(".")
        return whole + (point + part).rstrip(".0")
    if pa.types.is_duration(value.type):
        return float(value.cast(pa.int64()).as_py() / PER_SECOND[value.type.unit])
    found = value.as_py()
    if isinstance(found, Decimal):
        return int(found) if found == found.to_integral_value() else float(found)
    if isinstance(found, float):
        return found + 0.0  # a zero has no sign
    return found if isinstance(found, bool | int | str) else str(found)


def python_values(values: pa.Array | pa.ChunkedArray) -> list[object]:
    """Return values as Python has them; the times that it has not, in ISO 8601."""
    try:
        found: list[object] = values.to_pylist()
    except (OverflowError, ValueError):
        return [_python_value(value) for value in values]
    return found


def _python_value(value: pa.Scalar) -> object:
    try:
        found: object = value.as_py()
    except (OverflowError, ValueError):
        return plain_scalar(value)
    return found


def _seconds(values: pa.Array) -> NDArray[np.float64]:
    import pyarrow as pa

    kind = values.type
    whole = values.cast(pa.int32()) if kind.bit_width == 32 else values
    counted = whole.cast(pa.int64()).to_numpy(zero_copy_only=False)
    if pa.types.is_date32(kind):
        days: NDArray[np.float64] = counted * DAY
        return days
    seconds: NDArray[np.float64] = counted / PER_SECOND["ms" if pa.types.is_date64(kind) else kind.unit]
    return seconds
