"""`sentinel_string`: words that stand for a missing value."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, make_missing, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import Confidence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CERTAIN = _words("""
    n/a n.a. n.a #n/a #na null nan <na> (null) \\n nil -nan 1.#ind #null! #ref! #value! #div/0! #name? -- --- ? ?? ???
    (blank) (missing) [null] {null} tbd tba <null> <none> <blank>
""") | {"not available", "no data", "#n/a n/a"}
"""What pandas reads as missing, what databases and spreadsheets write for it, and what people type."""
LIKELY = frozenset({"na", "none", "unknown", "missing", "-", ".", "...", "_", "undefined", "not known"})
"""These can be values: Namibia, an extra that nobody ordered, an answer that was given."""
POSSIBLE = frozenset(
    {"unavailable", "empty", "not applicable", "not specified", "unspecified", "blank", "no value", "not given"}
)
WORDS = CERTAIN | LIKELY | POSSIBLE
ANSWER = 0.1
"""If so many rows of few categories say so, it is an answer rather than a gap."""
FEW_CATEGORIES = 30
WORDS_ONLY = r"^[A-Za-z\x{80}-\x{10ffff}\s'.,-]+$"
NAMES = 0.8
"""If so many rows of more texts are words, they may be names, and some people are called Null."""
ID = "sentinel_string"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose text stands for a missing value, in order of how sure that is."""
    for column in texts(evidence).values():
        lowered = np.array([word.strip().casefold() for word in column.words], dtype=object)
        names = frozenset(filter(str.isalpha, CERTAIN)) if _may_be_names(column) else frozenset()
        for tokens, certainty in ((CERTAIN - names, 0.95), (LIKELY | names, 0.7), (POSSIBLE, 0.3)):
            said = np.array([word in tokens for word in lowered], dtype=bool)
            if said.any() and not said.all():
                yield _finding(evidence, column, said, certainty)


def _finding(evidence: FrameEvidence, column: Texts, said: np.ndarray, certainty: float) -> Finding:
    found = column.having(said)
    if certainty == 0.7 and _is_answer(column, said):
        certainty = 0.4
    tokens = sorted({word.strip().lower() for word in found.words})
    where = call("is_in", call("lower", call("trim", Column(column.column))), *tokens)
    confidence: Confidence = "high" if certainty > 0.9 else "medium" if certainty >= 0.5 else "low"
    return finding(
        ID, "completeness", evidence, (column.column,), where,
        title=f"`{column.column}` says {quoted(found.words)} where it has no value",
        why="It counts as a value: in shares, in groups and as a text that keeps numbers from being numbers.",
        severity="medium" if certainty >= 0.5 else "note", examples=found.words, certainty=certainty,
        fixes=(make_missing(column.column, where, confidence, "The word says that there is no value."),),
    )  # fmt: skip


def is_sentinel(column: Texts) -> np.ndarray:
    """Tell of each text whether it may stand for a missing value; other checks leave these to this one."""
    return np.array([word.strip().casefold() in WORDS for word in column.words], dtype=np.bool_)


def _may_be_names(column: Texts) -> bool:
    return len(column.words) > FEW_CATEGORIES and column.share(column.matching(WORDS_ONLY)) >= NAMES


def _is_answer(column: Texts, said: np.ndarray) -> bool:
    return len(column.words) <= FEW_CATEGORIES and column.share(said) >= ANSWER


CHECK = Check(
    id=ID,
    dimension="completeness",
    definition="texts that, trimmed and in lower case, are a known word for a missing value",
    source="pandas' `na_values`, the error values of spreadsheets, deepchecks' MixedNulls",
    reason="Some of the words can be values; in many rows of few categories they are an answer and get a note.",
    look=look,
    thresholds={"answer": ANSWER, "few_categories": FEW_CATEGORIES},
)
