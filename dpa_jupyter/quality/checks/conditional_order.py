"""`conditional_order`: an end before its start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.codes import thinned
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

LEAST_SHARE = 0.97
LEAST_BY_CHANCE = 0.05
"""Were the rows of one column in another order, so many would be the wrong way round: the order says something."""
FEWEST_ROWS = 50
MOST_COLUMNS = 12
MOST_ROWS = 20_000
ID = "conditional_order"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows in which two columns are the other way round than nearly always."""
    for kinds, certainty in ((("date", "datetime"), 0.6), (("integer", "number"), 0.4)):
        columns = _columns(evidence, kinds)
        for first, second in combinations(columns, 2):
            found = _order(columns[first], columns[second])
            if found is not None:
                lower, upper = (first, second) if found else (second, first)
                yield _finding(evidence, lower, upper, certainty)


def _columns(evidence: FrameEvidence, kinds: tuple[str, ...]) -> dict[str, np.ndarray]:
    import pyarrow as pa
    import pyarrow.compute as pc

    names = [column.column.name for column in evidence.columns if column.type in kinds][:MOST_COLUMNS]
    table = thinned(evidence.sample.select(names), MOST_ROWS)
    found = {}
    for name in names:
        column = table[name]
        if pa.types.is_temporal(column.type):
            column = pc.cast(pc.cast(column, pa.timestamp("us"), safe=False), pa.int64())
        found[name] = np.asarray(pc.cast(column, pa.float64(), safe=False).fill_null(np.nan), dtype=float)
    return found


def _order(first: np.ndarray, second: np.ndarray) -> bool | None:
    """Tell whether the first is nearly always at most the second; False for the reverse, None for neither or always."""
    both = np.isfinite(first) & np.isfinite(second)
    if both.sum() < FEWEST_ROWS:
        return None
    first, second = first[both], second[both]
    for is_first, lower, upper in ((True, first, second), (False, second, first)):
        share = float((lower <= upper).mean())
        by_chance = float((lower > np.roll(upper, len(upper) // 2)).mean())
        if LEAST_SHARE <= share < 1 and by_chance >= max(LEAST_BY_CHANCE, 5 * (1 - share)):
            return is_first
    return None


def _finding(evidence: FrameEvidence, lower: str, upper: str, certainty: float) -> Finding:
    where = call("greater", Column(lower), Column(upper))
    return finding(
        ID, "consistency", evidence, (upper, lower), where, title=f"`{lower}` is after `{upper}` in a few rows",
        why=f"In all others `{lower}` is at most `{upper}`: one of the two is wrong.",
        severity="high" if certainty >= 0.5 else "low", certainty=certainty,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="rows in which one column exceeds another, where at least 97 % do not, and shuffled rows often would",
    source="order dependencies (Szlichta et al., VLDB 2012); comparisons with shuffled rows are a permutation test",
    reason="A few exceptions to an order that chance would break five times as often are slips.",
    look=look,
    most_share=1 - LEAST_SHARE,
    thresholds={"least_share": LEAST_SHARE, "least_by_chance": LEAST_BY_CHANCE},
)
