"""A histogram, or the outlines of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.plots.card import COLOURS, Card
from dpa_jupyter.plots.labels import number

FILLED = 0.96
"""Share of a bin's width that is drawn: a gap parts the bins, where a border would hide the small ones."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """Rows in each bin: counts of one group, or shares within each of several."""

    edges: NDArray[np.float64]
    heights: Sequence[NDArray[np.float64]]
    colours: Sequence[str] = ()
    median: float | None = None


def draw_histogram(histogram: Histogram, title: str, subtitle: str, *, label: str, colours_label: str = "") -> Card:
    """Draw filled bins for one group, outlines for several."""
    card = Card(title, subtitle)
    for place, heights in enumerate(histogram.heights):
        colour = COLOURS[place % len(COLOURS)]
        if len(histogram.heights) == 1:
            left, widths = histogram.edges[:-1], np.diff(histogram.edges)
            card.axes.bar(left, heights, widths * FILLED, align="edge", color=colour, linewidth=0)
        else:
            card.axes.stairs(heights, histogram.edges, color=colour, linewidth=2, alpha=0.95)
            card.axes.stairs(heights, histogram.edges, fill=True, color=colour, alpha=0.12, linewidth=0)
    several = len(histogram.heights) > 1
    highest = max((float(heights.max()) for heights in histogram.heights), default=1.0)
    card.number_axis("y", 0.0, (highest or 1.0) * 1.08, percent=several)
    low, high = float(histogram.edges[0]), float(histogram.edges[-1])
    room = 0.02 * (high - low)
    card.number_axis("x", low - room, high + room, lines=False)
    card.name_axes(label, "share of the group's rows" if several else "rows")
    if histogram.median is not None:
        card.reference("x", histogram.median, f"median {number(histogram.median)}")
    if several:
        card.legend(histogram.colours, colours_label)
    return card
