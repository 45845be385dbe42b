"""`sentinel_number`: -1, 999 and the like, far from all other numbers of the column."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.numbers import Numbers, numbers
from dpa_jupyter.quality.detection.writing import finding, make_missing, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Predicate, call
from dpa_jupyter.quality.finding import Finding

NINES = frozenset(
    sign * (10**digits - 1) / scale for digits in range(2, 11) for sign in (-1, 1) for scale in (1, 10, 100)
) | {-1.0, -9.0, -88.0, -888.0, -8888.0, 8888.0, 88888.0, -77.0, -777.0, 0.0, 12345.0, 123456.0, 1e9, -1e9}  # fmt: skip
"""Of the form that people choose to stand out."""
LEAST_SHARE, FEWEST, FEWEST_ROWS = 0.001, 2, 20
MOST_SHARE = 0.5
FEWEST_BESIDE_ZERO = 5
"""Zero is a sentinel only among many other numbers, not beside one."""
FENCES = 3.0
"""Interquartile ranges beyond the quartiles from which on a number is extreme (Tukey, 1977: far out)."""
ID = "sentinel_number"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose number is repeated, extreme and of a form that stands out."""
    for column in numbers(evidence).values():
        chosen = _sentinels(column) if column.rows >= FEWEST_ROWS and len(column.values) > 2 else []
        if chosen:
            where = call("is_in", column.cell, *(int(value) if value.is_integer() else value for value in chosen))
            yield _finding(evidence, column, where, chosen)


def _sentinels(column: Numbers) -> list[float]:
    is_chosen = np.isin(column.values, list(NINES))
    often = column.counts >= max(FEWEST, LEAST_SHARE * column.rows)
    rest = column.having(~(is_chosen & often))
    fewest = FEWEST_BESIDE_ZERO if 0 in column.values[is_chosen & often] else 2
    if not (is_chosen & often).any() or len(rest.values) < fewest:
        return []
    low, high = rest.quantile(0.25), rest.quantile(0.75)
    spread = max(high - low, 1e-9 * max(abs(high), 1.0))
    far = (column.values < low - FENCES * spread) | (column.values > high + FENCES * spread)
    least, most = float(rest.values[0]), float(rest.values[-1])
    apart = (column.values < least - 0.1 * (most - least)) | (column.values > most + 0.1 * (most - least))
    minus_one = (column.values == -1) & (least >= 0)
    found = is_chosen & often & ((far & apart) | minus_one)
    return (
        [float(value) for value in column.values[found]]
        if column.counts[found].sum() <= MOST_SHARE * column.rows
        else []
    )


def _finding(evidence: FrameEvidence, column: Numbers, where: Predicate, chosen: list[float]) -> Finding:
    shown = [f"{value:g}" for value in chosen]
    reason = "They are repeated, far from all other numbers and of a form that people choose to stand out."
    return finding(
        ID,
        "completeness",
        evidence,
        (column.column,),
        where,
        title=f"`{column.column}` seems to say {quoted(shown)} for missing",
        why="As a number it moves every mean, sum and outlier fence.",
        severity="high",
        examples=chosen,
        certainty=0.8,
        fixes=(make_missing(column.column, where, "medium", reason),),
    )


CHECK = Check(
    id=ID,
    dimension="completeness",
    definition="repeated numbers of a form such as -1, 999 or -9999 that lie apart from all others",
    source="Tukey's outer fences, 1977; Pearson, The problem of disguised missing data, SIGKDD Explorations 8, 2006",
    reason="Each of the three properties alone is common in sound data; together they hardly ever are.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"least_share": LEAST_SHARE, "fences": FENCES},
)
