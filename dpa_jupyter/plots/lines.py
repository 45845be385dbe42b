"""Lines over time or over a number, with the interval of each point as a band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.plots.card import COLOURS, Card
from dpa_jupyter.plots.labels import drawable, number

MOST_TICKS = 9
MOST_DOTS = 40
"""Points up to which each is marked."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Values along an axis of named or numbered places."""

    names: Sequence[str]
    """The name of each place, in order."""
    places: Sequence[float]
    values: Sequence[Sequence[float]]
    """For each colour, the value at each place; NaN where there is none, which parts the line."""
    low: Sequence[Sequence[float]]
    high: Sequence[Sequence[float]]
    colours: Sequence[str] = ()
    overall: float | None = None
    percent: bool = False
    from_zero: bool = False
    """Whether the value axis starts at zero: counts and sums mislead otherwise."""


def draw_lines(
    lines: Lines, title: str, subtitle: str, *, along_label: str, value_label: str, colours_label: str = ""
) -> Card:
    """Draw one line for each colour."""
    card = Card(title, subtitle)
    dots = "o" if len(lines.places) <= MOST_DOTS else ""
    for place, (values, low, high) in enumerate(zip(lines.values, lines.low, lines.high, strict=True)):
        colour = COLOURS[place % len(COLOURS)]
        if len(lines.values) == 1:
            card.axes.fill_between(lines.places, _known(low), _known(high), color=colour, alpha=0.16, linewidth=0)
        card.axes.plot(
            lines.places, _known(values), color=colour, linewidth=2, marker=dots, markersize=4.5,
            markeredgewidth=0, linestyle="-", solid_capstyle="round", zorder=4,
        )  # fmt: skip
    _axes(card, lines)
    card.name_axes(along_label, value_label)
    if lines.colours:
        card.legend(lines.colours, colours_label)
    return card


def _known(values: Sequence[float]) -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)


def _axes(card: Card, lines: Lines) -> None:
    sides = (lines.values, lines.low, lines.high) if len(lines.values) == 1 else (lines.values,)
    ends = [end for side in sides for row in side for end in row if not isnan(end)] or [0.0]
    ends += [lines.overall] if lines.overall is not None else []
    ends += [0.0] if lines.from_zero else []
    room = (max(ends) - min(ends) or abs(max(ends)) or 1.0) * 0.08
    low = min(ends) - room
    low = max(low, 0.0) if min(ends) >= 0 else low
    card.number_axis("y", low, max(ends) + room, percent=lines.percent)
    step = -(-len(lines.places) // MOST_TICKS)
    shown = range(0, len(lines.places), step)
    card.ticks("x", [lines.places[place] for place in shown], [drawable(lines.names[place], 16) for place in shown])
    span = (lines.places[-1] - lines.places[0]) or 1.0
    card.axes.set_xlim(lines.places[0] - 0.03 * span, lines.places[-1] + 0.03 * span)
    if lines.overall is not None:
        card.reference("y", lines.overall, f"overall {number(lines.overall, percent=lines.percent)}")
