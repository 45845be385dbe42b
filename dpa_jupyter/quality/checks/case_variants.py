"""`case_variants`: texts that are equal but for case, and texts in another case than all others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.variants import CLEARLY, folded, variant_findings, variants
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

FEWEST_ROWS = 30
DOMINANT = 0.97
"""So many rows must be in one case for another to be strange."""
SHORTEST = 4
"""Letters: shorter texts in capitals are abbreviations, and those with digits are codes."""
ID = "case_variants"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose text is a rarer spelling, by case, of another one, or in no usual case."""
    for column in texts(evidence).values():
        found = {wrong: pair for wrong, pair in variants(column, folded(column)).items() if wrong.strip() != pair[0]}
        yield from variant_findings(ID, evidence, column, found, "in case only")
        other = _in_another_case(column)
        if (
            other is not None
            and (rest := other.having(np.array([word not in found for word in other.words], dtype=np.bool_))).words
        ):
            yield _finding(evidence, rest)


def _in_another_case(column: Texts) -> Texts | None:
    if column.rows < FEWEST_ROWS:
        return None
    has_letters = np.array([_is_words(word) for word in column.words], dtype=np.bool_)
    lettered = column.having(has_letters)
    if lettered.rows < 0.5 * column.rows:
        return None
    capitals = np.array([word.isupper() for word in lettered.words], dtype=np.bool_)
    small = np.array([word.islower() for word in lettered.words], dtype=np.bool_)
    for other in (capitals | small, ~capitals, ~small):
        if lettered.share(other) <= 1 - DOMINANT:
            return lettered.having(other) if other.any() else None
    return None


def _is_words(text: str) -> bool:
    return not any(map(str.isdigit, text)) and sum(map(str.isalpha, text)) >= SHORTEST


def _finding(evidence: FrameEvidence, column: Texts) -> Finding:
    words = column.words
    return finding(
        ID, "consistency", evidence, (column.column,), is_any(column.column, words),
        title=f"`{column.column}` has texts in another case than the rest: {quoted(words)}",
        why="Such texts were entered by another route, and will not be equal to what they stand for.", severity="low",
        examples=words, certainty=0.6, among=column,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="texts that equal a more frequent one once both are in lower case",
    source="deepchecks' string mismatch; OpenRefine",
    reason="A spelling three times as frequent is the usual one; with less than 1.5 times there is none.",
    look=look,
    thresholds={"clearly": CLEARLY, "dominant": DOMINANT},
)
