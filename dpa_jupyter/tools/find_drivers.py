"""The tool that finds what goes with a target column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING, cast

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.findings import Driver, Drivers, LeftOut, Scalar
from dpa_jupyter.frames.columns import find_column, find_columns
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.frame_variables import (
    FrameVariables,
    bounded,
    column_types,
    first_left_out,
    frame_variables,
    p_value,
)
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.tool import Observation, ToolContext
from dpa_jupyter.wording import NO_MEANING

if TYPE_CHECKING:
    from dpa_jupyter.statistics.arrow_column import ReadColumn
    from dpa_jupyter.statistics.driver import Comparison
    from dpa_jupyter.statistics.screen import Measured
    from dpa_jupyter.statistics.target import Target

MOST_TOLD = 25
"""Drivers that are told; hundreds would fill a model's context with the weakest."""
CELLS_AT_ONCE = 500_000
"""So many numbers are measured together: enough to make little of the overhead, and to take little memory."""
PROGRESS_EACH = 10
"""Columns between two reports: a report is nearly as much work as a small column."""
TIME_TO_LOOK = 0.7
"""Share of the call's time that may go by before no further column is begun."""


@tool()
def find_drivers(
    context: ToolContext, frame: str, target: str, columns: list[str] | None = None, positive: Scalar = None
) -> Observation:
    """Find which columns go with a target column, strongest first.

    Gives effect sizes from 0 to 1 that can be compared across types, with 95 % intervals, corrected p-values, the
    direction, the target by group, and columns that may give the target away. Numbers, categories, booleans and dates
    are understood, and so are numbers and dates kept as text. It tells what goes together, not what causes what.

    Args:
        context: The frames and the progress.
        frame: The name of a frame.
        target: The column to be understood: yes or no, categories, or a number.
        columns: The columns to look at; all others of the frame if not given.
        positive: The value of the target whose share is told; chosen, and said, if not given.
    """
    types = column_types(context, frame)
    target = find_column(types, target)
    wanted = list(types) if columns is None else find_columns(types, columns)
    variables = frame_variables(context, frame, [target, *wanted])
    found = _Search(variables, target, variables.target(target, positive), asked_for=columns is not None)
    found.look_at_all([name for name in wanted if name != target], context)
    content = found.findings()
    return Observation(
        content=cast("Json", content), value=content, displays=(_display(content),), quality=tuple(content["notes"])
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of every column that was compared; first the strongest."""

    effect: float
    p_value: float
    column: str
    missing: int
    leak: str | None

    @property
    def rank(self) -> tuple[float, float, str]:
        """Return what they are sorted by."""
        return -self.effect, self.p_value, self.column


@dataclass
class _Search:
    """What was found so far."""

    variables: FrameVariables
    name: str
    target: Target
    asked_for: bool
    seen: list[_Seen] = field(default_factory=list)
    strongest: list[tuple[_Seen, Driver]] = field(default_factory=list)
    """As many as are told, of those seen so far."""
    left_out: list[LeftOut] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    def look_at_all(self, columns: Sequence[str], context: ToolContext) -> None:
        """Look at columns for as long as the call may take."""
        end = monotonic() + TIME_TO_LOOK * context.time_limit
        for place, (column, read, measured) in enumerate(self._screened(columns)):
            if monotonic() > end:
                rest = len(columns) - place
                self.unfinished.append(f"time was up before the last {rest:,} columns; name the 'columns' that matter")
                return
            if place % PROGRESS_EACH == 0:
                context.progress(f"comparing {column} with {self.name}", place / len(columns))
            self.look_at(column, read, measured)

    def _screened(self, columns: Sequence[str]) -> Iterator[tuple[str, ReadColumn, Measured | None]]:
        """Read the columns, and measure those at once that a glance is enough for; not where all will be told."""
        from dpa_jupyter.statistics.screen import screen
        from dpa_jupyter.statistics.variable import Numbers, at_rows, present

        wanted = present(self.target.variable)
        target = replace(self.target, variable=at_rows(self.target.variable, wanted))
        size = max(1, CELLS_AT_ONCE // max(1, self.variables.rows))
        for start in range(0, len(columns), size):
            part = columns[start : start + size]
            reads = [self.variables.read(column) for column in part]
            known = {
                column: at_rows(read.variable, wanted)
                for column, read in zip(part, reads, strict=True)
                if len(columns) > MOST_TOLD and isinstance(read.variable, Numbers) and present(read.variable).all()
            }
            measured = dict(zip(known, screen(list(known.values()), target), strict=True))
            yield from zip(part, reads, map(measured.get, part), strict=True)

    def look_at(self, column: str, read: ReadColumn, measured: Measured | None) -> None:
        """Look at one column, unless what was measured of it shows that it will not be told."""
        from dpa_jupyter.statistics.driver import look_at
        from dpa_jupyter.statistics.screening import reason_to_leave_out

        variable = read.variable
        if variable is None:
            self.left_out.append(LeftOut(column=column, reason=read.reason))
            return
        reason = reason_to_leave_out(column, variable, asked_for=self.asked_for, presence_tells=True)
        if reason:
            self.left_out.append(LeftOut(column=column, reason=reason))
            return
        if measured is not None:
            seen = _Seen(*measured, column, int((self.target.variable.codes < 0).sum()), None)
            if not self._is_told(seen):
                self.caveats.extend(f"{column} {note}" for note in read.notes)
                self.seen.append(seen)
                return
        look = look_at(column, self.variables.types[column], variable, self.target, self.name)
        self.caveats.extend(f"{column} {note}" for note in read.notes)
        self.caveats.extend(look.notes)
        if look.comparison is None:
            self.left_out.append(LeftOut(column=column, reason=look.reason))
        else:
            self.keep(look.comparison)

    def keep(self, comparison: Comparison) -> None:
        """Keep the little that is needed of every column, and all that is told of the strongest."""
        seen = _Seen(comparison.effect, comparison.p_value, comparison.column, comparison.missing, comparison.leak)
        self.seen.append(seen)
        if self._is_told(seen):
            self.strongest.append((seen, comparison.driver()))
            self.strongest.sort(key=lambda pair: pair[0].rank)
            del self.strongest[MOST_TOLD:]

    def _is_told(self, seen: _Seen) -> bool:
        return len(self.strongest) < MOST_TOLD or seen.rank < self.strongest[-1][0].rank

    def findings(self) -> Drivers:
        """Return all that was found, strongest first."""
        from dpa_jupyter.statistics.correction import METHOD

        used = int((self.target.variable.codes >= 0).sum())
        missing = self.variables.rows - used
        return Drivers(
            frame=self.variables.frame,
            target=self.name,
            target_type=self.target.kind,
            positive=self.target.positive,
            rows=self.variables.rows_total,
            rows_used=used,
            target_missing=missing,
            overall=_overall(self.target),
            drivers=self._corrected(),
            left_out=first_left_out(self.left_out),
            correction=METHOD,
            precision=self.variables.precision,
            notes=bounded(self._notes(missing, used)),
        )

    def _corrected(self) -> list[Driver]:
        """Return the strongest, their p-values corrected for all that was looked at."""
        from dpa_jupyter.statistics.correction import corrected
        from dpa_jupyter.statistics.rounding import effect

        p_values = corrected([seen.p_value for seen in self.seen])
        adjusted = {seen.column: effect(p) for seen, p in zip(self.seen, p_values, strict=True)}
        return [Driver({**driver, "p_adjusted": adjusted[seen.column]}) for seen, driver in self.strongest]

    def _notes(self, missing: int, used: int) -> list[str]:
        """Return what has to be said, the weightiest first."""
        ranked = sorted(self.seen, key=lambda seen: seen.rank)
        rest = len(ranked) - MOST_TOLD
        rows = self.variables.rows
        return [
            *self.variables.sampling_notes(),
            *self.unfinished,
            *([f"{missing:,} of {rows:,} rows have no {self.name} and are left out"] if missing else []),
            *self.target.notes,
            *(f"{seen.column} may give {self.name} away: {seen.leak}" for seen in ranked if seen.leak),
            *([f"the {rest:,} weakest of {len(ranked):,} columns are not listed"] if rest > 0 else []),
            *_missing_values(ranked, missing, used),
            *self.caveats,
        ]


def _missing_values(ranked: Sequence[_Seen], target_missing: int, used: int) -> list[str]:
    counted = [(seen.column, seen.missing - target_missing) for seen in ranked]
    return [
        f"{missing:,} of {used:,} rows have no {column} and are left out of its comparison"
        for column, missing in counted
        if missing > 0
    ]


def _overall(target: Target) -> float | None:
    """Return the share of the positive value, or the mean."""
    from dpa_jupyter.statistics import rounding
    from dpa_jupyter.statistics.group_rates import overall

    if target.kind == "categorical":
        return None
    return (rounding.share if target.kind == "binary" else rounding.amount)(overall(target))


def _display(found: Drivers) -> TableDisplay:
    columns = ("column", "effect", "95 % interval", "direction", "p (corrected)", "rows", "remark")
    rows = tuple(
        (
            driver["column"],
            round(driver["effect"], 3),
            f"{driver['low']:.3f} to {driver['high']:.3f}",
            driver["direction"] or NO_MEANING,
            p_value(driver["p_adjusted"]),
            driver["rows_used"],
            f"may be a leak: {driver['leak']}" if driver["leak"] else driver["measure"],
        )
        for driver in found["drivers"]
    )
    return TableDisplay(f"What goes with {found['target']}", columns, rows)
