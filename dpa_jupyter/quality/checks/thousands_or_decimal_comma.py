"""`thousands_or_decimal_comma`: numbers with a comma among numbers without one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.numbers import NUMBER
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

THOUSANDS = r"^\s*[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\s*$"
EUROPEAN = r"^\s*[-+]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+\s*$"
DECIMAL = r"^\s*[-+]?[0-9]+,[0-9]{1,2}\s*$|^\s*[-+]?[0-9]+,[0-9]{4,}\s*$|^\s*[-+]?0,[0-9]+\s*$"
LEAST_SHARE = 0.9
"""So many rows must be numbers in one way or the other."""
ID = "thousands_or_decimal_comma"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose number has a comma, if that is not how the column writes numbers."""
    for column in texts(evidence).values():
        thousands, decimal = column.matching(THOUSANDS), column.matching(f"{DECIMAL}|{EUROPEAN}")
        if not (thousands.any() or decimal.any()):
            continue
        bare = column.matching(NUMBER)
        if column.share(bare | thousands | decimal) < LEAST_SHARE:
            continue
        yield _finding(evidence, column, thousands | decimal, decimal, column.share(bare))


def _finding(
    evidence: FrameEvidence, column: Texts, comma: np.ndarray, decimal: np.ndarray, bare: float
) -> Finding:  # fmt: skip
    name, found = column.column, column.having(comma)
    is_decimal = dict(zip(column.words, decimal.tolist(), strict=True))
    pairs = {word: plain(word, decimal=is_decimal[word]) for word in found.words}
    is_mixed = bare > column.share(comma)
    fix = replace_values(
        name, pairs, "medium", f"Write the numbers of `{name}` without commas",
        "A comma before three digits is taken for one of thousands, any other for a decimal one.",
    )  # fmt: skip
    return finding(
        ID, "consistency" if is_mixed else "validity", evidence, (name,), is_any(name, found.words),
        title=f"`{name}` has numbers with a comma: {quoted(found.words)}",
        why="They are read as text, or as another number.", severity="medium" if is_mixed else "note",
        examples=found.words, fixes=(fix,), certainty=0.85 if is_mixed else 0.3,
    )  # fmt: skip


def plain(text: str, *, decimal: bool) -> str:
    """Write a number with a point, and nothing between thousands."""
    return re.sub(r"\.", "", text.strip()).replace(",", ".") if decimal else text.strip().replace(",", "")


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="numbers as text with a comma, for thousands or for decimals, where most have none",
    source="the number formats of CLDR",
    reason="If most numbers are written so it is the column's convention, which gets a note.",
    look=look,
    thresholds={"least_share": LEAST_SHARE},
)
