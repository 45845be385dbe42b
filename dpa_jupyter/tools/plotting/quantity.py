"""What is told of each group of rows: how many they are, or something of a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ToolError
from dpa_jupyter.plots.labels import axis_label, number
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools.frame_variables import FrameVariables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dpa_jupyter.statistics.aggregates import Aggregate
    from dpa_jupyter.statistics.target import Target


@dataclass(frozen=True)
class Quantity:
    """An aggregate of a column, or the number of rows."""

    aggregate: Aggregate
    name: str
    """In words, such as "share of churn = Yes"."""
    label: str
    """For an axis, with the unit."""
    target: Target | None = None
    notes: tuple[str, ...] = ()

    @property
    def percent(self) -> bool:
        """Tell whether it is written in percent."""
        return self.aggregate == "share"

    @property
    def intervals(self) -> str:
        """Say what the whiskers are; empty where there are none."""
        return "with 95 % intervals" if self.aggregate in ("share", "mean") else ""

    def write(self, value: float) -> str:
        """Write a value of it."""
        return number(value, percent=self.percent)

    def known(self, rows: int) -> NDArray[np.bool_]:
        """Tell for each row whether it has a value."""
        import numpy as np

        known: NDArray[np.bool_] = np.ones(rows, dtype=bool) if self.target is None else self.target.variable.codes >= 0
        return known


def read_quantity(variables: FrameVariables, column: str | None, aggregate: Aggregate | None) -> Quantity:
    """Choose what to tell of a column: by itself the share of a yes or no, the mean of a number.

    Raises:
        ToolError: the column has no such aggregate.
    """
    if column is None:
        if aggregate not in (None, "count"):
            raise ToolError(sentence("{said!r} needs a column: give 'y'", said=aggregate))
        return Quantity("count", "number of rows", "rows")
    if aggregate in (None, "share", "count"):
        return _of_target(variables, column, aggregate)
    from dpa_jupyter.statistics.target import Target
    from dpa_jupyter.statistics.variable import Numbers

    read = variables.read(column)
    if not isinstance(read.variable, Numbers):
        raise ToolError(
            sentence("{name!r} is no number, so it has no {said}; use 'share' or 'count'", name=column, said=aggregate)
        )
    notes = tuple(f"{column} {note}" for note in read.notes)
    return _named(aggregate, column, Target("numeric", read.variable, notes=notes))


def _of_target(variables: FrameVariables, column: str, aggregate: Aggregate | None) -> Quantity:
    from dpa_jupyter.statistics.variable import Categories, label

    target = variables.share_or_mean(column, None)
    if aggregate == "count":
        return Quantity("count", f"rows with {column}", "rows", target, target.notes)
    if isinstance(target.variable, Categories):
        name = f"share of {column} = {label(target.positive)}"
        return Quantity("share", name, name, target, target.notes)
    if aggregate == "share":
        raise ToolError(
            sentence("{name!r} is a number of many values, so it has no share; use 'mean' or 'median'", name=column)
        )
    return _named("mean", column, target)


def _named(aggregate: Aggregate, column: str, target: Target) -> Quantity:
    words = {"sum": "sum of", "min": "smallest", "max": "largest"}.get(aggregate, aggregate)
    return Quantity(aggregate, f"{words} {column}", f"{words} {axis_label(column)}", target, target.notes)
