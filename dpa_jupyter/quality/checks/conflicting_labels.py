"""`conflicting_labels`: rows alike in all columns but the target."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.codes import coded_sample
from dpa_jupyter.quality.detection.row_hashes import agreeing_rows, grouped, most_telling_first
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.engines.tables.duplicates import names_rows
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, Repeats, call
from dpa_jupyter.quality.finding import Finding

FEWEST_FEATURES, MOST_CLASSES = 2, 20
FEWEST_ROWS = 20
USUAL = 0.2
"""Where so many rows are like another one in all features, these tell too little for labels to be alike."""
ID = "conflicting_labels"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose target differs from that of an earlier row with the same features, if a target is named."""
    names = [known.column.name for known in evidence.columns if known.failure is None]
    if evidence.target not in names or evidence.rows < FEWEST_ROWS:
        return
    name, labels = str(evidence.target), coded_sample(evidence)[str(evidence.target)]
    features = tuple(each for each in names if each != name and _tells(evidence.column(each)))
    if labels is None or not 2 <= len(labels.values) <= MOST_CLASSES or len(features) < FEWEST_FEATURES:
        return
    rows, hashes = agreeing_rows(evidence.sample, most_telling_first(evidence, features))
    if _differ(labels.codes[rows], hashes):
        yield _finding(evidence, name, features, is_usual=len(rows) > USUAL * len(labels.codes))


def _tells(known: ColumnEvidence) -> bool:
    """Tell whether a column may be compared: no key, and nothing nested, whose values are not told apart."""
    return known.distinct is not None and not names_rows(known)


def _differ(labels: np.ndarray, hashes: np.ndarray) -> bool:
    known = labels >= 0
    order, ordered = grouped(hashes[known])
    labels = labels[known][order]
    return bool(((ordered[1:] == ordered[:-1]) & (labels[1:] != labels[:-1])).any())


def _finding(evidence: FrameEvidence, name: str, features: tuple[str, ...], *, is_usual: bool) -> Finding:
    is_new = call("not", Repeats((*features, name)))
    where = call("and", call("not", call("is_missing", Column(name))), Repeats(features), is_new)
    return finding(
        ID, "consistency", evidence, (name,), where,
        title=f"Rows that are alike in all other columns differ in the target `{name}`",
        why="No model can be right about both: one of the labels is wrong, or what would tell them apart is not there.",
        severity="note" if is_usual else "low", certainty=0.2 if is_usual else 0.6,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="rows with the features of an earlier row, keys left out, and a label of none of these; only where "
    "a target is named",
    source="irreducible error: Hastie et al., The Elements of Statistical Learning, 2009, 2.4; deepchecks",
    reason="Where a fifth of the rows have the features of others, too little is known of them to tell labels.",
    look=look,
    thresholds={"usual": USUAL, "most_classes": MOST_CLASSES},
)
