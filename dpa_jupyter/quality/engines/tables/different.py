"""How many numbers differ."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def count_different(hashes: NDArray[np.uint64]) -> int:
    """Count different numbers, sorting them in place: that is many times faster than NumPy's `unique`."""
    hashes.sort()
    return int(np.count_nonzero(hashes[1:] != hashes[:-1])) + 1 if len(hashes) else 0
