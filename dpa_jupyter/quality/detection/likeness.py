"""How alike texts are, and how far apart, by rapidfuzz, for many at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def likeness(first: Sequence[str], second: Sequence[str]) -> np.ndarray:
    """Return for each pair of texts a likeness from 0 to 1: one minus the normalised optimal string alignment."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    return np.asarray(cpdist(first, second, scorer=OSA.normalized_similarity), dtype=float)


def distances(first: Sequence[str], second: Sequence[str], most: int | None = None) -> np.ndarray:
    """Return the edits (optimal string alignment) from each text to each other one; more than the most as one more."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    return np.asarray(cdist(first, second, scorer=OSA.distance, score_cutoff=most, dtype=np.int32))
