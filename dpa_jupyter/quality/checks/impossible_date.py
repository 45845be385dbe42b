"""`impossible_date`: days that no calendar has, and years that nobody meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.dates import FORMS, dates, day_of
from dpa_jupyter.quality.detection.texts import Texts
from dpa_jupyter.quality.detection.writing import finding, is_any, make_missing, quoted
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

FIRST_YEAR, LAST_YEAR = 1700, 2200
"""Data about people and things has dates between these years; the ends of types are `sentinel_date`'s."""
MOST_SHORT = 0.05
"""If more of the texts are no days in a form with a year of two digits, they are versions or numbers of parts."""
ID = "impossible_date"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose date does not exist, or lies centuries away."""
    for column in dates(evidence).values():
        forms = column.forms.tolist()
        is_wrong = np.array([_is_no_day(*pair) for pair in zip(column.texts.words, forms, strict=True)], dtype=np.bool_)
        is_short = np.array([FORMS[form].name.endswith("y") for form in forms], dtype=np.bool_)
        if column.texts.share(is_wrong & is_short) > MOST_SHORT:
            is_wrong &= ~is_short
        if is_wrong.any():
            yield _no_day(evidence, column.texts.having(is_wrong))
    for known in evidence.columns:
        if known.type in ("date", "datetime") and _is_far(known):
            yield _far(evidence, known)


def _is_no_day(word: str, form: int) -> bool:
    return form >= 0 and not any(day_of(word, pattern) for pattern in FORMS[form].formats)


def _is_far(known: ColumnEvidence) -> bool:
    years = [int(str(end)[:4]) for end in (known.minimum, known.maximum) if str(end)[:4].isdigit()]
    return any(year < FIRST_YEAR or year > LAST_YEAR for year in years) and "9999" not in str(known.maximum)


def _no_day(evidence: FrameEvidence, column: Texts) -> Finding:
    name, wrong = column.column, column.words
    where = is_any(name, wrong)
    return finding(
        ID, "validity", evidence, (name,), where, title=f"`{name}` has dates that do not exist: {quoted(wrong)}",
        why="They can't be read as dates, and what day was meant is not known.", severity="high", examples=wrong,
        fixes=(make_missing(name, where, "low", "What day was meant can't be told."),), certainty=0.95,
        among=column,
    )  # fmt: skip


def _far(evidence: FrameEvidence, known: ColumnEvidence) -> Finding:
    name, cell = known.column.name, Column(known.column.name)
    kind = datetime if known.type == "datetime" else date
    where = call(
        "or", call("less", cell, kind(FIRST_YEAR, 1, 1)), call("greater_or_equal", cell, kind(LAST_YEAR, 1, 1))
    )
    return finding(
        ID, "validity", evidence, (name,), where, title=f"`{name}` has dates centuries away",
        why="A year was mistyped, or a date was made from a number of another unit.", severity="high",
        examples=(known.minimum, known.maximum), certainty=0.8,
        fixes=(make_missing(name, where, "low", "What day was meant can't be told."),),
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="texts like dates that are no day of the calendar, and dates before 1700 or from 2200 on",
    source="ISO 8601-1:2019, 4.2",
    reason="Dates of people, goods and measurements lie between these years.",
    look=look,
    thresholds={"first_year": FIRST_YEAR, "last_year": LAST_YEAR},
)
