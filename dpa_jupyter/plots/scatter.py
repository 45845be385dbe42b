"""Points of two numbers; where they are too many to be told apart, how many fall together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.plots.card import COLOURS, SHADES, SOFT_INK, Card
from dpa_jupyter.plots.labels import number

PALEST = 0.2
"""Rows at which the shades begin: below one, so that a single row is seen."""
CELLS = 48
"""Hexagons along the longer side."""


@dataclass(frozen=True, slots=True)
class Points:
    """Two numbers for each row, and the colour's number where there are colours."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    groups: NDArray[np.int32] | None = None
    colours: Sequence[str] = ()
    dense: bool = False
    """Whether to show how many points fall together instead of the points."""


def draw_points(
    points: Points, title: str, subtitle: str, *, x_label: str, y_label: str, colours_label: str = ""
) -> Card:
    """Draw points, or hexagons that are darker the more points fall in them."""
    card = Card(title, subtitle, height=420)
    bounds = [_bounds(points.x), _bounds(points.y)]
    if points.dense:
        _draw_hexagons(card, points, bounds)
    else:
        size = float(np.clip(4000 / max(len(points.x), 1), 6, 28))
        for place in range(max(len(points.colours), 1)):
            chosen = slice(None) if points.groups is None else points.groups == place
            card.axes.scatter(
                points.x[chosen], points.y[chosen], s=size, color=COLOURS[place % len(COLOURS)],
                alpha=0.55, linewidths=0, marker="o", zorder=3,
            )  # fmt: skip
    card.number_axis("x", *bounds[0], lines=not points.dense)
    card.number_axis("y", *bounds[1], lines=not points.dense)
    card.name_axes(x_label, y_label)
    if points.colours:
        card.legend(points.colours, colours_label)
    return card


def _bounds(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = (high - low or abs(high) or 1.0) * 0.04
    return low - room, high + room


def _draw_hexagons(card: Card, points: Points, bounds: list[tuple[float, float]]) -> None:
    from matplotlib.colors import LogNorm

    (left, right), (bottom, top) = bounds
    hexagons = card.axes.hexbin(
        points.x, points.y, gridsize=CELLS, mincnt=1, cmap=SHADES, norm=LogNorm(vmin=PALEST), linewidths=0.2,
        extent=(left, right, bottom, top), zorder=3,
    )  # fmt: skip
    most = float(np.asarray(hexagons.get_array()).max())
    text = f"darkest: {number(most)} rows"
    card.write(
        (1.0, 1.0),
        text,
        offset=(0, 4),
        align=("right", "bottom"),
        of=("axes fraction", "axes fraction"),
        colour=SOFT_INK,
    )
