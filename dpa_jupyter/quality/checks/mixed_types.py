"""`mixed_types`: words in a column of numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.checks.sentinel_string import is_sentinel
from dpa_jupyter.quality.detection.numbers import NUMBER
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, is_any, make_missing, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

LEAST_NUMBERS = 0.75
ONE_WORD = 0.8
"""If nearly all of the others are one word, that is a code, such as for a test that was not made."""
ID = "mixed_types"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows with a text that has no digit where most are numbers."""
    for column in texts(evidence).values():
        is_number = column.matching(NUMBER)
        words = ~is_number & ~column.matching(r"[0-9]") & ~is_sentinel(column)
        if words.any() and column.share(is_number) >= LEAST_NUMBERS:
            yield _finding(evidence, column, words)


def _finding(evidence: FrameEvidence, column: Texts, words: np.ndarray) -> Finding:
    name, found = column.column, column.having(words)
    is_code = found.counts.max() >= max(3, ONE_WORD * found.rows)
    where = is_any(name, found.words)
    return finding(
        ID, "validity", evidence, (name,), where, title=f"`{name}` has words among numbers: {quoted(found.words)}",
        why="They keep the whole column from being numbers.", examples=found.words, certainty=0.45 if is_code else 0.75,
        severity="medium", fixes=(make_missing(name, where, "low", "They are no numbers."),), among=found,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="texts without a digit in a column of which at least three in four texts are numbers",
    source="deequ's DataType analyzer; deepchecks' mixed data types",
    reason="With fewer numbers the column is one of texts, some of which are numbers.",
    look=look,
    thresholds={"least_numbers": LEAST_NUMBERS, "one_word": ONE_WORD},
)
