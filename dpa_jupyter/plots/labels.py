"""Text that can be drawn, whatever it was: no formulas, no control characters, no glyph that the font has not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Literal, TypeAlias

Weight: TypeAlias = Literal["regular", "bold"]
MISSING = "□"
MINUS = "\N{MINUS SIGN}"
_UNITS = {
    "km": "km", "kms": "km", "meters": "m", "metres": "m", "cm": "cm", "mm": "mm", "miles": "miles", "mi": "miles",
    "kg": "kg", "kgs": "kg", "lbs": "lb", "lb": "lb", "sec": "s", "secs": "s", "seconds": "s", "ms": "ms",
    "mins": "minutes", "minutes": "minutes", "hrs": "hours", "hours": "hours", "days": "days", "months": "months",
    "years": "years", "usd": "US$", "eur": "€", "gbp": "£", "pct": "%", "percent": "%", "celsius": "°C",
    "fahrenheit": "°F", "kwh": "kWh", "kw": "kW", "mb": "MB", "gb": "GB", "kb": "kB", "bytes": "bytes",
}  # fmt: skip
"""Last words of a column's name that are its unit."""


_LARGE = ((1e12, "T"), (1e9, "B"), (1e6, "M"))


@cache
def font_file(weight: Weight) -> Path:
    """Return the font that Matplotlib ships: the picture does not depend on the machine, nor on the user's settings."""
    from matplotlib import get_data_path

    name = "DejaVuSans-Bold.ttf" if weight == "bold" else "DejaVuSans.ttf"
    return Path(get_data_path()) / "fonts" / "ttf" / name


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_file("regular"))).get_charmap())


def drawable(text: str, longest: int = 200) -> str:
    """Return one line of at most so many characters, each of which can be drawn."""
    spaced = " ".join(text[: 4 * longest].split())
    shown = "".join(
        char if ord(char) in _glyphs() else MISSING for char in spaced if char.isprintable() and char != "\ufe0f"
    )
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def wrapped(text: str, width: int, lines: int) -> str:
    """Break a label into a few lines; what does not fit is cut, and the cut is shown."""
    parts = wrap(drawable(text), width, break_long_words=True) or [""]
    if len(parts) > lines:
        parts = [*parts[: lines - 1], f"{parts[lines - 1][: width - 1].rstrip()}…"]
    return "\n".join(parts)


def axis_label(column: str) -> str:
    """Write a column's name as words, with its unit in brackets where the name tells one."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\s]+", " ", column).strip()
    *rest, last = words.split(" ") if words else [column]
    unit = _UNITS.get(last.lower())
    return f"{' '.join(rest)} ({unit})" if unit and rest else words or column


def number(value: float, *, percent: bool = False) -> str:
    """Write a number for the eye: thousands separated, about three significant digits, shares as percent."""
    if percent:
        value *= 100
        digits = 0 if abs(value) >= 99.95 or value == round(value) else 1
        return f"{value:.{digits}f} %"
    if value == round(value) and abs(value) < 1e7:
        return f"{value:,.0f}".replace("-", MINUS)
    for size, letter in _LARGE:
        if abs(value) >= size:
            return (f"{value / size:.3g}{letter}" if abs(value) < 1e15 else f"{value:.2e}").replace("-", MINUS)
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return text.replace("-", MINUS)


def tick_labels(ticks: Sequence[float], *, percent: bool = False) -> list[str]:
    """Write ticks all in the same form, with as many digits as tell them apart."""
    if percent:
        digits = next((d for d in range(4) if all(abs(100 * t - round(100 * t, d)) < 1e-6 for t in ticks)), 4)
        return [f"{100 * tick:.{digits}f} %".replace("-", MINUS) for tick in ticks]
    largest = max(map(abs, ticks), default=0)
    if largest >= 1e15 or 0 < largest < 1e-4:
        return [f"{tick:.3g}".replace("-", MINUS) for tick in ticks]
    if large := next(((size, letter) for size, letter in _LARGE if largest >= size), None):
        return [f"{tick / large[0]:g}{large[1]}".replace("-", MINUS) if tick else "0" for tick in ticks]
    digits = next((d for d in range(7) if all(abs(t - round(t, d)) < 1e-9 * max(largest, 1) for t in ticks)), 7)
    return [f"{tick:,.{digits}f}".replace("-", MINUS) for tick in ticks]
