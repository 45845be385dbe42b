"""Moments as periods of the calendar and as what returns: month of the year, day of the week, hour of the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.statistics.variable import Categories, Floats, Moments, counts

Period: TypeAlias = Literal["hour", "day", "week", "month", "quarter", "year", "decade", "century"]

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = tuple(f"{hour:02}:00 to {hour:02}:59" for hour in range(24))
DAY = 86_400_000_000
"""Microseconds."""
CENTURY = 36_525
"""Days."""

_PERIODS: dict[Period, tuple[str, int, int]] = {
    "hour": ("h", 1, 0),
    "day": ("D", 1, 0),
    "week": ("D", 7, 3),  # 1970-01-01 was a Thursday
    "month": ("M", 1, 0),
    "quarter": ("M", 3, 0),
    "year": ("Y", 1, 0),
    "decade": ("Y", 10, 0),
    "century": ("Y", 100, 70),
}
"""Each period's unit in NumPy, its length in units, and the units between its start and that of 1970."""

# The finest period that gives a readable number of them is taken.
_MOST: tuple[tuple[Period, float, int], ...] = (
    ("hour", 1 / 24, 48),
    ("day", 1.0, 45),
    ("week", 7.0, 20),
    ("month", 30.44, 60),
    ("quarter", 91.3, 60),
    ("year", 365.25, 120),
    ("decade", 3652.5, 60),
)


def period_numbers(moments: NDArray[np.datetime64], period: Period) -> NDArray[np.int64]:
    """Number the periods in which these moments fall, without gaps in the numbering; weeks start on Monday."""
    unit, length, offset = _PERIODS[period]
    return (moments.astype(f"datetime64[{unit}]").astype(np.int64) + offset) // length


def period_starts(numbers: NDArray[np.int64], period: Period) -> NDArray[np.datetime64]:
    """Return the first moment of each period, in microseconds."""
    unit, length, offset = _PERIODS[period]
    starts: NDArray[np.datetime64] = (numbers * length - offset).astype(f"datetime64[{unit}]")
    return starts.astype("datetime64[us]")


def period_names(numbers: NDArray[np.int64], period: Period) -> list[str]:
    """Name periods such that names sort as time does: "2013-01-31 08:00", "2013-01-31", "2013-W05", "2013-Q1"."""
    starts = period_starts(numbers, period)
    if period == "week":
        weeks = [date.fromisoformat(str(start)[:10]).isocalendar() for start in starts]
        return [f"{week.year}-W{week.week:02}" for week in weeks]
    if period == "quarter":
        return [f"{str(start)[:4]}-Q{number % 4 + 1}" for start, number in zip(starts, numbers, strict=True)]
    if period in ("decade", "century"):
        return [f"{str(start)[:4]}s" for start in starts]
    length = {"hour": 16, "day": 10, "month": 7, "year": 4}[period]
    return [str(start)[:length].replace("T", " ") for start in starts]


def fitting_period(moments: Moments) -> Period:
    """Choose the length of periods, from hours to centuries, by the time that the moments span.

    Where they span over a century, that of all but the first and the last hundredth of the rows counts: a few wrong or
    made-up dates, such as 9999-12-31, tell nothing of the others.
    """
    rows = counts(moments)
    values = moments.values[rows > 0]
    days = _days(values) if len(values) else 0.0
    if days > CENTURY:
        share = np.cumsum(rows[rows > 0]) / rows.sum()
        days = _days(values[[np.searchsorted(share, 0.01), np.searchsorted(share, 0.99)]])
    has_times = bool((values.astype(np.int64) % DAY != 0).any())
    for period, length, most in _MOST:
        if days / length <= most and (has_times or period != "hour"):
            return period
    return "century"


def _days(values: NDArray[np.datetime64]) -> float:
    return float((values[-1] - values[0]) / np.timedelta64(1, "D"))


def as_periods(moments: Moments, period: Period) -> Categories:
    """Put the rows in the periods in which their moments fall."""
    used, places = np.unique(period_numbers(moments.values, period), return_inverse=True)
    codes = np.append(places, -1).astype(np.int32)[moments.codes]
    return Categories(codes, tuple(period_names(used, period)), ordered=True)


def moments_of_parts(parts: Sequence[Floats]) -> Moments:
    """Put years, or years and months, or years, months and days together; what is no date is missing."""
    first_of = np.ones(len(parts[0]))
    year, month, day = [*parts, first_of, first_of][:3]
    possible = (year >= 1) & (year <= 9999) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    years, months, days = (np.where(possible, part, 1).astype(np.int64) for part in (year, month, day))
    first = ((years - 1970) * 12 + months - 1).astype("datetime64[M]")
    dates = first.astype("datetime64[D]") + (days - 1).astype("timedelta64[D]")
    possible &= dates.astype("datetime64[M]") == first  # there is no 30th of February
    dates = np.where(possible, dates, np.datetime64("NaT", "D"))
    codes = np.full(len(dates), -1, dtype=np.int32)
    distinct, places = np.unique(dates[possible], return_inverse=True)
    codes[possible] = places
    return Moments(codes, distinct.astype("datetime64[us]"))


def show_moments(moments: NDArray[np.datetime64]) -> list[str]:
    """Write moments as dates, with the time of day where any has one."""
    if (moments.astype(np.int64) % DAY == 0).all():
        return [str(moment)[:10] for moment in moments]
    return [f"{str(moment)[:10]} {str(moment)[11:16]}" for moment in moments]


def cycles(moments: Moments) -> Iterator[tuple[str, Categories]]:
    """Yield the month of the year, the day of the week and the hour of the day, where they vary.

    The month only where the moments span over a year: within one, it says no more than time itself.
    """
    values = moments.values[counts(moments) > 0]
    if not len(values):
        return
    if values[-1] - values[0] > np.timedelta64(366, "D"):
        month = moments.values.astype("datetime64[M]").astype(np.int64) % 12
        yield "month of the year", _cycle(moments, month, MONTHS)
    if values[-1] - values[0] > np.timedelta64(14, "D"):
        weekday = (moments.values.astype("datetime64[D]").astype(np.int64) + 3) % 7
        yield "day of the week", _cycle(moments, weekday, WEEKDAYS)
    if (values.astype(np.int64) % DAY != 0).any():
        hour = moments.values.astype("datetime64[h]").astype(np.int64) % 24
        yield "hour of the day", _cycle(moments, hour, HOURS)


def _cycle(moments: Moments, place: NDArray[np.int64], names: tuple[str, ...]) -> Categories:
    places = np.append(place, -1).astype(np.int32)
    return Categories(places[moments.codes], names)
