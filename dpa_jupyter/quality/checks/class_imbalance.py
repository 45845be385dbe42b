"""`class_imbalance`: a class of the target that has far fewer rows than the others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding, quoted
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.wording import percent

LEAST_SHARE = 0.1
"""Of what each class would have, were all alike."""
MOST_CLASSES = 20
FEWEST_ROWS = 50
ID = "class_imbalance"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rare classes of the target, if one is named that has classes."""
    for known in evidence.columns:
        rare = _rare(known) if known.column.name == evidence.target and evidence.rows >= FEWEST_ROWS else {}
        if rare:
            yield _finding(evidence, known.column.name, rare)


def _rare(known: ColumnEvidence) -> dict[str, float]:
    """Return the rare classes with their shares."""
    if known.values is None or not known.values.is_complete or not 2 <= len(known.values.values) <= MOST_CLASSES:
        return {}
    counts = np.asarray(known.values.counts)
    shares = counts / counts.sum()
    few = shares < LEAST_SHARE / len(shares)
    values = known.values.values.to_pylist()
    return {str(values[place]): float(shares[place]) for place in np.flatnonzero(few).tolist()}


def _finding(evidence: FrameEvidence, name: str, rare: dict[str, float]) -> Finding:
    which, share = "class" if len(rare) == 1 else "classes", percent(sum(rare.values()))
    return finding(
        ID, "validity", evidence, (name,), None,
        title=f"The target `{name}` has the {which} {quoted(list(rare))} in {share} of the rows only",
        why="A model that never says so is right nearly always: judge it by that class, and split the data by classes.",
        severity="low", examples=list(rare),
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="classes of the target with a share below 0.1 / K, of K classes; only where a target is named",
    source="`class_imbalance` of cleanlab's Datalab",
    reason="A tenth of an even share: of two classes, one in twenty rows.",
    look=look,
    thresholds={"least_share": LEAST_SHARE, "most_classes": MOST_CLASSES},
)
