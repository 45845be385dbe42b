"""`multimodal`: numbers of two heaps with hardly anything between."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.finding import Finding

FEWEST_ROWS, FEWEST_VALUES, FEWEST_BINS = 200, 50, 10
LEAST_HEAP = 0.15
"""Share of the rows on each side."""
DEEPEST = 0.2
"""The valley may have so much of the lower peak's height at most."""
ID = "multimodal"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns whose histogram has a deep valley."""
    for known in evidence.columns:
        valley = _valley(known) if evidence.rows >= FEWEST_ROWS else None
        if valley is not None:
            yield _finding(evidence, known.column.name, valley)


def _valley(known: ColumnEvidence) -> float | None:
    """Return where the deepest valley is, if it is deep enough and there is enough on each side."""
    is_many = known.distinct is not None and known.distinct.value >= FEWEST_VALUES
    if known.type not in ("integer", "number") or known.histogram is None or not is_many:
        return None
    edges, counts = np.array(known.histogram.edges), np.array(known.histogram.counts, dtype=float)
    if len(counts) < FEWEST_BINS or counts.sum() == 0:
        return None
    height = counts / np.diff(edges)
    height = np.convolve(np.pad(height, 1, mode="edge"), (0.25, 0.5, 0.25), "valid")
    left, right = np.maximum.accumulate(height), np.maximum.accumulate(height[::-1])[::-1]
    lower_peak = np.minimum(left, right)
    below = np.cumsum(counts) / counts.sum()
    is_between = (below >= LEAST_HEAP) & (below - counts / counts.sum() <= 1 - LEAST_HEAP)
    is_valley = is_between & (height <= DEEPEST * lower_peak)
    if not is_valley.any():
        return None
    deepest = int(np.argmin(np.where(is_valley, height / np.maximum(lower_peak, 1e-300), np.inf)))
    return float((edges[deepest] + edges[deepest + 1]) / 2)


def _finding(evidence: FrameEvidence, name: str, valley: float) -> Finding:
    return finding(
        ID, "accuracy", evidence, (name,), None,
        title=f"`{name}` has two heaps of numbers, with hardly anything about {valley:.4g}",
        why="They may be two groups, or two units: a mean lies where hardly any row is.", severity="note",
        certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="accuracy",
    definition="a bin of the smoothed histogram a fifth as high as the lower peak beside it, 15 % of rows each side",
    source="valleys between modes: Silverman, JRSS B 43, 1981; Hartigan & Hartigan, Annals of Statistics 13, 1985",
    reason="Two normal heaps of one size have such a valley from five deviations apart on: no accident of bins.",
    look=look,
    thresholds={"least_heap": LEAST_HEAP, "deepest": DEEPEST},
)
