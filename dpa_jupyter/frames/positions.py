"""Which rows stand for all of them: spread evenly, and the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def even_positions(total: int, wanted: int) -> NDArray[np.int64]:
    """Choose one row of each of `wanted` equally long stretches, in order.

    The place within a stretch is drawn with a fixed seed: every n-th row would always hit the same hour or weekday
    of regular data (systematic sampling's known weakness; this is stratified sampling, Cochran 1977, 5.1).
    """
    import numpy as np

    if wanted >= total:
        return np.arange(total, dtype=np.int64)
    edges = np.arange(wanted + 1) * total // wanted
    within = np.random.default_rng(0).random(wanted)
    return edges[:-1] + (within * np.diff(edges)).astype(np.int64)
