"""`date_as_text`: a text column that holds dates."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.dates import FORMS, Dates, dates, reading
from dpa_jupyter.quality.detection.writing import finding, set_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, Literal, call
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import Operation

LEAST_SHARE = 0.95
ID = "date_as_text"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name text columns of which nearly all texts are dates."""
    for column in dates(evidence).values():
        if column.texts.share(column.forms >= 0) >= LEAST_SHARE:
            yield _finding(evidence, column)


def _finding(evidence: FrameEvidence, column: Dates) -> Finding:
    name, fix = column.texts.column, _parse(column)
    return finding(
        ID, "validity", evidence, (name,), None, title=f"`{name}` holds dates as text",
        why="Text has no weekdays, months or differences, and sorts by its first digits.", severity="note",
        examples=column.texts.words, fixes=(fix,) if fix else (), certainty=0.3,
    )  # fmt: skip


def _parse(column: Dates) -> Operation | None:
    """Read them, if all are in one form that can be read in one way, and have no time."""
    form, has_time = column.leading, bool(column.texts.matching(":").any())
    pattern = reading(column, form)
    if pattern is None or "%b" in pattern or has_time or column.rows_of(form) < column.texts.rows:
        return None
    cell = call("trim", Column(column.texts.column))
    return set_values(
        column.texts.column, Literal(True), call("to_date", cell, pattern), "medium",
        f"Turn `{column.texts.column}` into dates", f"All texts are written as {FORMS[form].name}.",
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="a text column of which at least 95 % of the texts are dates",
    source="deequ's DataType analyzer",
    reason="It is a matter of the whole column, so that no cell fails for it.",
    look=look,
    thresholds={"least_share": LEAST_SHARE},
)
