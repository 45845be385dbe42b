"""A picture before it becomes an observation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import Scalar
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools.frame_variables import FrameVariables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dpa_jupyter.plots.card import Card
    from dpa_jupyter.statistics.variable import Numbers, Variable


def left_out(known: NDArray[np.bool_]) -> list[str]:
    """Say how many rows lack a value.

    Raises:
        ToolError: all do.
    """
    if not known.any():
        raise ToolError(sentence("there is nothing to draw: no row has a value in all these columns"))
    missing = int(len(known) - known.sum())
    told = f"{missing:,} of {len(known):,} rows have no value in one of these columns and are left out"
    return [told] if missing else []


@dataclass(frozen=True)
class Drawn:
    """A card, and the numbers on it."""

    card: Card
    title: str
    caption: str
    columns: list[str]
    data: list[list[Scalar]]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """What is to be drawn."""

    variables: FrameVariables
    x: str
    y: str | None
    by: str | None
    title: str | None
    where: str
    """The rows that were chosen, in words; empty for all."""

    def subtitle(self, rows: int, *more: str) -> str:
        """Say on how many and which rows the picture rests, and what else there is to say."""
        parts = [f"{rows:,} rows", f"where {self.where}" if self.where else "", *more]
        return " · ".join(part for part in parts if part)

    def variable(self, column: str) -> Variable:
        """Return a column.

        Raises:
            ToolError: it can't be drawn.
        """
        read = self.variables.read(column)
        if read.variable is None:
            raise ToolError(sentence("{name!r} can't be drawn: {any}", name=column, any=read.reason))
        return read.variable

    def numbers(self, column: str) -> Numbers:
        """Return a column of numbers.

        Raises:
            ToolError: it is none.
        """
        from dpa_jupyter.statistics.variable import Numbers

        variable = self.variable(column)
        if not isinstance(variable, Numbers):
            raise ToolError(sentence("{name!r} is no number; a bar, line or heatmap can show it", name=column))
        return variable
