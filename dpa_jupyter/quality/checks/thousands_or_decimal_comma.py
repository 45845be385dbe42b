"""`thousands_or_decimal_comma`: numbers with a comma among numbers without one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.numbers import NUMBER
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, matching_or_any, quoted, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import Operation

EITHER = r"^\s*[-+]?[1-9][0-9]{0,2},[0-9]{3}\s*$"
"""Twelve and a third, or twelve thousand: it is read as what other texts of the column are for sure."""
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
        fix = _fix(column, thousands, decimal)
        yield _finding(evidence, column, thousands | decimal, column.share(bare), fix)


def _fix(column: Texts, thousands: np.ndarray, decimal: np.ndarray) -> tuple[Operation, ...]:
    """Write the numbers plainly; where there are commas of both kinds for sure, nobody knows what the others are."""
    if decimal.any() and (thousands & ~column.matching(EITHER)).any():
        return ()
    name, is_decimal = column.column, bool(decimal.any())
    pairs = {word: plain(word, decimal=is_decimal) for word in column.having(thousands | decimal).words}
    kind = "decimal ones" if is_decimal else "between thousands: each stands before three digits"
    title = f"Write the numbers of `{name}` without commas"
    return (replace_values(name, pairs, "medium", title, f"The commas are taken to be {kind}."),)


def _finding(
    evidence: FrameEvidence, column: Texts, comma: np.ndarray, bare: float, fixes: tuple[Operation, ...]
) -> Finding:  # fmt: skip
    name, found = column.column, column.having(comma)
    is_mixed = bare > column.share(comma)
    where = matching_or_any(found, f"{THOUSANDS}|{DECIMAL}|{EUROPEAN}")
    return finding(
        ID, "consistency" if is_mixed else "validity", evidence, (name,), where,
        title=f"`{name}` has numbers with a comma: {quoted(found.words)}",
        why="They are read as text, or as another number.", severity="medium" if is_mixed else "note",
        examples=found.words, fixes=fixes, certainty=0.85 if is_mixed else 0.3,
    )  # fmt: skip


def plain(text: str, *, decimal: bool) -> str:
    """Write a number with a point, and nothing between thousands."""
    return re.sub(r"\.", "", text.strip()).replace(",", ".") if decimal else text.strip().replace(",", "")


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="numbers as text with a comma, for thousands or for decimals, where most have none",
    source="the number formats of CLDR",
    reason="If most numbers are written so it is a convention, and gets a note. 12,345 is read as the others.",
    look=look,
    thresholds={"least_share": LEAST_SHARE},
)
