"""`checksum`: numbers whose check digit is wrong, where nearly all others' are right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.check_digits import SCHEMES, SEPARATORS
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

FEWEST = 12
LEAST_RIGHT = 0.8
"""By chance one in ten or eleven is right, so that so many are right by design."""
MOST_LOOKED_AT = 2_000
ID = "checksum"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows with a number that was mistyped, by its check digit."""
    for column in texts(evidence).values():
        if len(column.words) < FEWEST:
            continue
        plain = [SEPARATORS.sub("", word) for word in column.words[:MOST_LOOKED_AT]]
        for scheme, (pattern, check) in SCHEMES.items():
            wrong = _wrong(plain, pattern, check)
            if wrong is not None:
                yield _finding(evidence, column, [column.words[place] for place in wrong], scheme)
                break


def _wrong(plain: list[str], pattern: str, check: Callable[[str], bool]) -> list[int] | None:
    """Return where numbers of the scheme are wrong; None if the column is not of this scheme, or all are right."""
    compiled = re.compile(pattern)
    if sum(bool(compiled.fullmatch(word)) for word in plain[:50]) < 0.8 * len(plain[:50]):
        return None
    shaped = [place for place, word in enumerate(plain) if compiled.fullmatch(word)]
    right = np.array([check(plain[place]) for place in shaped], dtype=np.bool_)
    if len(shaped) < FEWEST or right.all() or right.mean() < LEAST_RIGHT:
        return None
    return [place for place, is_right in zip(shaped, right.tolist(), strict=True) if not is_right]


def _finding(evidence: FrameEvidence, column: Texts, wrong: list[str], scheme: str) -> Finding:
    return finding(
        ID, "validity", evidence, (column.column,), is_any(column.column, wrong),
        title=f"`{column.column}` has wrong check digits ({scheme}): {quoted(wrong)}",
        why="A digit was mistyped or two were swapped: the number names nothing, or something else.", severity="high",
        examples=wrong, certainty=0.95, among=column.of(set(wrong)),
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="numbers that fail the check digit of a scheme that at least 80 % of the column pass",
    source="ISO/IEC 7812-1 (Luhn), ISO 13616, ISO 2108, ISO 3297, GS1 General Specifications, 49 CFR 565",
    reason="By chance one in ten passes, so that a column of which four in five do is of the scheme.",
    look=look,
    thresholds={"fewest": FEWEST, "least_right": LEAST_RIGHT},
)
