"""A number for each pair of a group and a colour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dpa_jupyter.tools.plotting.drawn import Wanted, left_out
from dpa_jupyter.tools.plotting.quantity import Quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dpa_jupyter.statistics.variable import Categories, Counts, Floats

MOST_COLOURS = 5


@dataclass(frozen=True)
class Grid:
    """A number for each colour (first axis) and group (second axis)."""

    names: list[str]
    colours: list[str]
    rows: Counts
    values: Floats
    low: Floats
    high: Floats
    overall: float | None
    rows_used: int

    def groups(self, places: NDArray[np.intp]) -> Grid:
        """Keep these groups, in this order."""
        return replace(
            self,
            names=[self.names[place] for place in places],
            rows=self.rows[:, places],
            values=self.values[:, places],
            low=self.low[:, places],
            high=self.high[:, places],
        )

    def turned(self) -> Grid:
        """Make groups of the colours, and colours of the groups."""
        return replace(
            self,
            names=self.colours,
            colours=self.names,
            rows=self.rows.T,
            values=self.values.T,
            low=self.low.T,
            high=self.high.T,
        )

    def only_colours(self, places: NDArray[np.intp]) -> Grid:
        """Keep these colours, in this order."""
        return self.turned().groups(places).turned()


def make_grid(
    wanted: Wanted, groups: Categories, colours: Categories | None, quantity: Quantity
) -> tuple[Grid, list[str]]:
    """Aggregate the rows that have a group, a colour and a value; also say which have not.

    Raises:
        ToolError: no row has.
    """
    import numpy as np

    from dpa_jupyter.statistics.aggregates import aggregated, overall
    from dpa_jupyter.statistics.variable import Categories, at_rows, label

    colours = colours or Categories(np.zeros(len(groups.codes), dtype=np.int32), ("",))
    used = quantity.known(len(groups.codes)) & (groups.codes >= 0) & (colours.codes >= 0)
    missing = left_out(used)
    target = quantity.target and replace(quantity.target, variable=at_rows(quantity.target.variable, used))
    size = len(colours.values), len(groups.values)
    cells = Categories(
        colours.codes[used] * np.int32(size[1]) + groups.codes[used], tuple(map(str, range(size[0] * size[1])))
    )
    found = aggregated(cells, target, quantity.aggregate)
    grid = Grid(
        names=[label(value) for value in groups.values],
        colours=[label(value) for value in colours.values],
        rows=found.rows.reshape(size),
        values=found.values.reshape(size),
        low=found.low.reshape(size),
        high=found.high.reshape(size),
        overall=overall(target, quantity.aggregate),
        rows_used=int(used.sum()),
    )
    return grid.groups(np.flatnonzero(grid.rows.sum(axis=0))), [*quantity.notes, *missing]


def common_colours(grid: Grid) -> tuple[Grid, list[str]]:
    """Keep the colours of most rows, as many as can be told apart."""
    places, note = _common(grid.rows.sum(axis=1), MOST_COLOURS, "colours")
    return grid.only_colours(places), note


def common_groups(grid: Grid, most: int) -> tuple[Grid, list[str]]:
    """Keep the groups of most rows, in the order they have."""
    places, note = _common(grid.rows.sum(axis=0), most, "groups")
    return grid.groups(places), note


def _common(rows: Counts, most: int, what: str) -> tuple[NDArray[np.intp], list[str]]:
    import numpy as np

    largest = np.argsort(-rows, kind="stable")[:most]
    kept = np.sort(largest[rows[largest] > 0])
    rest = int(np.count_nonzero(rows)) - len(kept)
    return kept, [f"the {len(kept):,} {what} of most rows are drawn, {rest:,} are not"] if rest else []
