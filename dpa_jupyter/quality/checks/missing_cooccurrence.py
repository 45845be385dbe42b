"""`missing_cooccurrence`: columns whose values are missing in the same rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.codes import thinned
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

LEAST_PHI = 0.9
FEWEST_ROWS = 5
MOST_ROWS = 20_000
MOST_COLUMNS = 200
ID = "missing_cooccurrence"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the groups of columns whose gaps go together."""
    lacking = [column.column.name for column in evidence.columns if 0 < column.missing.value < column.rows]
    if len(lacking) < 2:
        return
    table = thinned(evidence.sample.select(lacking[:MOST_COLUMNS]), MOST_ROWS)
    gaps = np.stack([np.asarray(column.is_null()) for column in table.columns]).astype(float)
    enough = (gaps.sum(axis=1) >= FEWEST_ROWS) & (gaps.std(axis=1) > 0)
    names = [name for name, is_one in zip(table.column_names, enough, strict=True) if is_one]
    if len(names) < 2:
        return
    together = np.corrcoef(gaps[enough]) >= LEAST_PHI
    seen: set[int] = set()
    for place in range(len(names)):
        group = np.flatnonzero(together[place]).tolist()
        if place not in seen and len(group) > 1:
            seen.update(group)
            yield _finding(evidence, [names[other] for other in group])


def _finding(evidence: FrameEvidence, names: list[str]) -> Finding:
    shown = ", ".join(f"`{name}`" for name in names[:5])
    return finding(
        ID, "completeness", evidence, names, None, title=f"{shown} are missing in the same rows",
        why="There is one reason for all of these gaps, such as a part of a form or a join that found nothing.",
        severity="note", certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="completeness",
    definition="columns whose masks of missing values have a phi coefficient of at least 0.9",
    source="missingno's nullity correlation (Bilogur, JOSS 2018)",
    reason="At 0.9 the few exceptions don't change what the reason of the gaps is.",
    look=look,
    thresholds={"least_phi": LEAST_PHI, "fewest_rows": FEWEST_ROWS},
)
