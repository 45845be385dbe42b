"""`boolean_as_text`: a text column of yes and no."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, set_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, Literal, Lookup, call
from dpa_jupyter.quality.finding import Finding

TRUE = frozenset({"yes", "y", "true", "t", "1", "on"})
FALSE = frozenset({"no", "n", "false", "f", "0", "off"})
ID = "boolean_as_text"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name text columns with nothing but words for true and false."""
    for column in texts(evidence).values():
        words = {word.strip().casefold() for word in column.words} if len(column.words) <= 12 else set()
        if words & TRUE and words & FALSE and words <= TRUE | FALSE:
            yield _finding(evidence, column, words)


def _finding(evidence: FrameEvidence, column: Texts, words: set[str]) -> Finding:
    cell = call("lower", call("trim", Column(column.column)))
    fix = set_values(
        column.column, Literal(True), Lookup(cell, tuple((word, word in TRUE) for word in sorted(words))), "medium",
        f"Turn `{column.column}` into true and false", "All texts are words for the one or the other.",
    )  # fmt: skip
    return finding(
        ID, "validity", evidence, (column.column,), None, title=f"`{column.column}` holds true and false as text",
        why="Shares and conditions can be had from it only by spelling the words out.", severity="note",
        examples=column.words, fixes=(fix,), certainty=0.2,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="a text column whose texts are all words for true or false, and both occur",
    source="deequ's DataType analyzer; PostgreSQL's literals of booleans",
    reason="It is a matter of the whole column, so that no cell fails for it.",
    look=look,
)
