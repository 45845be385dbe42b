"""`leading_zero_loss`: codes that lost the zero they began with."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, matching_or_any, quoted, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

DIGITS = r"^[0-9]+$"
LEAST_SHARE = 0.6
"""So many rows must have the usual length."""
MOST_LOST = 2
SHORTEST = 3
ID = "leading_zero_loss"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows that are too short in columns of codes of which some begin with a zero."""
    for column in texts(evidence).values():
        digits = column.matching(DIGITS)
        if column.share(digits) < LEAST_SHARE or not column.matching("^0[0-9]").any():
            continue
        lengths = np.where(digits, [len(word) for word in column.words], 0)
        usual = int(np.bincount(lengths, weights=column.counts).argmax())
        short = digits & (lengths < usual) & (lengths >= max(1, usual - MOST_LOST))
        if usual >= SHORTEST and short.any() and column.share(lengths == usual) >= LEAST_SHARE:
            yield _finding(evidence, column.having(short), usual)


def _finding(evidence: FrameEvidence, column: Texts, usual: int) -> Finding:
    name = column.column
    fix = replace_values(
        name, {word: word.zfill(usual) for word in column.words}, "medium", f"Fill `{name}` up to {usual} digits",
        f"Nearly all codes have {usual} digits, some of them with a leading zero.",
    )  # fmt: skip
    where = matching_or_any(column, rf"^[0-9]{{{max(1, usual - MOST_LOST)},{usual - 1}}}$")
    return finding(
        ID, "validity", evidence, (name,), where,
        title=f"`{name}` has codes without their leading zeros: {quoted(column.words)}",
        why="They were numbers for a while; joins on the code miss them.", examples=column.words, fixes=(fix,),
        certainty=0.85,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="codes of digits that are one or two shorter than the usual length, where others begin with a zero",
    source="Broman, Woo: Data organization in spreadsheets, The American Statistician 72, 2018",
    reason="Zeros at the beginning prove that the length is part of the code.",
    look=look,
    most_share=1 - LEAST_SHARE,
)
