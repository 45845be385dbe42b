"""How often each value of an Arrow column stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.quality.evidence import ValueCounts

if TYPE_CHECKING:
    import pyarrow as pa


def count_values(column: pa.ChunkedArray) -> ValueCounts | None:
    """Count values, those of equal frequency in the order in which they first appear; None for nested ones."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(column.type):
        column = pc.add(column, pa.scalar(0, column.type))  # makes a -0.0 a 0.0
    try:
        counted = pc.value_counts(column.drop_null())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return None
    values, counts = counted.field("values"), counted.field("counts")
    order = pa.array(np.argsort(-counts.to_numpy(), kind="stable"))
    return ValueCounts(values.take(order), counts.take(order).cast(pa.int64()), is_complete=True)
