"""Which rows are meant by words of the calendar: "in January", "in March 2013", "last month"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from dpa_jupyter.models.offline.question.forms import Condition, KnownColumn, Period
from dpa_jupyter.models.offline.question.vocabulary import PERIODS
from dpa_jupyter.models.offline.question.words import Token

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NUMBERS = MappingProxyType(
    {form: number for number, name in enumerate(MONTHS, start=1) for form in (name, name[:3])} | {"sept": 9}
)
_BEFORE = ("in", "during", "of", "for")


def date_conditions(
    tokens: Sequence[Token], place: int, columns: Sequence[KnownColumn]
) -> tuple[int, int, list[Condition]] | None:
    """Read a word of the calendar at this place; return from where to where it goes, and what it asks for.

    Which dates are meant has to be plain: a column of numbers that is called "month" or "year", the dates named just
    before, or the only ones there are.
    """
    start = place - 1 if place and tokens[place - 1].key in (*_BEFORE, "the") else place
    if start and tokens[start].key == "the" and tokens[start - 1].key in _BEFORE:
        start -= 1
    dates = [column for column in columns if column.type in ("date", "datetime")]
    if start and tokens[start - 1].column in dates:
        start -= 1
        dates = columns = [column for column in dates if column == tokens[start].column]
    if tokens[place].key == "last":
        return _last(tokens, place, start, dates)
    return _of_calendar(tokens, place, start, dates, columns) if tokens[place - 1].key in _BEFORE else None


def _last(
    tokens: Sequence[Token], place: int, start: int, dates: Sequence[KnownColumn]
) -> tuple[int, int, list[Condition]] | None:
    period = _period(tokens[place + 1].text) if place + 1 < len(tokens) else None
    if period is None or len(dates) != 1:
        return None
    return start, place + 2, [Condition(dates[0], "last", part=period)]


def _period(word: str) -> Period | None:
    return PERIODS.get(word.casefold()) if word.casefold() in PERIODS.values() else None


def _of_calendar(
    tokens: Sequence[Token], place: int, start: int, dates: Sequence[KnownColumn], columns: Sequence[KnownColumn]
) -> tuple[int, int, list[Condition]] | None:
    """Read "January", "2013" and "January 2013"."""
    found: list[Condition] = []
    end = place
    parts: tuple[Period, ...] = ("month", "year")
    for part in parts:
        number = calendar_number(tokens[end], part) if end < len(tokens) else None
        if number is not None:
            found += _condition(part, number, dates, columns)
            end += 1
    return (start, end, found) if found and len(found) == end - place else None


def calendar_number(token: Token, part: str) -> int | None:
    """Return the number of a month or a year that a word names."""
    if part == "month":
        return _NUMBERS.get(token.key)
    return int(token.key) if part == "year" and re.fullmatch(r"(?:1[89]|20|21)\d\d", token.key) else None


def _condition(
    part: Period, number: int, dates: Sequence[KnownColumn], columns: Sequence[KnownColumn]
) -> list[Condition]:
    called = [column for column in columns if column.is_number and column.name.casefold() == part]
    if len(called) == 1:
        return [Condition(called[0], "=", number)]
    return [Condition(dates[0], "=", number, part=part)] if len(dates) == 1 else []
