"""Questions about the course of time: "mean delay over time", "monthly sales", "churn by signed"."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.models.offline.question.forms import Aggregate, Course, KnownColumn, NotUnderstood, Period, Question
from dpa_jupyter.models.offline.question.reckonings import take_measure
from dpa_jupyter.models.offline.question.vocabulary import BY, COMPARE, COURSE, EACH, PERIODS
from dpa_jupyter.models.offline.question.words import Words

_AGGREGATES: dict[str, Aggregate] = {"mean": "mean", "median": "median", "sum": "sum", "share": "share"}


def read_course(words: Words, by: tuple[KnownColumn, ...], columns: Sequence[KnownColumn]) -> Question | None:
    """Read what is followed over which dates, or return None where nothing is said of time."""
    dates = [column for column in columns if column.type in ("date", "datetime")]
    groups = [column for column in by if column not in dates]
    asked = words.take(*COURSE)
    over = _take_over(words, dates)
    named_by = [column for column in by if column in dates]
    period = _take_period(words) if dates else None
    if not (asked or over or named_by or period):
        return None
    if groups and groups[0].name.casefold() in PERIODS:
        period = PERIODS[groups.pop(0).name.casefold()]
    if groups:
        return NotUnderstood(reason="I can follow a column over time only for all rows at once, not by group.")
    if not dates:
        return NotUnderstood(reason="No column holds dates, so there is nothing to follow over time.")
    words.take(*COMPARE)
    date = next(iter((*over, *named_by, *(column for column in words.columns if column in dates), *dates)))
    return _followed(words, [column for column in words.columns if column not in dates], date, period)


def _take_over(words: Words, dates: Sequence[KnownColumn]) -> list[KnownColumn]:
    """Take out "over signed", where signed holds dates."""
    for place, token in enumerate(words.tokens[1:], start=1):
        if token.column in dates and words.tokens[place - 1].key in ("over", "along", "through"):
            del words.tokens[place - 1 : place + 1]
            return [token.column] if token.column else []
    return []


def _take_period(words: Words) -> Period | None:
    """Take out "by month" and "monthly", where no column is called so."""
    for word, period in PERIODS.items():
        if words.take(*(f"{phrase} {word}" for phrase in (*BY, *EACH)), *([word] if word != period else [])):
            return period
    return None


def _followed(words: Words, named: list[KnownColumn], date: KnownColumn, period: Period | None) -> Question:
    counting = words.take("how many", "number of", "count of", "count")
    words.take("how")
    measure = take_measure(words)
    if len(named) > 1 or (counting and named):
        return NotUnderstood(reason="Over time I can follow the number of rows, or one column.")
    if measure is None or (measure == "count" and not named):
        return Course(named[0] if named else None, date, period=period)
    if not named or measure not in _AGGREGATES:
        return NotUnderstood(reason="Over time I can tell the mean, the median, the sum or the share of a column.")
    column = named[0]
    share = column.positive is not None and measure in ("mean", "share")
    if (column.is_number and not column.kept_as_text) == (measure == "share") and not share:
        return NotUnderstood(reason=f"{column.name!r} has no {measure} that I could follow over time.")
    return Course(column, date, "share" if share else _AGGREGATES[measure], period)
