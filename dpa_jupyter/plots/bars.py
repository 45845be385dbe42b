"""Bars, one for each group, or one for each group and colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from dpa_jupyter.plots.card import COLOURS, SOFT_INK, Card
from dpa_jupyter.plots.labels import number, wrapped

LONGEST_BELOW = 12
"""Characters of a label that still fits below a bar; with longer ones the bars lie."""
MOST_STANDING = 8


@dataclass(frozen=True, slots=True)
class Bars:
    """Values of groups."""

    names: Sequence[str]
    values: Sequence[Sequence[float]]
    """For each colour, the value of each group; NaN where there is none."""
    low: Sequence[Sequence[float]]
    """Bounds of intervals; NaN where there is none."""
    high: Sequence[Sequence[float]]
    colours: Sequence[str] = ()
    """What the colours mean; empty for one colour."""
    overall: float | None = None
    percent: bool = False


def draw_bars(
    bars: Bars, title: str, subtitle: str, *, groups_label: str, value_label: str, colours_label: str = ""
) -> Card:
    """Draw bars from zero: standing where their labels are short, else lying, first group at the top."""
    lying = len(bars.names) > MOST_STANDING or max(map(len, bars.names), default=0) > LONGEST_BELOW
    count = len(bars.names) * max(len(bars.values), 1)
    height = 150 + max(26 * len(bars.names), 17 * count) if lying else 360
    card = Card(title, subtitle, height=height)
    thickness = 0.72 / len(bars.values)
    for colour, (values, low, high) in enumerate(zip(bars.values, bars.low, bars.high, strict=True)):
        offset = (colour - (len(bars.values) - 1) / 2) * thickness
        places = [place + offset for place in range(len(values))]
        _draw_colour(
            card, places, values, (low, high), COLOURS[colour % len(COLOURS)], thickness, bars=bars, lying=lying
        )
    _axes(card, bars, groups_label, value_label, lying=lying)
    if bars.colours:
        card.legend(bars.colours, colours_label)
    return card


def _draw_colour(
    card: Card,
    places: Sequence[float],
    values: Sequence[float],
    bounds: tuple[Sequence[float], Sequence[float]],
    colour: str,
    thickness: float,
    *,
    bars: Bars,
    lying: bool,
) -> None:
    lengths = [0.0 if isnan(value) else value for value in values]
    if lying:
        card.axes.barh(places, lengths, height=thickness * 0.94, color=colour, linewidth=0)
    else:
        card.axes.bar(places, lengths, width=thickness * 0.94, color=colour, linewidth=0)
    crowded = len(bars.values) > 1 and not lying and len(bars.names) * len(bars.values) > 2 * MOST_STANDING
    for place, value, low, high in zip(places, values, *bounds, strict=True):
        if isnan(value):
            continue
        if not isnan(low):
            across = ([low, high], [place, place]) if lying else ([place, place], [low, high])
            card.axes.plot(*across, color=SOFT_INK, linewidth=1.3, solid_capstyle="butt", zorder=4)
        if not crowded:
            _write_value(card, place, value, (low, high), percent=bars.percent, lying=lying)


def _write_value(
    card: Card, place: float, value: float, bounds: tuple[float, float], *, percent: bool, lying: bool
) -> None:
    """Write the value past the end of its bar and of its interval."""
    below = value < 0
    ends = [value, *(bound for bound in bounds if not isnan(bound))]
    end = min(ends) if below else max(ends)
    text = number(value, percent=percent)
    step = -5 if below else 5
    if lying:
        card.write((end, place), text, offset=(step, 0), align=("right" if below else "left", "center"))
    else:
        card.write((place, end), text, offset=(0, step), align=("center", "top" if below else "bottom"))


def _axes(card: Card, bars: Bars, groups_label: str, value_label: str, *, lying: bool) -> None:
    ends = [0.0, *(end for side in (bars.values, bars.low, bars.high) for row in side for end in row if not isnan(end))]
    if bars.overall is not None:
        ends.append(bars.overall)
    room = (max(ends) - min(ends) or 1.0) * (0.15 if lying else 0.1)
    low, high = (min(ends) - room if min(ends) < 0 else 0.0), max(ends) + (room if max(ends) > 0 else 0.0)
    card.number_axis("x" if lying else "y", low, high, percent=bars.percent)
    names = [wrapped(name, 30 if lying else LONGEST_BELOW + 2, 2) for name in bars.names]
    card.ticks("y" if lying else "x", range(len(names)), names)
    if lying:
        card.axes.set_ylim(len(names) - 0.45, -0.55)
        card.name_axes(value_label, groups_label)
    else:
        card.axes.set_xlim(-0.6, len(names) - 0.4)
        card.name_axes(groups_label, value_label)
    card.axes.plot(
        *(([0, 0], [-1, len(names)]) if lying else ([-1, len(names)], [0, 0])), color=SOFT_INK, linewidth=0.9
    )
    if bars.overall is not None:
        text = f"overall {number(bars.overall, percent=bars.percent)}"
        card.reference("x" if lying else "y", bars.overall, text)
