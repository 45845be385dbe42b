"""`null_rate`: cells without a value."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.numbers import is_whole
from dpa_jupyter.quality.detection.writing import drop_column, finding, set_values
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, Literal, Predicate, Value, call
from dpa_jupyter.quality.finding import Finding, Severity
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.wording import percent

SOME = 0.05
"""Below it, hardly any statistic moves."""
FEW_VALUES = 50
NUMERIC: frozenset[ColumnType] = frozenset({"integer", "number"})
ID = "null_rate"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns in which values are missing."""
    for column in evidence.columns:
        if column.missing.value and column.failure is None and evidence.rows:
            yield _finding(evidence, column)


def _finding(evidence: FrameEvidence, column: ColumnEvidence) -> Finding:
    name, share = column.column.name, column.missing.value / evidence.rows
    where = call("is_missing", Column(name))
    return finding(
        ID,
        "completeness",
        evidence,
        (name,),
        where,
        title=f"`{name}` has no value at all" if share == 1 else f"`{name}` is missing in {percent(share)} of the rows",
        why="What is computed from the rest stands for all rows only if values are missing by chance.",
        severity=_severity(share),
        fixes=_fixes(column, where, share, whole=is_whole(evidence, column)),
    )


def _severity(share: float) -> Severity:
    if share == 1:
        return "high"
    return "low" if share < SOME else "medium"


def _fixes(column: ColumnEvidence, where: Predicate, share: float, *, whole: bool) -> tuple[Operation, ...]:
    name = column.column.name
    if share == 1:
        return (drop_column(name, "medium", "There is nothing in it."),)
    filling, what = _filling(column, whole=whole)
    if filling is None:
        return ()
    title = f"Fill `{name}` with {what}"
    reason = f"It takes {what} for the best guess, and makes the column look less spread than it is."
    return (set_values(name, where, Literal(filling), "low", title, reason),)


def _filling(column: ColumnEvidence, *, whole: bool) -> tuple[Value, str]:
    if column.type in NUMERIC and 0.5 in column.quantiles:
        median = column.quantiles[0.5].value
        return (round(median), "its median") if whole else (median, "its median")
    values = column.values
    if column.type == "text" and values is not None and 0 < len(values.values) <= FEW_VALUES:
        return str(values.values[0].as_py()), "its most frequent value"
    return None, ""


CHECK = Check(
    id=ID,
    dimension="completeness",
    definition="n₀ / n: rows without a value; a NaN is none",
    source="Completeness of DAMA UK, The six primary dimensions for data quality assessment, 2013",
    reason="Below 5 % hardly any statistic moves; a column without any value says nothing.",
    look=look,
    thresholds={"medium": SOME},
)
