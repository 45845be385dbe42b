"""`overflow_precision`: what floating point and full counters leave behind: 0.30000000000000004, 2147483647."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.numbers import Numbers, numbers
from dpa_jupyter.quality.detection.quantities import plain
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, make_missing, matching_or_any, quoted, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import call
from dpa_jupyter.quality.finding import Finding

NOISE = r"[0-9]*\.[0-9]*(?:0{7,}[0-9]{1,3}|9{7,}[0-9]{0,3})"
"""Seven noughts or nines and at most three digits more: nobody writes that, and no instrument measures it."""
FULL = (2147483647.0, -2147483648.0, 4294967295.0, 9223372036854775807.0, -9223372036854775808.0, 3.4028234663852886e38)
"""The ends of the integers of 32 and 64 bits and of single precision."""
ID = "overflow_precision"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose number was made by a machine rather than measured."""
    for column in texts(evidence).values():
        if "0000000" not in column.joined and "9999999" not in column.joined:
            continue
        noisy = column.matching(NOISE)
        if noisy.any():
            yield _noise(evidence, column.having(noisy))
    for known in numbers(evidence).values():
        full = np.isin(known.values, FULL)
        if full.any() and known.rows > known.counts[full].sum():
            yield _overflow(evidence, known, known.values[full].tolist())


def _noise(evidence: FrameEvidence, column: Texts) -> Finding:
    pairs = {text: re.sub(NOISE, lambda number: plain(float(number[0])), text) for text in column.words}
    fix = replace_values(
        column.column, pairs, "high", f"Round off what floating point added in `{column.column}`",
        "The digits beyond the twelfth come from binary arithmetic.",
    )  # fmt: skip
    return finding(
        ID, "validity", evidence, (column.column,), matching_or_any(column, NOISE),
        title=f"`{column.column}` shows the noise of floating point: {quoted(column.words)}",
        why="Equal amounts count as different values, and no number is known to so many digits.", severity="low",
        examples=column.words, fixes=(fix,), certainty=0.8,
    )  # fmt: skip


def _overflow(evidence: FrameEvidence, column: Numbers, full: list[float]) -> Finding:
    where = call("is_in", column.cell, *(int(value) if abs(value) < 1e19 else value for value in full))
    return finding(
        ID, "validity", evidence, (column.column,), where,
        title=f"`{column.column}` has the largest number that a type can hold: {', '.join(map('{:.0f}'.format, full))}",
        why="A counter ran over, or the number stands for “none”.", severity="high", examples=full, certainty=0.85,
        fixes=(make_missing(column.column, where, "medium", "It is the end of a type's range, not a count."),),
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="numbers with seven noughts or nines before the last digits, or at the end of a type's range",
    source="IEEE 754; the limits of two's complement",
    reason="A double holds 15 to 17 digits, so that noise begins about the sixteenth.",
    look=look,
)
