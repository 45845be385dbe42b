"""`fingerprint_cluster`: texts of the same words in another order, or with accents left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from statistics import median

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.variants import CLEARLY, base_forms, variant_findings, variants
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

MOST_TEXTS = 5_000
MOST_CLUSTERED = 0.1
"""If so many of the different texts are others in another order, and as frequent, they are lists, not names."""
_SIGNS = re.compile(r"[\W_]+")
ID = "fingerprint_cluster"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose text has the words of a more frequent one."""
    import pyarrow as pa

    for column in texts(evidence).values():
        if len(column.words) > MOST_TEXTS or not _has_phrases(column):
            continue
        keys = pa.array([fingerprint(word) for word in column.words], pa.large_string())
        known = variants(column, base_forms(column))
        found = {wrong: pair for wrong, pair in variants(column, keys).items() if wrong not in known}
        if len(found) > MOST_CLUSTERED * len(column.words) and median(times for _, times in found.values()) < CLEARLY:
            continue
        yield from variant_findings(ID, evidence, column, found, "in the order of words or in accents")


def fingerprint(text: str) -> str:
    """Return the distinct words of a text in order, without case, accents and signs; "" for less than four letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() if not text.isascii() else text
    words = sorted(set(_SIGNS.split(plain.casefold()))) if any(map(str.isalpha, plain)) else []
    return " ".join(words).strip() if sum(map(len, words)) >= 4 else ""


def _has_phrases(column: Texts) -> bool:
    return not column.joined.isascii() or bool(column.matching(r"[A-Za-z][\s,;_-]+[A-Za-z]").any())


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="texts with the distinct words of a more frequent one, without case, accents and signs",
    source="OpenRefine's key collision by fingerprint",
    reason="As for `case_variants`.",
    look=look,
    thresholds={"most_texts": MOST_TEXTS},
)
