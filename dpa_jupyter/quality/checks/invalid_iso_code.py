"""`invalid_iso_code`: codes of countries, currencies, states or languages that the standard does not know."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.checks.sentinel_string import is_sentinel
from dpa_jupyter.quality.detection.standard_codes import LISTS
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

LEAST_SHARE = 0.9
FEWEST_CODES = 6
"""Different codes of the list that a column must have, lest two letters are taken for a country."""
LEAST_KNOWN = 0.5
"""Of its different texts, so many must be in the list."""
ID = "invalid_iso_code"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose text is not in the list that nearly all others are in."""
    for column in texts(evidence).values():
        upper = np.array([word.strip().upper() for word in column.words], dtype=object)
        sizes = {len(word) for word in upper[:50]}
        if not sizes & {2, 3} or len(column.words) > 2_000:
            continue
        best = max(LISTS, key=lambda name: column.share(_known(upper, LISTS[name])))
        known = _known(upper, LISTS[best])
        if (
            not known.all()
            and known.sum() >= max(FEWEST_CODES, LEAST_KNOWN * len(upper))
            and column.share(known) >= LEAST_SHARE
        ):
            lengths = {len(code) for code in LISTS[best]}
            is_code = np.array([len(word) in lengths for word in upper], dtype=np.bool_)
            unknown = ~known & is_code & ~is_sentinel(column)
            if unknown.any():
                yield _finding(evidence, column.having(unknown), best)


def _known(upper: np.ndarray, codes: frozenset[str]) -> np.ndarray:
    return np.array([word in codes for word in upper], dtype=np.bool_)


def _finding(evidence: FrameEvidence, column: Texts, listed: str) -> Finding:
    return finding(
        ID, "validity", evidence, (column.column,), is_any(column.column, column.words),
        title=f"`{column.column}` holds codes of {listed}, but not {quoted(column.words)}",
        why="The rows drop out of every join, map or conversion by this code.", examples=column.words, certainty=0.8,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="texts as long as a code outside the list of codes that at least nine in ten rows are in",
    source="ISO 3166-1, 3166-2:US, 4217 and 639-1",
    reason="Six different codes and nine rows in ten do not come together by chance.",
    look=look,
    thresholds={"least_share": LEAST_SHARE, "fewest_codes": FEWEST_CODES},
)
