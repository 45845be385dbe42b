"""`approx_fd_violation`: a cell that contradicts what other columns of its row nearly always tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.blame import Blame, blames
from dpa_jupyter.quality.detection.codes import Codes, coded_sample
from dpa_jupyter.quality.detection.dependencies import LEAST_CONFIDENCE, LEAST_GROUP, LEAST_LIFT, dependencies
from dpa_jupyter.quality.detection.likeness import likeness
from dpa_jupyter.quality.detection.opinions import Verdict, verdict
from dpa_jupyter.quality.detection.writing import absent, finding, is_any, quoted, set_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Predicate, Value, call
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import Confidence
from dpa_jupyter.wording import percent

ALIKE = 0.55
"""Texts at least so alike are one text, misspelt, if another column says that they are the same thing."""
VALUE_TYPES = ("integer", "number", "text", "category", "boolean", "date", "datetime")
ID = "approx_fd_violation"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows in which no other column supports what a cell holds and at least one tells another value."""
    table, blamed = coded_sample(evidence), blames(evidence)
    for determinant, blame in blamed.items():
        yield _blamed(evidence, determinant, blame)
    for dependent, known in dependencies(evidence).items():
        if evidence.column(dependent).type not in VALUE_TYPES:
            continue
        said = verdict(table, dependent, known, blamed)
        codes = table[dependent]
        if said is None or codes is None:
            continue
        alike = _alike(said, codes)
        if alike.any():
            yield _misspelt(evidence, said, codes, alike)
        if (said.wrong & ~alike).any():
            yield _contradicting(evidence, said, codes, alike)
        if said.lacking.any():
            yield _lacking(evidence, said, codes)


def _alike(said: Verdict, codes: Codes) -> np.ndarray:
    """Tell of each row whether its wrong text is nearly the proposed one, and rare beside it."""
    rows = np.flatnonzero(said.wrong)
    alike = np.zeros(len(said.wrong), dtype=bool)
    if not codes.is_text or not len(rows):
        return alike
    pairs = np.unique(np.stack([said.present[rows], said.proposed[rows]]), axis=1)
    texts = codes.values.to_pylist()
    near = likeness([texts[at] for at in pairs[0]], [texts[at] for at in pairs[1]]) >= ALIKE
    rare = codes.counts[pairs[0]] * 5 <= codes.counts[pairs[1]]
    width = len(texts)
    alike[rows] = np.isin(said.present[rows].astype(np.int64) * width + said.proposed[rows],
                          (pairs[0].astype(np.int64) * width + pairs[1])[near & rare])  # fmt: skip
    return alike


def _values(codes: Codes, rows: np.ndarray, present: np.ndarray) -> list[Value]:
    used, counts = np.unique(present[rows], return_counts=True)
    return list(codes.values.take(used[np.argsort(-counts, kind="stable")]).to_pylist())


def _misspelt(evidence: FrameEvidence, said: Verdict, codes: Codes, alike: np.ndarray) -> Finding:
    values = _values(codes, alike, said.present)
    where = call("and", is_any(said.dependent, values), said.deviates)
    return _finding(evidence, said, where, values, "is misspelt beside", 0.95, "high")


def _contradicting(evidence: FrameEvidence, said: Verdict, codes: Codes, alike: np.ndarray) -> Finding:
    values = _values(codes, said.wrong & ~alike, said.present)
    spared = _values(codes, alike, said.present)
    where = call("and", call("not", is_any(said.dependent, spared)), said.deviates) if spared else said.deviates
    return _finding(evidence, said, where, values, "contradicts", 0.75, "medium")


def _finding(
    evidence: FrameEvidence, said: Verdict, where: Predicate, values: Sequence[Value], verb: str, certainty: float,
    confidence: Confidence,
) -> Finding:  # fmt: skip
    column, names, first = said.dependent, _names(said), said.witnesses[0]
    fix = set_values(
        column, where, said.proposal, confidence, f"Give `{column}` the value that goes with {names}",
        f"In {percent(first.confidence)} of the rows `{first.determinant}` alone tells `{column}`.",
    )  # fmt: skip
    return finding(
        ID, "consistency", evidence, (column,), where, title=f"`{column}` {verb} {names}: {quoted(values)}",
        why=f"{names} nearly always tell `{column}`; here they tell another value, and none tells this one.",
        severity="high", examples=[str(value) for value in values], fixes=(fix,), certainty=certainty,
    )  # fmt: skip


def _blamed(evidence: FrameEvidence, name: str, blame: Blame) -> Finding:
    told = ", ".join(f"`{other}`" for other in blame.told)
    return finding(
        ID, "consistency", evidence, (name,), blame.where, title=f"`{name}` contradicts all of {told} in some rows",
        why=f"It nearly always tells them; that it is wrong itself is likelier than that all of {told} are.",
        severity="high", certainty=0.7,
    )  # fmt: skip


def _lacking(evidence: FrameEvidence, said: Verdict, codes: Codes) -> Finding:
    column, names = said.dependent, _names(said)
    missing = absent(column, is_text=codes.is_text)
    where = call("and", missing, call("not", call("is_missing", said.proposal)))
    fix = set_values(
        column, where, said.proposal, "medium", f"Fill `{column}` by {names}",
        "All other rows that have one say the same.",
    )  # fmt: skip
    return finding(
        ID, "completeness", evidence, (column,), where, title=f"`{column}` is missing where {names} tell it",
        why="The value can be had from other rows of the same frame.", fixes=(fix,), certainty=0.6,
    )  # fmt: skip


def _names(said: Verdict) -> str:
    return ", ".join(f"`{witness.determinant}`" for witness in said.witnesses)


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="cells that differ from what every column says that nearly determines theirs",
    source="Huhtala et al., TANE, 1999 (approximate dependencies); Goodman and Kruskal, 1954 (lambda)",
    reason="Below 90 % agreement exceptions are as likely as errors; lift leaves out what one frequent value explains.",
    look=look,
    thresholds={
        "least_confidence": LEAST_CONFIDENCE, "least_lift": LEAST_LIFT, "least_group": LEAST_GROUP, "alike": ALIKE,
    },
)  # fmt: skip
