"""Findings in plain words; every number in them comes from the finding itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dpa_jupyter.findings import (
    Association,
    ColumnProfile,
    ColumnType,
    Driver,
    Drivers,
    FrameDocument,
    FrameProfile,
    GroupRate,
    LeftOut,
    Periods,
    ValueCount,
)
from dpa_jupyter.models.offline.choice import is_key
from dpa_jupyter.models.offline.wording import amount, code, counted, effect, listing, noun_of, percent, prose, value

MIDNIGHT = " 00:00:00"

FEWEST_ROWS = 30
"""Groups smaller than that are not held up as examples where there are larger ones."""


def size_of(profile: FrameProfile | FrameDocument) -> str:
    """Return "7,043 rows and 20 columns"."""
    return f"{counted(profile['rows'], noun_of(profile['frame']))} and {counted(profile['column_count'], 'columns')}"


def names_of(profile: FrameProfile, most: int = 8) -> str:
    """Return the first names: those of all columns could fill the screen."""
    return listing([code(column["name"]) for column in profile["columns"]], most)


def driver_line(drivers: Drivers, driver: Driver, noun: str, kind: ColumnType | None = None) -> str:
    """Say how the target, a column of this kind, differs along another one, by its most telling groups."""
    name = f"**{code(driver['column'])}** (effect {effect(driver['effect'])}: {prose(_measure(driver['measure']))})"
    large = [group for group in driver["groups"] if group["rows"] >= FEWEST_ROWS]
    groups = large if len(large) > 1 else driver["groups"]
    if len(groups) < 2:
        return name
    if drivers["target_type"] == "categorical":  # a group is then "value → category", and two of them don't compare
        highest = sorted(driver["groups"], key=_height, reverse=True)[:2]
        return f"{name}: {', '.join(_told(drivers, group, noun, kind) for group in highest)}"
    high, low = (_told(drivers, choice(groups, key=_height), noun, kind) for choice in (max, min))
    match driver["direction"]:
        case "up":
            return f"{name}, rising with it: {low}, {high}"
        case "down":
            return f"{name}, falling as it rises: {high}, {low}"
        case _:
            return f"{name}: {high}, against {low}"


def _measure(name: str) -> str:
    """Return a measure's name without its details in parentheses."""
    return re.sub(r" \([^)]*\)", "", name)


def _height(group: GroupRate) -> float:
    return group["value"]


def _told(drivers: Drivers, group: GroupRate, noun: str, kind: ColumnType | None) -> str:
    shown = amount(group["value"], kind) if drivers["target_type"] == "numeric" else percent(group["value"])
    return f"{shown} for {value(group['group'])} ({counted(group['rows'], noun)})"


def leaks(drivers: Sequence[Driver], target: str) -> Iterable[str]:
    """Say which columns may be the target by another name."""
    for driver in drivers:
        if driver["leak"]:
            yield f"{code(driver['column'])} is not counted as a driver of {code(target)}: {prose(driver['leak'])}"


def missing_values(profile: FrameProfile, noun: str, first: str | None = None) -> Iterable[str]:
    """Say where values are missing, most first, with the column in question before all others."""
    missing = [column for column in profile["columns"] if column["missing"]]
    if void := [code(column["name"]) for column in missing if column["missing"] == profile["rows"]]:
        yield f"{listing(void)} {'has' if len(void) == 1 else 'have'} no value at all"
    holes = sorted(
        (column for column in missing if column["missing"] < profile["rows"]),
        key=lambda column: (column["name"] != first, -column["missing"]),
    )
    for column in holes[:3]:
        have = "has" if column["missing"] == 1 else "have"
        share = percent(column["missing_share"])
        yield f"{counted(column['missing'], noun)} {have} no {code(column['name'])} ({share})"
    if len(holes) > 3:
        yield f"Values are also missing in {listing([code(column['name']) for column in holes[3:]])}"


def left_out(columns: Sequence[LeftOut]) -> Iterable[str]:
    """Say which columns were not looked at, and why, a reason only once."""
    by_reason: dict[str, list[str]] = {}
    for column in columns:
        by_reason.setdefault(column["reason"], []).append(code(column["column"]))
    for reason, names in list(by_reason.items())[:4]:
        yield f"{listing(names)} ({prose(reason if len(names) == 1 else _of_many(reason))})"


def _of_many(reason: str) -> str:
    """Turn what is said of one column into what is said of several."""
    for one, many in (("it has ", "they have "), ("it is ", "they are "), ("its name is", "their names are")):
        reason = re.sub(rf"\b{one}", many, reason)
    return reason


def values_of(tops: Sequence[ValueCount], most: int = 5) -> str:
    """Return the most frequent values with their shares."""
    return ", ".join(f"{value(top['value'])} ({percent(top['share'])})" for top in tops[:most])


def spread(column: ColumnProfile, *, mean: bool = True) -> str:
    """Say where the numbers of a column lie."""
    middle = column["quantile_25"] is not None and column["quantile_75"] is not None
    parts = [
        f"mean {value(column['mean'])}" if mean and column["mean"] is not None else "",
        f"median {value(column['median'])}" if column["median"] is not None else "",
        f"the middle half between {value(column['quantile_25'])} and {value(column['quantile_75'])}" if middle else "",
        f"all between {value(column['minimum'])} and {value(column['maximum'])}"
        if column["minimum"] is not None
        else "",
    ]
    return ", ".join(part for part in parts if part)


def span(about: ColumnProfile) -> str:
    """Say from when to when dates and times go, or nothing where that is not known; two midnights are dates alone."""
    ends = (about["minimum"], about["maximum"])
    if about["type"] not in ("date", "datetime", "time", "duration") or None in ends:
        return ""
    first, last = map(str, ends)
    if first.endswith(MIDNIGHT) and last.endswith(MIDNIGHT) and about["type"] == "datetime":
        first, last = first.removesuffix(MIDNIGHT), last.removesuffix(MIDNIGHT)
    return f"from {value(first)} to {value(last)}"


def in_short(column: ColumnProfile, rows: int) -> str:
    """Say in a few words what a column holds."""
    if column["missing"] == rows:
        return "no values"
    if is_key(column, rows):
        return "a value of its own in every row"
    few = column["distinct"] is not None and column["distinct"] <= 10
    if column["mean"] is not None and not few:
        return spread(column)
    if when := span(column):
        return when
    if column["top"]:
        return values_of(column["top"], 3)
    if column["distinct"] is None:
        return "values that were not counted"
    return counted(column["distinct"], "different values")


def _of_period(periods: Periods, number: float, kind: ColumnType | None) -> str:
    if periods["aggregate"] == "share":
        return percent(number)
    return value(number) if periods["aggregate"] == "count" else amount(number, kind)


def pair(association: Association) -> str:
    """Say how two columns go together."""
    measure = _measure(association["measure"])
    return (
        f"{code(association['first'])} and {code(association['second'])} go together "
        f"({prose(measure)} {effect(association['value'])})"
    )


def course(periods: Periods, kind: ColumnType | None = None) -> str | None:
    """Say how something, where it is a column one of this kind, went over time."""
    known = {period["period"]: period["value"] for period in periods["periods"] if period["value"] is not None}
    if not known:
        return None
    which = f" = {value(periods['positive'])}" if periods["aggregate"] == "share" else ""
    what = (
        f"the {periods['aggregate']} of {code(periods['target'])}{which}"
        if periods["target"]
        else f"the number of {noun_of(periods['frame'])}"
    )
    trend = {"up": "rises", "down": "falls", "flat": "shows no clear trend", None: "goes up and down"}[periods["trend"]]
    ends = [
        f"{name} in {value(period)} ({_of_period(periods, known[period], kind)})"
        for name, period in (("highest", periods["highest"]), ("lowest", periods["lowest"]))
        if period in known
    ]
    return f"By {periods['period']} of {code(periods['date'])}, {what} {trend}" + (
        f": {', '.join(ends)}" if ends else ""
    )
