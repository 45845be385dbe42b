"""`numeric_as_text`: a text column that holds numbers."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.numbers import NUMBER
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, set_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, Literal, call
from dpa_jupyter.quality.finding import Finding

LEAST_SHARE = 0.95
CODE = r"^\s*0[0-9]"
"""A number that begins with zero is a code, and would lose the zero."""
LONGEST = 15
"""Digits that a double keeps."""
ID = "numeric_as_text"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name text columns of which nearly all texts are numbers."""
    for column in texts(evidence).values():
        is_number = column.matching(NUMBER)
        is_code = column.matching(CODE).any() or max(map(len, column.words)) > LONGEST
        if column.share(is_number) >= LEAST_SHARE and not is_code:
            is_whole = bool(column.matching(r"^\s*[-+]?[0-9]+\s*$").all())
            yield _finding(evidence, column, whole=is_whole, is_sure=bool(is_number.all()))


def _finding(evidence: FrameEvidence, column: Texts, *, whole: bool, is_sure: bool) -> Finding:
    name = column.column
    value = call("to_integer" if whole else "to_number", call("trim", Column(name)))
    fix = set_values(
        name, Literal(True), value, "medium" if is_sure else "low", f"Turn `{name}` into numbers",
        "All texts are numbers." if is_sure else "Texts that are none become missing.",
    )  # fmt: skip
    return finding(
        ID, "validity", evidence, (name,), None, title=f"`{name}` holds numbers as text",
        why="Text sorts 10 before 9 and can't be summed.", severity="note", examples=column.words, fixes=(fix,),
        certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="a text column of which at least 95 % of the texts are numbers",
    source="deequ's DataType analyzer; own threshold",
    reason="It is a matter of the whole column, so that no cell fails for it.",
    look=look,
    thresholds={"least_share": LEAST_SHARE},
)
