"""The tool that compares a target over time."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from dpa_jupyter.displays import Cell, TableDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import Periods, PeriodValue, Scalar
from dpa_jupyter.frames.columns import find_column
from dpa_jupyter.json_types import Json
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools.frame_variables import FrameVariables, bounded, column_types, frame_variables
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.tool import Observation, ToolContext
from dpa_jupyter.wording import NO_MEANING, percent_cell

if TYPE_CHECKING:
    from dpa_jupyter.statistics.calendar import Period
    from dpa_jupyter.statistics.periods import Aggregate, Series
    from dpa_jupyter.statistics.variable import Floats, Mask, Moments

MOST_PERIODS = 60
Auto: TypeAlias = Literal["auto"]


@tool()
def compare_periods(
    context: ToolContext,
    frame: str,
    date: str,
    target: str | None = None,
    period: Literal["auto", "hour", "day", "week", "month", "quarter", "year", "decade", "century"] = "auto",
    aggregate: Literal["auto", "count", "sum", "mean", "median", "share"] = "auto",
    positive: Scalar = None,
) -> Observation:
    """Compare a target, or the number of rows, over periods of time, and test whether it rises or falls.

    Args:
        context: The frames.
        frame: The name of a frame.
        date: A column of dates, also as ISO text; or columns of numbers such as "year,month,day".
        target: The column to compare; rows are counted if not given.
        period: The length of a period; chosen by the time that the dates span if "auto".
        aggregate: What is told of each period; if "auto", the share of a yes/no target, the mean of a number.
        positive: The value of the target whose share is told; chosen, and said, if not given.
    """
    types = column_types(context, frame)
    dates = [date] if date in types else [find_column(types, part.strip()) for part in date.split(",")]
    target = find_column(types, target) if target is not None else None
    variables = frame_variables(context, frame, [*dates, *([target] if target else [])])
    moments, notes = _moments(variables, dates)
    quantity = _quantity(variables, target, aggregate, positive)
    content = _compared(variables, moments, quantity, period)
    content["date"], content["target"] = ",".join(dates), target
    content["notes"] = bounded([*variables.sampling_notes(), *notes, *quantity.notes, *content["notes"]])
    return Observation(
        content=cast("Json", content), value=content, displays=(_display(content),), quality=tuple(content["notes"])
    )


def _moments(variables: FrameVariables, names: list[str]) -> tuple[Moments, list[str]]:
    from dpa_jupyter.statistics.calendar import moments_of_parts
    from dpa_jupyter.statistics.variable import Moments, Numbers, row_values

    reads = [variables.read(name) for name in names]
    notes = [f"{name} {note}" for name, read in zip(names, reads, strict=True) for note in read.notes]
    made = [read.variable for read in reads]
    numbers = [variable for variable in made if isinstance(variable, Numbers)]
    if len(made) == 1 and isinstance(made[0], Moments):
        moments = made[0]
    elif len(numbers) == len(made) <= 3:
        moments = moments_of_parts([row_values(variable) for variable in numbers])
    else:
        raise ToolError(
            sentence("{names} holds no dates; give a column of dates, or numbers as 'year,month,day'", names=[*names])
        )
    if not len(moments.values):
        raise ToolError(sentence("no row has a date in {names}", names=[*names]))
    return moments, notes


@dataclass(frozen=True)
class _Quantity:
    """What is told of each period."""

    aggregate: Aggregate
    values: Floats | None = None
    """NaN where there is none; None where rows are counted."""
    positive: Scalar = None
    notes: tuple[str, ...] = ()


def _quantity(variables: FrameVariables, name: str | None, aggregate: Aggregate | Auto, positive: Scalar) -> _Quantity:
    import numpy as np

    from dpa_jupyter.statistics.variable import Numbers, row_values

    if name is None:
        if aggregate not in ("auto", "count"):
            raise ToolError(sentence("{said!r} needs a target", said=aggregate))
        return _Quantity("count")
    read = variables.read(name)
    notes = tuple(f"{name} {note}" for note in read.notes)
    if aggregate == "count" and read.variable is not None:
        return _Quantity("count", np.where(read.variable.codes >= 0, 0.0, np.nan), notes=notes)
    if aggregate in ("sum", "mean", "median"):
        if not isinstance(read.variable, Numbers):
            raise ToolError(
                sentence(
                    "{name!r} is no number, so it has no {said}; use 'share' or 'count'", name=name, said=aggregate
                )
            )
        return _Quantity(aggregate, row_values(read.variable), notes=notes)
    target = variables.share_or_mean(name, positive)
    if isinstance(target.variable, Numbers):
        if aggregate == "share":
            raise ToolError(
                sentence("{name!r} is a number of many values; name the 'positive' one whose share is meant", name=name)
            )
        return _Quantity("mean", row_values(target.variable), notes=target.notes)
    codes = target.variable.codes
    return _Quantity("share", np.where(codes < 0, np.nan, codes), target.positive, target.notes)


def _compared(variables: FrameVariables, moments: Moments, quantity: _Quantity, period: Period | Auto) -> Periods:
    import numpy as np

    from dpa_jupyter.statistics.calendar import fitting_period
    from dpa_jupyter.statistics.periods import by_period, trend
    from dpa_jupyter.statistics.rounding import effect
    from dpa_jupyter.statistics.variable import at_rows, present

    used = present(moments) if quantity.values is None else present(moments) & ~np.isnan(quantity.values)
    if not used.any():
        raise ToolError(sentence("no row has both a date and a value of the target"))
    moments = at_rows(moments, used)
    length: Period = fitting_period(moments) if period == "auto" else period
    values = None if quantity.values is None else quantity.values[used]
    series = by_period(moments, values, length, quantity.aggregate)
    direction, p_value = trend(series.values) or (None, None)
    told = _told(series, quantity.aggregate)
    return Periods(
        frame=variables.frame,
        date="",
        target=None,
        period=length,
        aggregate=quantity.aggregate,
        positive=quantity.positive,
        rows_used=int(used.sum()),
        missing=int(len(used) - used.sum()),
        periods=told[-MOST_PERIODS:],
        more_periods=max(0, len(told) - MOST_PERIODS),
        trend=direction,
        p_value=None if p_value is None else effect(p_value),
        highest=series.names[int(np.nanargmax(series.values))],
        lowest=series.names[int(np.nanargmin(series.values))],
        notes=_notes(series, used, quantity.aggregate),
    )


def _told(series: Series, aggregate: Aggregate) -> list[PeriodValue]:
    from dpa_jupyter.statistics import rounding
    from dpa_jupyter.statistics.periods import changes, differences

    rounded = rounding.share if aggregate == "share" else rounding.amount
    steps = differences(series.values, series.follows)
    shares = changes(series.values, series.follows)
    return [
        PeriodValue(
            period=name,
            rows=int(rows),
            value=None if isnan(value) else rounded(float(value)),
            difference=None if isnan(step) else rounded(float(step)),
            change=None if isnan(share) else rounding.effect(float(share)),
        )
        for name, rows, value, step, share in zip(series.names, series.rows, series.values, steps, shares, strict=True)
    ]


def _notes(series: Series, used: Mask, aggregate: Aggregate) -> list[str]:
    notes = []
    if missing := int(len(used) - used.sum()):
        notes.append(f"{missing:,} of {len(used):,} rows have no date or no value and are left out")
    if empty := int((series.rows == 0).sum()):
        notes.append(f"{empty:,} of {len(series.rows):,} periods have no rows")
    partial = {
        series.names[place]: where
        for place, where in ((0, "begins before"), (-1, "goes on after"))
        if series.cut[place]
    }
    for name, where in partial.items():
        weight = ", so its value is too low to compare" if aggregate in ("count", "sum") else ""
        notes.append(f"the period {name} {where} the dates do{weight}")
    if len(series.names) > MOST_PERIODS:
        notes.append(f"the trend is over all {len(series.names):,} periods; the latest {MOST_PERIODS} are listed")
    return notes


def _display(found: Periods) -> TableDisplay:
    what = found["aggregate"] if found["target"] is None else f"{found['aggregate']} of {found['target']}"
    rows = tuple(_row(one, shares=found["aggregate"] == "share") for one in found["periods"])
    total = len(rows) + found["more_periods"]
    return TableDisplay(f"{what} by {found['period']}", (found["period"], "rows", what, "change"), rows, total)


def _row(one: PeriodValue, *, shares: bool) -> tuple[Cell, ...]:
    amount = one["value"]
    shown = percent_cell(amount) if shares and amount is not None else amount
    return (one["period"], one["rows"], shown, _change(one))


def _change(one: PeriodValue) -> str:
    """Write the change as a share, or in the target's own unit where a share would mean nothing."""
    if one["change"] is not None:
        return f"{one['change']:+.1%}".replace("%", " %")
    return NO_MEANING if one["difference"] is None else f"{one['difference']:+.4g}"
