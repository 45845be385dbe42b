"""What is worth looking at where the request does not say: guesses by name, type and place, told as a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dpa_jupyter.findings import ColumnProfile, Driver, FrameProfile
from dpa_jupyter.models.offline.wording import word_set

OUTCOMES = word_set(
    "amount bought cancelled churn churned class clicked conversion converted cost default delay died diagnosis "
    "duration earnings failed failure fraud grade income label outcome price profit purchased quality rating response "
    "result returned revenue salary sales score status success survived target value won y"
)
"""Words by which people name what they want explained."""

NO_OUTCOMES = word_set(
    "code day hour id index key lat latitude lng lon longitude minute month number row second week year zip"
)
"""Words of numbers that name or place a row, and that nobody wants explained."""

MOST_GROUPS = 20
"""More bars than that can't be told apart."""

NUMBERS_AS_TEXT = "holds numbers kept as text"
DATES_AS_TEXT = "dates kept as text"
"""What the profile notes of a column of texts that are all numbers, or dates."""

MOSTLY = 0.5
"""What has no value in so many of the rows is not what a frame is about."""

FEW_ROWS = 20
"""In fewer rows, values without a repetition say nothing."""

CLEAR = 0.05
"""The largest adjusted p-value of what is told as a finding, as is the custom."""

SMALL, MEDIUM, LARGE = 0.1, 0.3, 0.5
"""Where Cohen puts a small, a medium and a large correlation (Statistical Power Analysis for the Behavioral Sciences,
1988, pp. 79 to 81); all our measures are correlations of ranks or of categories, on the same scale."""


def strength(effect: float) -> str:
    """Return the adverb for an effect of this size, whatever its sign."""
    size = abs(effect)
    return "hardly" if size < SMALL else "weakly" if size < MEDIUM else "moderately" if size < LARGE else "strongly"


def likely_outcome(profile: FrameProfile) -> ColumnProfile | None:
    """Return the column that the others may explain: named like an outcome, of two values, or last or first."""
    columns = profile["columns"]
    ends = (0, len(columns) - 1)
    scores = [
        (_score(column) + (place in ends), place)
        for place, column in enumerate(columns)
        if _may_be_outcome(column, profile["rows"])
    ]
    return columns[max(scores)[1]] if scores else None


def why_likely(column: ColumnProfile) -> str:
    """Say what makes a column a likely outcome; nothing where only its place does."""
    named = "its name sounds like one" if _words(column["name"]) & OUTCOMES else ""
    halves = "it has two values" if column["distinct"] == 2 else ""
    return " and ".join(reason for reason in (named, halves) if reason)


def _may_be_outcome(column: ColumnProfile, rows: int) -> bool:
    words = _words(column["name"])
    kind = column["distinct"] == 2 or is_number(column) or words & OUTCOMES
    known = column["missing_share"] < MOSTLY
    return bool(kind and known and not words & NO_OUTCOMES and _varies(column) and not is_key(column, rows))


def _score(column: ColumnProfile) -> int:
    return 2 * bool(_words(column["name"]) & OUTCOMES) + (column["distinct"] == 2)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))


def is_number(column: ColumnProfile) -> bool:
    """Tell whether a column holds numbers."""
    return column["type"] in ("integer", "number")


def is_key(column: ColumnProfile, rows: int) -> bool:
    """Tell whether every row has a value of its own, as in an identifier; measured numbers may do so by chance."""
    return column["type"] != "number" and rows >= FEW_ROWS and column["distinct"] == rows


def _varies(column: ColumnProfile) -> bool:
    return (column["distinct"] or 0) > 1


def date_column(profile: FrameProfile) -> str | None:
    """Return the first column of dates; one that keeps them as text where there is no other."""
    columns = [column for column in profile["columns"] if _varies(column)]
    dates = [column["name"] for column in columns if column["type"] in ("date", "datetime")]
    as_text = [column["name"] for column in columns if holds_dates(column)]
    return next(iter((*dates, *as_text)), None)


def holds_dates(column: ColumnProfile) -> bool:
    """Tell whether a column holds dates, be they kept as text."""
    return column["type"] in ("date", "datetime") or any(DATES_AS_TEXT in note for note in column["notes"])


def told(drivers: Sequence[Driver]) -> list[Driver]:
    """Return what is worth telling: clear, not a leak; strong ones if there are any."""
    clear = [driver for driver in drivers if driver["p_adjusted"] < CLEAR and not driver["leak"]]
    return [driver for driver in clear if driver["effect"] >= SMALL] or clear[:3]


def groupable(driver: Driver, profile: FrameProfile | None) -> bool:
    """Tell whether a column makes groups that can be told apart in a picture."""
    about = column_named(profile, driver["column"])
    few = about is None or (about["distinct"] or 0) <= MOST_GROUPS
    return few and driver["type"] in ("text", "category", "boolean") and len(driver["groups"]) >= 2


def column_named(profile: FrameProfile | None, name: str) -> ColumnProfile | None:
    """Return the profile of this column."""
    columns = profile["columns"] if profile else []
    return next((column for column in columns if column["name"] == name), None)
