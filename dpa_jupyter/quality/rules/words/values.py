"""Numbers, dates, spans and lists of values in a sentence."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import UNITS, Bound, Moment, Span
from dpa_jupyter.quality.rules.tests import Scalar
from dpa_jupyter.quality.rules.words.stream import Stream

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
GOES_ON = frozenset({"is", "are", "has", "have", "must", "should", "never", "always", "not", "no"})
"""With these a new statement begins, and not another value."""
_AMBIGUOUS = re.compile(r"\d{1,2} ?[/.] ?\d{1,2} ?[/.] ?\d{2,4}\b")
_NUMBERS = {form: number for number, name in enumerate(MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}
_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "a": 1, "an": 1,
}  # fmt: skip


def number(stream: Stream) -> int | float | None:
    """Read a number, in figures or as a small word."""
    token = stream.take("number")
    if token is not None:
        assert isinstance(token.value, int | float)
        return token.value
    word = stream.token
    if word is not None and word.kind == "word" and word.text in _SMALL and word.text not in ("a", "an"):
        stream.at += 1
        return _SMALL[word.text]
    return None


def count(stream: Stream) -> int | None:
    """Read a whole number from 0 on."""
    start, found = stream.at, number(stream)
    if isinstance(found, int) and found >= 0:
        return found
    stream.at = start
    return None


def span(stream: Stream) -> Span | None:
    """Read "7 days", "a week"."""
    start, amount = stream.at, count(stream)
    if amount is None and (word := stream.accept("a", "an")):
        amount = _SMALL[word]
    unit = stream.take("word") if amount is not None else None
    named = unit.text.removesuffix("s") if unit else ""
    if amount is None or named not in UNITS:
        stream.at = start
        return None
    return Span(amount, named)


def days(stream: Stream) -> tuple[date, date] | None:
    """Read a year, a month of a year, or a day, and return its first and last day."""
    start = stream.at
    for read in (_iso_day, _day_in_words, _month, _year):
        found = read(stream)
        if found is not None:
            return found
        stream.at = start
    return None


def bound(stream: Stream, *, last: bool = False) -> Bound | None:
    """Read what a range ends with; of a month or a year, its first day, or its `last`."""
    start = stream.at
    if (moment := _moment(stream)) is not None:
        return moment
    time = stream.take("time")
    if time is not None:
        return time.value  # type: ignore[return-value]  # a token of a time holds one
    _refuse_ambiguous(stream)
    for read in (_day_in_words, _month):
        stream.at = start
        found = read(stream)
        if found is not None:
            return found[last]
    stream.at = start
    return number(stream)


def scalar(stream: Stream, *, bare: bool = False) -> Scalar | None:
    """Read a value: a text in quotes, a number, a date, a truth; a bare word where that is plain."""
    if (token := stream.take("quoted", "time")) is not None:
        return token.text
    if (found := number(stream)) is not None:
        return found
    if (truth := stream.accept("true", "false")) is not None:
        return truth == "true"
    word = stream.take("word") if bare else None
    return None if word is None else word.written


def listed(stream: Stream, *, bare: bool = True) -> list[Scalar]:
    """Read values with commas, `and` or `or` between them; bare words may be several to a value."""
    brackets = stream.accept("(") is not None
    found: list[Scalar] = []
    while (value := _words_or_value(stream, bare=bare)) is not None:
        found.append(value)
        before = stream.at
        if not stream.accept(", or", ", and", ",", "or", "and"):
            break
        if stream.token is not None and stream.token.kind == "word" and stream.token.text in GOES_ON:
            stream.at = before
            break
    if brackets and not stream.accept(")"):
        raise RuleError("a list that begins with '(' ends with ')'")
    return found


def _words_or_value(stream: Stream, *, bare: bool) -> Scalar | None:
    value = scalar(stream, bare=bare)
    if not bare or not isinstance(value, str):
        return value
    words = [value]
    while (token := stream.token) is not None and token.kind == "word" and token.text not in ("or", "and"):
        words.append(token.written)
        stream.at += 1
    return " ".join(words)


def _moment(stream: Stream) -> Moment | None:
    base = stream.accept("now", "today", "yesterday", "tomorrow")
    if base in ("yesterday", "tomorrow"):
        return Moment("today", -1 if base == "yesterday" else 1, Span(1, "day"))
    if base is not None:
        sign = stream.accept("-", "+", "minus", "plus")
        length = span(stream) if sign else None
        if sign and length is None:
            raise RuleError(f"after {base!r} and {sign!r} a length of time is wanted, such as '7 days'")
        return Moment(base, -1 if sign in ("-", "minus") else 1, length)  # type: ignore[arg-type]  # one of two
    start, length = stream.at, span(stream)
    if length is not None and stream.accept("ago"):
        return Moment("today" if length.unit not in ("second", "minute", "hour") else "now", -1, length)
    stream.at = start
    return None


def _iso_day(stream: Stream) -> tuple[date, date] | None:
    token = stream.take("time")
    if token is None or not isinstance(token.value, date):
        return None
    return token.value, token.value


def _day_in_words(stream: Stream) -> tuple[date, date] | None:
    """Read "1 March 2026" and "March 1, 2026"."""
    start = stream.at
    day, month = count(stream), _month_number(stream)
    if day is None:
        stream.at = start
        month, day = _month_number(stream), count(stream)
        stream.accept(",")
    year = _year_number(stream)
    if day is None or month is None or year is None or not 1 <= day <= 31:
        return None
    try:
        return date(year, month, day), date(year, month, day)
    except ValueError:
        raise RuleError(f"the {day}. of {MONTHS[month - 1].capitalize()} {year} is not in the calendar") from None


def _month(stream: Stream) -> tuple[date, date] | None:
    month, year = _month_number(stream), _year_number(stream)
    if month is None or (year is None and month == 5):  # "may" is a verb, too
        return None
    if year is None:
        raise RuleError(f"{MONTHS[month - 1].capitalize()} of which year? Write it as 'March 2026'")
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _year(stream: Stream) -> tuple[date, date] | None:
    year = _year_number(stream)
    return None if year is None else (date(year, 1, 1), date(year, 12, 31))


def _month_number(stream: Stream) -> int | None:
    token = stream.token
    if token is None or token.kind != "word" or token.text not in _NUMBERS:
        return None
    stream.at += 1
    return _NUMBERS[token.text]


def _year_number(stream: Stream) -> int | None:
    start, year = stream.at, count(stream)
    if year is not None and 1000 <= year < 9999:
        return year
    stream.at = start
    return None


def _refuse_ambiguous(stream: Stream) -> None:
    """Refuse 03/04/2026, which is of March to some and of April to others."""
    if _AMBIGUOUS.match(stream.left()):
        raise RuleError(
            f"which day is {stream.left().split(' and ')[0]!r}? Write it as 2026-01-31, or as '31 January 2026'"
        )
