"""How often each value of an Arrow column stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.quality.evidence import ValueCounts

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


def count_values(column: pa.ChunkedArray) -> ValueCounts | None:
    """Count values; None for nested ones.

    Of equally frequent ones, the least comes first; of texts, the one that appears first.
    """
    import numpy as np
    import pyarrow as pa

    present = column.drop_null() if column.null_count else column
    counted = _of_primitives(present) or _of_others(present)
    if counted is None:
        return None
    values, counts = counted
    if not len(counts) or counts.max() == 1:
        return ValueCounts(values, pa.array(counts, pa.int64()), is_complete=True)
    order = np.argsort(-counts, kind="stable")
    return ValueCounts(values.take(pa.array(order)), pa.array(counts[order], pa.int64()), is_complete=True)


def _of_primitives(present: pa.ChunkedArray) -> tuple[pa.Array, NDArray[np.int64]] | None:
    """Count numbers and times by sorting, which is faster than hashing and leaves them in order."""
    import numpy as np
    import pyarrow as pa

    kind = present.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind)) or not len(present):
        return None
    stored = pa.int32() if kind.bit_width == 32 else pa.int64()
    numbers = (present.cast(stored) if pa.types.is_temporal(kind) else present).to_numpy()
    if pa.types.is_floating(kind):
        numbers = numbers + numbers.dtype.type(0)  # makes a -0.0 a 0.0
    ascending = np.sort(numbers)
    starts = np.flatnonzero(np.concatenate([[True], ascending[1:] != ascending[:-1]]))
    counts = np.diff(starts, append=len(ascending))
    return pa.array(ascending[starts]).cast(kind), counts


def _of_others(present: pa.ChunkedArray) -> tuple[pa.Array, NDArray[np.int64]] | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        counted = pc.value_counts(present)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return None
    return counted.field("values"), counted.field("counts").to_numpy()
