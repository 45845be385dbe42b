"""Numbers as text: a column is written with one number of decimals, so that its points stand below each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dpa_jupyter.displays import Cell

SIGNIFICANT = 6
"""Digits of a broken number that are shown."""


def is_number(cell: Cell) -> bool:
    """Tell whether a cell is a number; True and False are words here."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def number_texts(cells: Sequence[Cell]) -> list[str]:
    """Write the numbers of a column; whole ones keep every digit, broken ones six, and at least two decimals."""
    decimals = max((_decimals(cell) for cell in cells if isinstance(cell, float)), default=0)
    return [number_text(cell, decimals) if isinstance(cell, int | float) else "" for cell in cells]


def number_text(number: float, decimals: int | None = None) -> str:
    """Write a number, in thousands from five digits on: years and the like have four."""
    if isinstance(number, int):
        if number.bit_length() > 1_000:  # Python refuses to write thousands of digits
            return f"about 2^{number.bit_length() - 1}"
        return f"{number:,}" if abs(number) >= 10_000 else str(number)
    if not math.isfinite(number):
        return str(number)
    if _is_extreme(number):
        return f"{number:.3g}"
    text = f"{number:,.{_decimals(number) if decimals is None else decimals}f}"
    return text if abs(number) >= 9_999.5 else text.replace(",", "")


def _is_extreme(number: float) -> bool:
    return number != 0 and not 1e-4 <= abs(number) < 1e15


def _decimals(number: float) -> int:
    """Count the decimals that a number needs, to six significant digits."""
    if number == 0 or not math.isfinite(number) or _is_extreme(number):
        return 0
    most = max(2, SIGNIFICANT - 1 - math.floor(math.log10(abs(number))))
    text = f"{number:.{most}f}".rstrip("0")
    return len(text) - text.index(".") - 1


def seconds_text(seconds: float) -> str:
    """Write a duration."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def counted(number: int, noun: str) -> str:
    """Write a count with its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def shape_text(rows: int | None, columns: int | None) -> str:
    """Write the shape of a frame; what was not counted is a question mark."""
    counted, named = ("?" if count is None else f"{count:,}" for count in (rows, columns))
    return f"{counted} \N{MULTIPLICATION SIGN} {named}"
