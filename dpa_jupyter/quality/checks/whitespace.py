"""`whitespace`: spaces at the ends of texts, and several in a row where others have one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted, replace_values, set_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

INSIDE = r"\S(?:\s{2,}|[\t\r\n\x{00a0}\x{2000}-\x{200a}\x{202f}\x{3000}]\s*)\S"
ONCE = 2
"""A text with double spaces that stands in more rows was entered so, once, by whoever keeps the list."""
RARE = 0.05
"""If more of the texts have them, that is how these texts are laid out."""
ID = "whitespace"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows with white space that nobody sees."""
    for column in texts(evidence).values():
        padded = evidence.column(column.column).padded
        if padded is not None and padded.value:
            yield _padded(evidence, column)
        inside = column.matching(INSIDE)
        if inside.any():
            yield from _inside(evidence, column, inside)


def _padded(evidence: FrameEvidence, column: Texts) -> Finding:
    name, examples = column.column, [word for word in column.words if word != word.strip()]
    where = call("not_equal", Column(name), call("trim", Column(name)))
    fix = set_values(
        name, where, call("trim", Column(name)), "high", f"Trim white space in `{name}`",
        "Nothing that anyone sees changes.",
    )  # fmt: skip
    return finding(
        ID, "consistency", evidence, (name,), where, title=f"`{name}` has white space at the ends of texts",
        why="Texts that look alike are not equal: filters and joins miss them.", examples=examples, fixes=(fix,),
        certainty=0.9,
    )  # fmt: skip


def _inside(evidence: FrameEvidence, column: Texts, inside: np.ndarray) -> Iterator[Finding]:
    single = {" ".join(word.split()) for word, is_one in zip(column.words, inside, strict=True) if not is_one}
    has_twin = np.array([" ".join(word.split()) in single for word in column.words], dtype=bool)
    slips = inside & (has_twin | ((column.counts <= ONCE) & (column.share(inside) <= RARE)))
    if slips.any():
        yield _doubled(evidence, column.having(slips), 0.7)
    if (inside & ~slips).any():
        yield _doubled(evidence, column.having(inside & ~slips), 0.35)


def _doubled(evidence: FrameEvidence, column: Texts, certainty: float) -> Finding:
    pairs = {text: re.sub(r"\s+", " ", text) for text in column.words}
    fix = replace_values(
        column.column, pairs, "medium", f"Leave one space between words in `{column.column}`",
        "Nobody sees the others, unless the text is laid out in columns.",
    )  # fmt: skip
    return finding(
        ID, "consistency", evidence, (column.column,), is_any(column.column, column.words),
        title=f"`{column.column}` has several spaces between words: {quoted(column.words)}",
        why="Texts that look alike are not equal.", severity="low" if certainty >= 0.5 else "note",
        examples=column.words, fixes=(fix,), certainty=certainty, among=column,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="texts that begin or end with white space, or have more than one space in a row or another than U+0020",
    source="Unicode's White_Space property",
    reason="At the ends white space never means anything; inside it may be a layout where many texts have it.",
    look=look,
    thresholds={"rare": RARE},
)
