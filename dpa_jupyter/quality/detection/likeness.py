"""How alike texts are, by rapidfuzz, for many at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def likeness(first: Sequence[str], second: Sequence[str]) -> np.ndarray:
    """Return for each pair of texts a likeness from 0 to 1: one minus the normalised optimal string alignment."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    return np.asarray(cpdist(first, second, scorer=OSA.normalized_similarity), dtype=float)
