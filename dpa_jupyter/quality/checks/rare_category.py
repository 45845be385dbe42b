"""`rare_category`: values of a category that hardly any row has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.finding import Finding

FEWEST_IN_CATEGORY = 5
FEWEST_ROWS = 500
MOST_CATEGORIES, MOST_RARE = 50, 10
LEAST_USUAL = 20
"""Rows of the rarest of the other categories: otherwise the values simply thin out."""
ID = "rare_category"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the categories of a few rows, in columns whose other categories all have many."""
    for known in evidence.columns:
        rare = _rare(known) if evidence.rows >= FEWEST_ROWS else []
        if rare:
            yield _finding(evidence, known.column.name, rare)


def _rare(known: ColumnEvidence) -> list[str]:
    if known.type not in ("text", "category") or known.values is None or not known.values.is_complete:
        return []
    counts = np.asarray(known.values.counts)
    if not 3 <= len(counts) <= MOST_CATEGORIES:
        return []
    few = int((counts < FEWEST_IN_CATEGORY).sum())
    usual = counts[: len(counts) - few]  # the most frequent come first
    if not 0 < few <= min(MOST_RARE, len(usual)) or usual[-1] < LEAST_USUAL:
        return []
    return [str(value) for value in known.values.values[len(usual) :].to_pylist()]


def _finding(evidence: FrameEvidence, name: str, rare: list[str]) -> Finding:
    return finding(
        ID, "accuracy", evidence, (name,), is_any(name, rare),
        title=f"`{name}` has categories of fewer than {FEWEST_IN_CATEGORY} rows: {quoted(rare)}",
        why="Nothing can be learnt of so few, and a part of the data that is held out may have none of them.",
        severity="note", certainty=0.1, examples=rare,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="accuracy",
    definition="up to ten categories of fewer than five rows, where all others, up to fifty, have twenty or more",
    source="Cochran, Biometrics 10, 1954: five rows, below which a chi-square is not trusted",
    reason="Where categories thin out evenly, each has a neighbour nearly as rare, and none stands out.",
    look=look,
    thresholds={"fewest_in_category": FEWEST_IN_CATEGORY, "least_usual": LEAST_USUAL},
)
