"""The card that every picture is drawn on: an opaque, near-white ground that is calm on light and on dark pages.

Everything is set here, on the objects of one figure: nothing is read from or written to Matplotlib's global settings,
which are the user's, and pictures may be drawn in several threads at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Literal, TypeAlias

from dpa_jupyter.plots.labels import Weight, drawable, font_file, tick_labels, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

GROUND = "#fcfcfa"
INK = "#24292f"
SOFT_INK = "#5b6470"
LINE = "#e3e5e8"
REFERENCE = "#7d8590"
COLOURS = ("#2f74b5", "#e08a1e", "#2a9d78", "#b8649b", "#7a6fd0", "#c2502e")
"""After the palette of Okabe & Ito (2008), made to be told apart by colour-blind people, in calmer tones."""
SHADES = "Blues"

MARGIN = 14
"""CSS pixels around the title."""
BOLD: Weight = "bold"
REGULAR: Weight = "regular"
NARROWEST = 1e-6
"""Length of an axis as a share of its largest number, below which ticks could not be told apart."""
SCALE = 2
"""Device pixels for each CSS pixel."""
PALETTE = 128
"""Colours in the file; more cannot be seen in flat drawings and would treble its size."""
Side: TypeAlias = Literal["x", "y"]
Across: TypeAlias = Literal["left", "center", "right"]
Up: TypeAlias = Literal["bottom", "center", "top"]
Coordinates: TypeAlias = Literal["data", "axes fraction"]


class Card:
    """A figure with one pair of axes, a title and a line below it."""

    def __init__(self, title: str, subtitle: str, *, width: int = 640, height: int = 360) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.layout_engine import ConstrainedLayoutEngine

        self.width, self.height = width, height
        self._figure = Figure(
            figsize=(width / 100, height / 100),
            dpi=100 * SCALE,
            facecolor=GROUND,
            edgecolor=GROUND,
        )
        self._canvas = FigureCanvasAgg(self._figure)
        used = self._write_head(wrapped(title, width // 10, 2), wrapped(subtitle, width // 7, 2))
        below = (0, 0, 1, 1 - used / height)
        self._figure.set_layout_engine(ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.08, rect=below))
        self.axes: Axes = self._figure.add_subplot(facecolor=GROUND)
        self.axes.grid(visible=False)
        for side in self.axes.spines.values():
            side.set(visible=False)
        self.axes.tick_params(which="both", length=0, pad=6)

    def _write_head(self, title: str, subtitle: str) -> int:
        """Write the title and the line below it; return how many CSS pixels they take."""
        down = MARGIN
        for text, size, colour, weight in ((title, 11.5, INK, BOLD), (subtitle, 8.5, SOFT_INK, REGULAR)):
            if text:
                written = self._figure.text(
                    MARGIN / self.width, 1 - down / self.height, text, va="top", linespacing=1.25
                )
                _style(written, size, colour, weight)
                down += round(1.9 * size * (1 + text.count("\n")))
        return down + 4

    def name_axes(self, x: str, y: str) -> None:
        """Write what the axes mean."""
        _style(self.axes.set_xlabel(drawable(x, 80), labelpad=6), 9, SOFT_INK)
        _style(self.axes.set_ylabel(wrapped(y, 44, 1), labelpad=6), 9, SOFT_INK)

    def number_axis(self, side: Side, low: float, high: float, *, percent: bool = False, lines: bool = True) -> None:
        """Give an axis round ticks and faint lines across."""
        from matplotlib.ticker import MaxNLocator

        if not high - low > NARROWEST * max(abs(low), abs(high)):
            spread = max(abs(low), abs(high)) * NARROWEST or 1.0
            low, high = low - spread, high + spread
        ticks = MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        shown = [float(tick) for tick in ticks if low - 1e-9 * abs(low) <= tick <= high + 1e-9 * abs(high)]
        self.ticks(side, shown, tick_labels(shown, percent=percent))
        (self.axes.set_xlim if side == "x" else self.axes.set_ylim)(low, high)
        if lines:
            self.axes.grid(visible=True, axis=side, color=LINE, linewidth=0.8, linestyle="-", alpha=1.0)
            self.axes.set_axisbelow(True)

    def ticks(self, side: Side, places: Sequence[float], labels: Sequence[str]) -> None:
        """Put these labels, which can be drawn, at these places."""
        axis = self.axes.xaxis if side == "x" else self.axes.yaxis
        axis.set_ticks(list(places), list(labels))
        axis.set_ticks([], minor=True)
        for label in axis.get_ticklabels():
            _style(label, 8.5, INK)

    def write(
        self,
        place: tuple[float, float],
        text: str,
        *,
        offset: tuple[float, float] = (0, 0),
        align: tuple[Across, Up] = ("center", "center"),
        of: tuple[Coordinates, Coordinates] = ("data", "data"),
        colour: str = INK,
        halo: bool = True,
    ) -> None:
        """Write a short text at a place, moved by an offset in points, with a halo that parts it from lines."""
        from matplotlib.patheffects import withStroke

        written = self.axes.annotate(
            drawable(text, 40),
            place,
            xycoords=of,
            xytext=offset,
            textcoords="offset points",
            ha=align[0],
            va=align[1],
            annotation_clip=False,
            zorder=6,
        )
        _style(written, 8.5, colour)
        if halo:
            written.set_path_effects([withStroke(linewidth=2.5, foreground=GROUND)])

    def reference(self, side: Side, value: float, text: str) -> None:
        """Draw a dashed line across at a value, and name it at its end."""
        if side == "x":
            self.axes.axvline(value, color=REFERENCE, linewidth=1.1, linestyle=(0, (4, 3)), zorder=3)
            self.write(
                (value, 1.0),
                text,
                offset=(0, 1),
                align=("center", "bottom"),
                of=("data", "axes fraction"),
                colour=SOFT_INK,
            )
        else:
            self.axes.axhline(value, color=REFERENCE, linewidth=1.1, linestyle=(0, (4, 3)), zorder=3)
            self.write(
                (1.0, value),
                text,
                offset=(0, 3),
                align=("right", "bottom"),
                of=("axes fraction", "data"),
                colour=SOFT_INK,
            )

    def legend(self, names: Sequence[str], title: str) -> None:
        """Name the colours, beside the data."""
        from matplotlib.lines import Line2D

        handles = [
            Line2D([], [], marker="s", linestyle="none", markersize=7, color=COLOURS[place % len(COLOURS)])
            for place in range(len(names))
        ]
        legend = self.axes.legend(
            handles,
            [drawable(name, 24) for name in names],
            title=drawable(title, 24),
            loc="upper left",
            bbox_to_anchor=(1.0, 1.0),
            frameon=False,
            handletextpad=0.3,
            alignment="left",
            prop=_font(8.5, REGULAR),
            title_fontproperties=_font(8.5, REGULAR),
        )
        for text in (*legend.get_texts(), legend.get_title()):
            _style(text, 8.5, INK)

    def png(self) -> bytes:
        """Draw it all."""
        from PIL import Image

        self._canvas.draw()  # type: ignore[no-untyped-call]  # Matplotlib has no types for it
        drawn = self._canvas.buffer_rgba()  # type: ignore[no-untyped-call]  # as above
        pixels = Image.frombuffer("RGBA", self._canvas.get_width_height(), drawn)
        colours = pixels.convert("RGB").quantize(PALETTE, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        file = BytesIO()
        colours.save(file, "PNG", optimize=True)
        return file.getvalue()


def _font(size: float, weight: Weight) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=font_file(weight), size=size)


def _style(text: Text, size: float, colour: str, weight: Weight = REGULAR) -> None:
    r"""Make a text plain: in our font whatever the user's settings, and without a meaning for `$` or `\`."""
    text.set_fontproperties(_font(size, weight))
    text.set_color(colour)
    text.set_usetex(False)
    text.set_parse_math(False)
