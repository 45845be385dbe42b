"""The figures that code left open go back as pictures."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.sandbox.received_picture import DOTS_PER_INCH
from dpa_jupyter.sandbox.wire import NAME_LENGTH, PICTURE_BYTES, PICTURE_COUNT
from dpa_jupyter.sandbox.worker.reply import PicturePart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def take_pictures(most_bytes: int) -> tuple[list[PicturePart], list[str]]:
    """Draw and close all open figures; return the pictures, and notes on those left out."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        return [], []
    pictures: list[PicturePart] = []
    notes: list[str] = []
    try:
        for number in plt.get_fignums():
            picture = _draw(plt.figure(number))
            sizes = sum(len(taken.png) for taken in pictures) + len(picture.png)
            if len(pictures) == PICTURE_COUNT or len(picture.png) > PICTURE_BYTES or sizes > most_bytes:
                notes.append(f"{picture.title}: not shown, there are too many pictures or it is too large")
            else:
                pictures.append(picture)
    finally:
        plt.close("all")
    return pictures, notes


def _draw(figure: Figure) -> PicturePart:
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=DOTS_PER_INCH, bbox_inches="tight", facecolor="white")
    title: str = figure.get_suptitle() or next((axes.get_title() for axes in figure.axes if axes.get_title()), "")
    alt_text = "; ".join(_described(axes) for axes in figure.axes) or "An empty figure"
    return PicturePart((title or f"Figure {figure.number}")[:NAME_LENGTH], alt_text[: NAME_LENGTH * 5], png.getvalue())


def _described(axes: Axes) -> str:
    """Say what is on the axes, as far as the drawing tells."""
    across, up = axes.get_xlabel(), axes.get_ylabel()
    labels = [label for label in axes.get_legend_handles_labels()[1] if label]
    drawn: dict[str, Sequence[object]] = {
        "line": axes.lines,
        "bar or shape": axes.patches,
        "set of points": axes.collections,
        "image": axes.images,
    }
    parts = [f"{len(artists)} {kind}{'s' if len(artists) > 1 else ''}" for kind, artists in drawn.items() if artists]
    text = f"{axes.get_title() or 'Axes'}: {', '.join(parts) or 'nothing drawn'}"
    text += f"; {up or 'values'} over {across}" if across else f"; {up}" if up else ""
    return text + (f"; of {', '.join(labels)}" if labels else "")
