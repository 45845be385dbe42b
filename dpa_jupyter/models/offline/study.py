"""The steps that look into one column: what goes with it, how groups differ, how it goes over time."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from dpa_jupyter.findings import ColumnProfile, Driver, Drivers, FrameProfile, Periods, Picture, Segments
from dpa_jupyter.models.offline import calls
from dpa_jupyter.models.offline.choice import column_named, date_column, groupable, holds_dates, told
from dpa_jupyter.models.offline.observations import Call
from dpa_jupyter.models.offline.playbook import Case, Step
from dpa_jupyter.models.offline.wording import code, counted, effect, noun_of, percent, value


@dataclass(frozen=True)
class Study:
    """What was found of a column; None where a tool was missing or failed."""

    frame: str
    column: str
    profile: FrameProfile | None
    drivers: Drivers | None
    segments: Segments | None
    periods: Periods | None

    @property
    def about(self) -> ColumnProfile | None:
        """Return the column's own statistics."""
        return column_named(self.profile, self.column)


def study(case: Case, frame: str, column: str, profile: FrameProfile | None) -> Generator[Step, None, Study]:
    """Look for drivers, then compare groups by the best of them, and draw them."""
    if (about := column_named(profile, column)) and holds_dates(about):
        return (yield from _rows_over_time(case, frame, column, profile))
    drivers_call = calls.find_drivers(frame, column)
    yield Step(_what_it_is(frame, column, profile), (drivers_call,))
    drivers = case.seen.of(drivers_call)
    found = told(drivers["drivers"]) if drivers else []
    grouping = next((driver["column"] for driver in found if groupable(driver, profile)), None)
    segments = calls.compare_segments(frame, column, [grouping]) if grouping else None
    picture = _picture(frame, drivers, grouping or next((driver["column"] for driver in found), None))
    date = date_column(profile) if profile else None
    periods = calls.compare_periods(frame, date, column) if date and date != column else None
    following: list[Call[object]] = [call for call in (segments, periods, picture) if call is not None]
    if following:
        yield Step(_what_stands_out(found, date if periods else None), tuple(following))
    return Study(
        frame=frame,
        column=column,
        profile=profile,
        drivers=drivers,
        segments=case.seen.of(segments) if segments else None,
        periods=case.seen.of(periods) if periods else None,
    )


def _rows_over_time(case: Case, frame: str, column: str, profile: FrameProfile | None) -> Generator[Step, None, Study]:
    """Follow the number of rows over a column of dates: a date has no share or mean that another column could move."""
    periods, picture = calls.compare_periods(frame, column), calls.plot(frame, "line", column)
    yield Step(f"{code(column)} holds dates, so I follow the number of rows over it.", (periods, picture))
    return Study(frame, column, profile, drivers=None, segments=None, periods=case.seen.of(periods))


def _what_it_is(frame: str, column: str, profile: FrameProfile | None) -> str:
    about = column_named(profile, column)
    if profile is None or about is None:
        return f"I test every other column of {code(frame)} for what goes with {code(column)}."
    rows = counted(profile["rows"], noun_of(frame))
    if about["distinct"] is not None and about["distinct"] <= 10 and about["top"]:
        shares = ", ".join(f"{value(top['value'])} {percent(top['share'])}" for top in about["top"][:3])
        return (
            f"{code(column)} takes few values over {rows} ({shares}), so I test which other columns shift those shares."
        )
    if about["mean"] is not None:
        return f"{code(column)} is a number with mean {value(about['mean'])} over {rows}; I test which columns move it."
    return f"I test which other columns go with {code(column)} over {rows}."


def _what_stands_out(found: list[Driver], date: str | None) -> str:
    thought = "No column stands out"
    if found:
        best = f"{code(found[0]['column'])} stands out (effect {effect(found[0]['effect'])})"
        thought = f"{best}; I compare its groups and draw them"
    return f"{thought}, and look at the course over {code(date)}." if date else f"{thought}."


def _picture(frame: str, drivers: Drivers | None, best: str | None) -> Call[Picture] | None:
    """Draw the target by its best driver, as groups or in bands."""
    if drivers is None or best is None:
        return None
    if drivers["target_type"] == "categorical":
        return calls.plot(frame, "heatmap", best, drivers["target"])
    return calls.plot(frame, "bar", best, drivers["target"])
