"""Bounds of a range: numbers, dates, and moments that move with the clock, such as "today - 7 days"."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

from dpa_jupyter.quality.rules.errors import RuleError

Unit: TypeAlias = Literal["second", "minute", "hour", "day", "week", "month", "year"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MOST_AMOUNT = 100_000
_SPAN = re.compile(r"(\d{1,6})\s*([a-z]+)", re.IGNORECASE)
_MOMENT = re.compile(r"(now|today)(?:\s*([+-])\s*(\d{1,6}\s*[a-z]+))?", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?")


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time; months and years are those of the calendar."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    @classmethod
    def read(cls, text: str) -> Span:
        """Read "7 days".

        Raises:
            RuleError: it is none.
        """
        found = _SPAN.fullmatch(text.strip())
        unit = found and found[2].casefold().removesuffix("s")
        if not found or unit not in UNITS or int(found[1]) > MOST_AMOUNT:
            raise RuleError(f"{text!r} is no length of time; write it as '7 days', with one of {', '.join(UNITS)}")
        return cls(int(found[1]), unit)

    def after(self, moment: datetime, sign: int = 1) -> datetime:
        """Return the moment that is so much later or, with sign -1, earlier; the last of a month stays within it."""
        amount = sign * self.amount
        if self.unit in ("month", "year"):
            months = moment.year * 12 + moment.month - 1 + amount * (12 if self.unit == "year" else 1)
            year, month = min(max(months // 12, 1), 9999), months % 12 + 1
            return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
        try:
            return moment + timedelta(**{f"{self.unit}s": amount})
        except OverflowError:
            limit = date.max if amount > 0 else date.min
            return datetime.combine(limit, moment.time())


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that moves with the clock."""

    base: Literal["now", "today"]
    sign: Literal[-1, 1] = 1
    span: Span | None = None

    def __str__(self) -> str:
        return f"{self.base} {'-' if self.sign < 0 else '+'} {self.span}" if self.span else self.base

    def at(self, now: datetime) -> datetime | date:
        """Return the moment as it is now: a day for whole days from today."""
        moved = self.span.after(now, self.sign) if self.span else now
        is_day = self.base == "today" and (self.span is None or self.span.unit not in ("second", "minute", "hour"))
        return moved.date() if is_day else moved


Bound: TypeAlias = int | float | Decimal | date | datetime | Moment
"""A date is a whole day: nothing of it is later than it, and nothing of it earlier."""


def read_bound(value: object) -> Bound:
    """Read a bound as a file or a person writes it: a number, a date, or "today - 7 days".

    Raises:
        RuleError: it is none.
    """
    if isinstance(value, Moment | date | datetime | Decimal | int) and not isinstance(value, bool):
        return without_zone(value)
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, str) and (found := _MOMENT.fullmatch(value.strip())):
        span = Span.read(found[3]) if found[3] else None
        return Moment(found[1].casefold(), -1 if found[2] == "-" else 1, span)  # type: ignore[arg-type]  # one of two
    if isinstance(value, str) and _ISO.fullmatch(value.strip()):
        return read_time(value.strip())
    raise RuleError(f"{value!r} is no bound; write a number, a date as 2026-01-31, or 'today - 7 days'")


def read_time(text: str) -> date | datetime:
    """Read a date or a time in ISO 8601.

    Raises:
        RuleError: there is no such day or time.
    """
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise RuleError(f"{text} is not in the calendar") from None


def write_bound(bound: Bound) -> int | float | str:
    """Write a bound as JSON has it."""
    if isinstance(bound, int | float):
        return bound
    return bound.isoformat() if isinstance(bound, date) else str(bound)


def without_zone(value: Bound) -> Bound:
    """Refuse a time with a zone: columns are compared by their local time.

    Raises:
        RuleError: it has one.
    """
    if isinstance(value, datetime) and value.tzinfo is not None:
        raise RuleError(f"write {value.isoformat()} as the local time of the column, without its zone")
    return value
