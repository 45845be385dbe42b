"""Bars, lines and heatmaps: one number for each group of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.plots.labels import axis_label
from dpa_jupyter.tools.plotting.drawn import Drawn, Wanted
from dpa_jupyter.tools.plotting.grid import Grid, common_colours, common_groups, make_grid
from dpa_jupyter.tools.plotting.quantity import Quantity, read_quantity

if TYPE_CHECKING:
    from dpa_jupyter.findings import Scalar
    from dpa_jupyter.plots.card import Card
    from dpa_jupyter.statistics.aggregates import Aggregate
    from dpa_jupyter.statistics.variable import Categories

MOST_BARS = 15
MOST_CELLS = 12
"""Groups along each side of a heatmap."""
MOST_POINTS = 60
"""Different numbers up to which a line has a point for each; it goes over bands of more."""
BANDS = 20


def draw_bar(wanted: Wanted, aggregate: Aggregate | None) -> Drawn:
    """Draw bars for the groups of x: in their own order, or the highest first where they have none."""
    import numpy as np

    from dpa_jupyter.plots.bars import Bars, draw_bars
    from dpa_jupyter.statistics.grouping import segments

    quantity = read_quantity(wanted.variables, wanted.y, aggregate)
    groups = segments(wanted.variable(wanted.x))
    grid, notes = _grid(wanted, groups, quantity, MOST_BARS)
    if not groups.ordered:
        by = grid.rows.sum(axis=0) if wanted.by else np.nan_to_num(grid.values[0], nan=-np.inf)
        grid = grid.groups(np.argsort(-by, kind="stable"))
    card = draw_bars(
        Bars(
            grid.names,
            grid.values.tolist(),
            grid.low.tolist(),
            grid.high.tolist(),
            grid.colours if wanted.by else (),
            grid.overall,
            quantity.percent,
        ),
        title(wanted, quantity.name),
        wanted.subtitle(grid.rows_used, quantity.intervals),
        groups_label=axis_label(wanted.x),
        value_label=quantity.label,
        colours_label=wanted.by or "",
    )
    return _drawn(card, "Bar chart", title(wanted, quantity.name), wanted, quantity, grid, notes)


def draw_line(wanted: Wanted, aggregate: Aggregate | None) -> Drawn:
    """Draw lines along time or along a number."""
    from dpa_jupyter.plots.lines import Lines, draw_lines

    quantity = read_quantity(wanted.variables, wanted.y, aggregate)
    groups = _along(wanted)
    grid, notes = _grid(wanted, groups, quantity, len(groups.values) if groups.ordered else MOST_POINTS)
    card = draw_lines(
        Lines(
            grid.names,
            list(range(len(grid.names))),
            grid.values.tolist(),
            grid.low.tolist(),
            grid.high.tolist(),
            grid.colours if wanted.by else (),
            grid.overall,
            quantity.percent,
            from_zero=quantity.aggregate in ("count", "sum"),
        ),
        title(wanted, quantity.name),
        wanted.subtitle(grid.rows_used, "" if wanted.by else quantity.intervals),
        along_label=axis_label(wanted.x),
        value_label=quantity.label,
        colours_label=wanted.by or "",
    )
    return _drawn(card, "Line chart", title(wanted, quantity.name), wanted, quantity, grid, notes)


def draw_heatmap(wanted: Wanted, aggregate: Aggregate | None) -> Drawn:
    """Draw a shade for each pair of groups of x and y: the number of rows, or what `by` is there."""
    from dataclasses import replace

    from dpa_jupyter.plots.heatmap import Heatmap
    from dpa_jupyter.plots.heatmap import draw_heatmap as draw
    from dpa_jupyter.statistics.grouping import segments

    assert wanted.y is not None
    quantity = read_quantity(wanted.variables, wanted.by, aggregate)
    groups, rows = segments(wanted.variable(wanted.x)), segments(wanted.variable(wanted.y))
    grid, notes = make_grid(wanted, groups, rows, quantity)
    grid, more = common_groups(grid, MOST_CELLS)
    turned, still_more = common_groups(grid.turned(), MOST_CELLS)
    grid = turned.turned()
    shown = wanted.title or f"{quantity.name[:1].upper()}{quantity.name[1:]} by {wanted.x} and {wanted.y}"
    card = draw(
        Heatmap(grid.colours, grid.names, grid.values, quantity.percent),
        shown,
        wanted.subtitle(grid.rows_used),
        x_label=axis_label(wanted.x),
        y_label=axis_label(wanted.y),
    )
    coloured = replace(wanted, by=wanted.y)
    return _drawn(card, "Heatmap", shown, coloured, quantity, grid, [*notes, *more, *still_more])


def title(wanted: Wanted, what: str) -> str:
    """Return the title that was asked for, or one that says what is shown."""
    if wanted.title:
        return wanted.title
    by = f" and {wanted.by}" if wanted.by else ""
    return f"{what[:1].upper()}{what[1:]} by {wanted.x}{by}"


def _along(wanted: Wanted) -> Categories:
    """Put x in periods of time, or in its values or bands; categories stay in their order."""
    from dpa_jupyter.statistics.grouping import quantile_bands, segments
    from dpa_jupyter.statistics.variable import Numbers, counts

    variable = wanted.variable(wanted.x)
    if not isinstance(variable, Numbers):
        return segments(variable)
    few = (counts(variable) > 0).sum() <= MOST_POINTS
    return quantile_bands(variable, MOST_POINTS if few else BANDS)


def _grid(wanted: Wanted, groups: Categories, quantity: Quantity, most: int) -> tuple[Grid, list[str]]:
    from dpa_jupyter.statistics.grouping import segments

    colours = segments(wanted.variable(wanted.by)) if wanted.by else None
    grid, notes = make_grid(wanted, groups, colours, quantity)
    grid, less = common_colours(grid)
    grid, fewer = common_groups(grid, most)
    return grid, [*notes, *less, *fewer]


def _drawn(
    card: Card, kind: str, shown: str, wanted: Wanted, quantity: Quantity, grid: Grid, notes: list[str]
) -> Drawn:
    from dpa_jupyter.statistics import rounding

    rounded = rounding.share if quantity.percent else rounding.amount
    data: list[list[Scalar]] = []
    told: list[str] = []
    for place, colour in enumerate(grid.colours):
        for group, name in enumerate(grid.names):
            rows, value = int(grid.rows[place, group]), float(grid.values[place, group])
            if rows:
                data.append([*([colour] if wanted.by else []), name, rows, rounded(value)])
                told.append(f"{f'{colour}, ' if wanted.by else ''}{name}: {quantity.write(value)}")
    overall = f" Overall {quantity.write(grid.overall)}." if grid.overall is not None else ""
    rest = f"; and {len(told) - MOST_BARS} more" if len(told) > MOST_BARS else ""
    caption = f"{kind}: {shown}. {'; '.join(told[:MOST_BARS])}{rest}.{overall}"
    columns = [*([wanted.by] if wanted.by else []), wanted.x, "rows", quantity.name]
    return Drawn(card, shown, caption, columns, data, notes)
