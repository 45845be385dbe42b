"""Boxes of quantiles, one for each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dpa_jupyter.plots.card import COLOURS, GROUND, SOFT_INK, Card
from dpa_jupyter.plots.labels import number, wrapped


@dataclass(frozen=True, slots=True)
class Boxes:
    """Five quantiles for each group: 5 %, 25 %, 50 %, 75 %, 95 %."""

    names: Sequence[str]
    quantiles: Sequence[tuple[float, float, float, float, float]]
    overall: float | None = None
    """The median of all rows."""


def draw_boxes(boxes: Boxes, title: str, subtitle: str, *, groups_label: str, value_label: str) -> Card:
    """Draw lying boxes, first group at the top, with the median written."""
    card = Card(title, subtitle, height=170 + 34 * len(boxes.names))
    for place, (low, first, middle, third, high) in enumerate(boxes.quantiles):
        card.axes.plot([low, high], [place, place], color=SOFT_INK, linewidth=1.3, zorder=3)
        card.axes.barh(place, third - first, left=first, height=0.56, color=COLOURS[0], linewidth=0, zorder=4)
        card.axes.plot([middle, middle], [place - 0.28, place + 0.28], color=GROUND, linewidth=2.2, zorder=5)
        card.write((high, place), number(middle), offset=(6, 0), align=("left", "center"))
    ends = [end for quantiles in boxes.quantiles for end in quantiles]
    room = (max(ends) - min(ends) or 1.0) * 0.06
    card.number_axis("x", min(ends) - room, max(ends) + 2 * room)
    card.ticks("y", range(len(boxes.names)), [wrapped(name, 30, 2) for name in boxes.names])
    card.axes.set_ylim(len(boxes.names) - 0.45, -0.6)
    card.name_axes(value_label, groups_label)
    if boxes.overall is not None:
        card.reference("x", boxes.overall, f"median of all {number(boxes.overall)}")
    return card
