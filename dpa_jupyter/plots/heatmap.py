"""A table of two groupings, with a shade and a number in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.plots.card import GROUND, INK, LINE, SHADES, Card
from dpa_jupyter.plots.labels import number, wrapped

DARK = 0.55
"""Share of the shades from which text on them has to be light."""


@dataclass(frozen=True, slots=True)
class Heatmap:
    """A value for each pair of groups; NaN where there is none."""

    rows: Sequence[str]
    columns: Sequence[str]
    values: NDArray[np.float64]
    percent: bool = False


def draw_heatmap(heatmap: Heatmap, title: str, subtitle: str, *, x_label: str, y_label: str) -> Card:
    """Draw one cell for each pair, first row at the top."""
    from matplotlib import colormaps

    card = Card(title, subtitle, height=int(np.clip(150 + 36 * len(heatmap.rows), 260, 720)))
    low, high = _ends(heatmap.values)
    shades = colormaps[SHADES].with_extremes(bad=LINE)
    span = high - low or 1.0
    scaled = np.ma.masked_invalid((heatmap.values - low) / span)
    edges = np.arange(len(heatmap.columns) + 1) - 0.5, np.arange(len(heatmap.rows) + 1) - 0.5
    card.axes.pcolormesh(*edges, scaled * 0.88 + 0.04, cmap=shades, vmin=0, vmax=1, edgecolors=GROUND, linewidth=1.5)
    if len(heatmap.columns) <= 12:
        for (row, column), share in np.ndenumerate(scaled.filled(np.nan)):
            text = (
                "\N{EN DASH}"
                if np.isnan(share)
                else number(float(heatmap.values[row, column]), percent=heatmap.percent)
            )
            card.write((column, row), text, colour=GROUND if share > DARK else INK, halo=False)
    width = max(6, 72 // max(len(heatmap.columns), 1))
    card.ticks("x", range(len(heatmap.columns)), [wrapped(name, width, 2) for name in heatmap.columns])
    card.ticks("y", range(len(heatmap.rows)), [wrapped(name, 26, 2) for name in heatmap.rows])
    card.axes.set_ylim(len(heatmap.rows) - 0.5, -0.5)
    card.name_axes(x_label, y_label)
    return card


def _ends(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    return (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
