"""`rare_pair`: two values, each of them frequent, that hardly ever stand in one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.codes import CodedTable, Codes, thinned
from dpa_jupyter.quality.detection.dependencies import dependencies
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, Value, any_of, call
from dpa_jupyter.quality.finding import Finding

MOST_INFORMATION = -5.0
"""Pointwise mutual information in bits: the pair is 32 times rarer than by chance."""
LEAST_EXPECTED = 100.0
MOST_SHARE = 0.002
MOST_VALUES, MOST_COLUMNS, MOST_ROWS = 30, 10, 50_000
MOST_TOLD, MOST_LISTED = 3, 5
ID = "rare_pair"


@dataclass(frozen=True, eq=False)
class _Rare:
    columns: tuple[str, str]
    values: list[tuple[Value, Value]]
    information: float


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows of the pairs of columns that have the rarest combinations, few of them."""
    names = [known.column.name for known in evidence.columns if _is_category(known)][:MOST_COLUMNS]
    if len(names) < 2 or evidence.rows < LEAST_EXPECTED:
        return
    table = CodedTable(thinned(evidence.sample.select(names), MOST_ROWS))
    told = {(each.determinant, name) for name, by in dependencies(evidence).items() for each in by}
    found = []
    for one, other in combinations(names, 2):
        first, second = table[one], table[other]
        if first is not None and second is not None and not {(one, other), (other, one)} & told:
            rare = _rare((one, other), first, second)
            if rare is not None:
                found.append(rare)
    for rare in sorted(found, key=lambda each: each.information)[:MOST_TOLD]:
        yield _finding(evidence, rare)


def _is_category(known: ColumnEvidence) -> bool:
    is_category = known.type in ("text", "category", "boolean") and known.values is not None
    return is_category and known.values is not None and 2 <= len(known.values.values) <= MOST_VALUES


def _rare(columns: tuple[str, str], first: Codes, second: Codes) -> _Rare | None:
    one, other = first.codes, second.codes
    both = (one >= 0) & (other >= 0)
    width = len(second.values)
    cells = np.bincount(one[both].astype(np.int64) * width + other[both], minlength=len(first.values) * width)
    seen = cells.reshape(-1, width)
    rows = seen.sum()
    expected = seen.sum(axis=1, keepdims=True) * seen.sum(axis=0, keepdims=True) / max(1, rows)
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.log2(seen / expected)
    is_rare = (seen > 0) & (expected >= LEAST_EXPECTED) & (information <= MOST_INFORMATION)
    if not is_rare.any() or is_rare.sum() > MOST_LISTED or seen[is_rare].sum() > MOST_SHARE * rows:
        return None
    places = np.argwhere(is_rare).tolist()
    values = [(first.values[at].as_py(), second.values[to].as_py()) for at, to in places]
    return _Rare(columns, values, float(information[is_rare].min()))


def _finding(evidence: FrameEvidence, rare: _Rare) -> Finding:
    one, other = rare.columns
    pairs = [call("and", call("equal", Column(one), a), call("equal", Column(other), b)) for a, b in rare.values]
    shown = [f"“{str(a)[:40]}” with “{str(b)[:40]}”" for a, b in rare.values]
    return finding(
        ID, "accuracy", evidence, rare.columns, any_of(pairs),
        title=f"`{one}` and `{other}` hardly ever go together so: {', '.join(shown[:3])}",
        why="Each value is frequent, so that one of the two may be wrong here.",
        severity="note", certainty=0.3, examples=[f"{a} · {b}" for a, b in rare.values],
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="accuracy",
    definition="pairs of values with a pointwise mutual information of at most -5 bits where chance would bring 100",
    source="Church & Hanks, Computational Linguistics 16, 1990 (PMI); Das & Schneider, KDD 2007 (anomalies)",
    reason="At 32 times rarer than by chance, there is a rule against the pair; where it is broken often, it is none.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"most_information": MOST_INFORMATION, "least_expected": LEAST_EXPECTED},
)
