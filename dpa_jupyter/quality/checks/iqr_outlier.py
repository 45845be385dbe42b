"""`iqr_outlier`: numbers far beyond the quartiles, of skewed columns as far as each side is wide."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

FAR_OUT = 3.0
"""Interquartile ranges."""
SKEWED = 1.0
MOST_SHARE = 0.01
FEWEST_ROWS, FEWEST_VALUES = 50, 10
NUMERIC: frozenset[ColumnType] = frozenset({"integer", "number"})
ID = "iqr_outlier"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows with a number outside the outer fences."""
    for column in evidence.columns:
        fences = _fences(column) if column.type in NUMERIC and evidence.rows >= FEWEST_ROWS else None
        low, high = column.minimum, column.maximum
        if fences is None or not isinstance(low, int | float) or not isinstance(high, int | float):
            continue
        if low < fences[0] or high > fences[1]:
            yield _finding(evidence, column.column.name, fences, low, high)


def _fences(column: ColumnEvidence) -> tuple[float, float] | None:
    if not column.quantiles or column.distinct is None or column.distinct.value < FEWEST_VALUES:
        return None
    first, middle, third = (column.quantiles[share].value for share in (0.25, 0.5, 0.75))
    low, high = first - FAR_OUT * (third - first), third + FAR_OUT * (third - first)
    skewness = column.skewness.value if column.skewness is not None else 0.0
    if abs(skewness) > SKEWED:
        low, high = first - 2 * FAR_OUT * (middle - first), third + 2 * FAR_OUT * (third - middle)
        if skewness > 0 and first > 0:  # as far up as the fence is among the logarithms
            high = max(high, third * (third / first) ** FAR_OUT)
    return (low, high) if low < first and third < high else None


def _finding(evidence: FrameEvidence, name: str, fences: tuple[float, float], low: float, high: float) -> Finding:
    where = call("or", call("less", Column(name), fences[0]), call("greater", Column(name), fences[1]))
    return finding(
        ID,
        "accuracy",
        evidence,
        (name,),
        where,
        title=f"`{name}` has numbers far outside {fences[0]:.4g} to {fences[1]:.4g}",
        why="They may be slips or the rows that matter most; means and models follow them.",
        severity="note",
        examples=tuple(value for value in (low, high) if not fences[0] <= value <= fences[1]),
        certainty=0.3,
    )


CHECK = Check(
    id=ID,
    dimension="accuracy",
    definition="below Q1 - 3 IQR or above Q3 + 3 IQR; if |G1| > 1, twice the half of the box on that side for the IQR,"
    " or above Q3 (Q3 / Q1)³ if that is more, as long tails are of logarithms",
    source="Tukey, Exploratory Data Analysis, 1977 (far out); Kimber, Exploratory data analysis for possibly censored"
    " data from skewed distributions, 1990",
    reason="Of normal numbers one in 425,000 is outside; where more than 1 % are, it is the distribution's own tail.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"fences": FAR_OUT, "skewed": SKEWED},
)
