"""`robust_z`: numbers many deviations from the median, where fences say nothing: most rows have the same value."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.numbers import Numbers, numbers
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import call
from dpa_jupyter.quality.finding import Finding

MOST = 3.5
NORMAL_MAD, NORMAL_MEAN_DEVIATION = 1.4826, 1.2533
"""What makes each deviation equal to the standard deviation of normal numbers."""
MOST_SHARE = 0.01
FEWEST_ROWS, FEWEST_VALUES = 50, 3
ID = "robust_z"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows far from the median, in columns whose quartiles are the same."""
    for column in numbers(evidence).values():
        if column.rows < FEWEST_ROWS or len(column.values) < FEWEST_VALUES:
            continue
        if column.quantile(0.25) == column.quantile(0.75):
            middle, deviation = column.quantile(0.5), _deviation(column)
            far = np.abs(column.values - middle) > MOST * deviation
            if deviation > 0 and far.any() and column.counts[far].sum() <= MOST_SHARE * column.rows:
                yield _finding(evidence, column, middle, MOST * deviation, column.values[far].tolist())


def _deviation(column: Numbers) -> float:
    apart = np.abs(column.values - column.quantile(0.5))
    order = np.argsort(apart)
    reached = np.searchsorted(np.cumsum(column.counts[order]), column.rows / 2)
    median = float(apart[order][reached])
    return median * NORMAL_MAD or float(np.average(apart, weights=column.counts)) * NORMAL_MEAN_DEVIATION


def _finding(evidence: FrameEvidence, column: Numbers, middle: float, most: float, far: list[float]) -> Finding:
    below = call("less", column.cell, middle - most)
    return finding(
        ID,
        "accuracy",
        evidence,
        (column.column,),
        call("or", below, call("greater", column.cell, middle + most)),
        title=f"`{column.column}` is nearly always {middle:.4g}, and sometimes far from it",
        why="They may be slips or the rows that matter most; means and models follow them.",
        severity="note",
        examples=far,
        certainty=0.3,
    )


CHECK = Check(
    id=ID,
    dimension="accuracy",
    definition="|x - median| > 3.5 deviations: 1.4826 MAD, or if that is 0, 1.2533 times the mean distance",
    source="Iglewicz & Hoaglin, How to Detect and Handle Outliers, 1993",
    reason="Theirs; other columns are looked at by `iqr_outlier`, so that no row is named twice.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"most": MOST},
)
