"""`mixed_date_formats`: dates as text in more than one form."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.dates import FORMS, Dates, dates, day_of, reading
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import Operation

CLEARLY = 0.6
"""A form that so many rows have is the column's own."""
ID = "mixed_date_formats"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose date is in another form than most."""
    for column in dates(evidence).values():
        leading = column.leading
        other = (column.forms >= 0) & (column.forms != leading)
        if other.any():
            yield _finding(evidence, column, other, leading)
        elif len(FORMS[leading].formats) > 1 and reading(column, leading) is None:
            yield _ambiguous(evidence, column, leading)


def _finding(evidence: FrameEvidence, column: Dates, other: np.ndarray, leading: int) -> Finding:
    name, found = column.texts.column, column.texts.having(other)
    kinds = len(set(column.forms[column.forms >= 0].tolist()))
    share = column.rows_of(leading) / max(1, column.texts.rows)
    fix = _in_one_form(column, leading, other)
    return finding(
        ID, "consistency", evidence, (name,), is_any(name, found.words),
        title=f"`{name}` writes dates in {kinds} forms: {quoted(found.words)}",
        why="They sort and compare as text does, and day and month are easily taken for each other.", severity="high",
        examples=found.words, fixes=(fix,) if fix else (), certainty=0.85 if share >= CLEARLY else 0.55, among=found,
    )  # fmt: skip


def _in_one_form(column: Dates, leading: int, other: np.ndarray) -> Operation | None:
    """Write the dates that can be read in one way only in the form of most."""
    target = reading(column, leading) or FORMS[leading].formats[0]
    is_padded = any("0" in word[:5] or len(word.strip()) >= 10 for word in column.texts.words[:200])
    if "%b" in target or not is_padded:
        return None
    pairs = {}
    for form in sorted(set(column.forms[other].tolist())):
        pattern = reading(column, form)
        for word, place in zip(column.texts.words, column.forms.tolist(), strict=True):
            day = day_of(word, pattern) if pattern and place == form and ":" not in word else None
            if day is not None:
                pairs[word] = day.strftime(target)
    if not pairs:
        return None
    return replace_values(
        column.texts.column, pairs, "medium", f"Write the dates of `{column.texts.column}` in one form",
        "Only those are changed that can be read in one way.",
    )  # fmt: skip


def _ambiguous(evidence: FrameEvidence, column: Dates, leading: int) -> Finding:
    name = column.texts.column
    return finding(
        ID, "consistency", evidence, (name,), None,
        title=f"`{name}` does not tell whether the day or the month comes first: {quoted(column.texts.words)}",
        why="All dates fit both readings, or neither fits all.", severity="note", examples=column.texts.words,
        certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="dates as text whose form (order of parts, sign between them, length of the year) is not that of most",
    source="ISO 8601-1:2019; the date patterns of CLDR",
    reason="Where six in ten have one form, the others are slips; with less, the column has no form.",
    look=look,
    thresholds={"clearly": CLEARLY},
)
