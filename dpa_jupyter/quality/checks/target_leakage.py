"""`target_leakage`: columns that give the target away by themselves, and keys that tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.target import Prediction, features, prediction
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.engines.tables.duplicates import names_rows
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding, Severity
from dpa_jupyter.statistics.driver import look_at
from dpa_jupyter.statistics.effect_size import effect_size
from dpa_jupyter.statistics.leak import FEWEST_ROWS, separation
from dpa_jupyter.statistics.target import Target
from dpa_jupyter.statistics.variable import Categories, Variable, at_rows, counts, present

LEAST_AREA = 0.95
LEAST_OF_KEY = 0.3
"""Effect of a key on the target; it should have none."""
MOST_P = 0.001
MOST_TOLD = 10
ID = "target_leakage"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns that tell the target nearly without error, if a target is named."""
    known = prediction(evidence)
    if known is None:
        return
    yield from islice(_found(evidence, known), MOST_TOLD)


def _found(evidence: FrameEvidence, known: Prediction) -> Iterator[Finding]:
    for name, read in features(evidence, known):
        if read.variable is None:
            continue
        found = _key(evidence, name, read.variable, known) or _feature(evidence, name, read.variable, known)
        if found is not None:
            yield found


def _key(evidence: FrameEvidence, name: str, feature: Variable, known: Prediction) -> Finding | None:
    """Say so where a key goes with the target: rows stand in order of it, or keys were given by it."""
    if not names_rows(evidence.column(name)) or isinstance(feature, Categories):
        return None
    goal = known.target.variable
    there = present(feature) & present(goal)
    effect = effect_size(at_rows(feature, there), at_rows(goal, there))
    if effect is None or effect.value < LEAST_OF_KEY or effect.p_value > MOST_P:
        return None
    why = f"it is a key, and yet goes with it (effect {effect.value:.2f}): rows are in order of it, or were added by it"
    return _finding(evidence, name, known.name, why, "low")


def _feature(evidence: FrameEvidence, name: str, feature: Variable, known: Prediction) -> Finding | None:
    if names_rows(evidence.column(name)):
        return None
    compared = look_at(name, evidence.column(name).type, feature, known.target, known.name).comparison
    if compared is not None and compared.leak:
        return _finding(evidence, name, known.name, compared.leak, "medium")
    area = _area(feature, known.target)
    if area < LEAST_AREA:
        return None
    why = f"alone it ranks rows by it nearly without error (AUC {area:.3f})"
    return _finding(evidence, name, known.name, why, "low")


def _area(feature: Variable, target: Target) -> float:
    """Return the area under the ROC curve of an ordered column and a target of two values; 0 for others."""
    if isinstance(feature, Categories) or target.kind != "binary" or not isinstance(target.variable, Categories):
        return 0.0
    there = present(feature) & present(target.variable)
    goal = at_rows(target.variable, there)
    if there.sum() < FEWEST_ROWS or (counts(goal) > 0).sum() < 2:
        return 0.0
    return separation(at_rows(feature, there), goal)


def _finding(evidence: FrameEvidence, name: str, target: str, why: str, severity: Severity) -> Finding:
    return finding(
        ID, "validity", evidence, (name, target), None, title=f"`{name}` may give the target `{target}` away: {why}",
        why="If it is not known before the target is, a model that is given it will fail once that matters.",
        severity=severity, certainty=0.6,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="an AUC of 0.95, 95 % fewer wrong guesses (lambda), or the same values, by one column alone; a key with "
    "an effect of 0.3 on the target; only where a target is named",
    source="Kaufman et al., Leakage in data mining, KDD 2011; Goodman & Kruskal, 1954 (lambda)",
    reason="One column hardly ever tells so much by fair means; a strong one may, so that none is taken out.",
    look=look,
    thresholds={"least_area": LEAST_AREA, "least_of_key": LEAST_OF_KEY},
)
