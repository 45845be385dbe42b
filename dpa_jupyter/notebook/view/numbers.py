"""Numbers as text: a column is written with one number of decimals, so that its points stand below each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dpa_jupyter.displays import Cell

SIGNIFICANT = 6
"""Digits of a broken number that are shown."""
LEAST_SIGNIFICANT = 2
"""Of the smallest number in a column, whose largest has six."""
GROUPED = 10_000
"""Thousands are set apart from here on: years and the like have four digits."""


def is_number(cell: Cell) -> bool:
    """Tell whether a cell is a number; True and False are words here."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def number_texts(cells: Sequence[Cell]) -> list[str]:
    """Write the numbers of a column; whole ones keep every digit, the largest broken one six.

    The same decimals and the same thousands for all, at least two decimals where there is any, and two digits of the
    smallest.
    """
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    broken = [number for number in numbers if isinstance(number, float)]
    decimals = min(max(map(_decimals, broken), default=0), _most_decimals(broken))
    grouped = any(_is_grouped(number) for number in numbers)
    return [number_text(cell, decimals, grouped=grouped) if isinstance(cell, int | float) else "" for cell in cells]


def number_text(number: float, decimals: int | None = None, *, grouped: bool = False) -> str:
    """Write a number, in thousands from five digits on, or from four if it stands among such."""
    if isinstance(number, int):
        if number.bit_length() > 1_000:  # Python refuses to write thousands of digits
            return f"about 2^{number.bit_length() - 1}"
        return f"{number:,}" if grouped or _is_grouped(number) else str(number)
    if not math.isfinite(number):
        return str(number)
    if _is_extreme(number):
        return f"{number:.3g}"
    text = f"{number:,.{_decimals(number) if decimals is None else decimals}f}"
    return text if grouped or _is_grouped(number) else text.replace(",", "")


def _is_grouped(number: float) -> bool:
    return abs(number) >= (GROUPED if isinstance(number, int) else GROUPED - 0.5)


def _is_extreme(number: float) -> bool:
    return number != 0 and not 1e-4 <= abs(number) < 1e15


def _decimals(number: float) -> int:
    """Count the decimals that a number needs, to six significant digits."""
    if number == 0 or not math.isfinite(number) or _is_extreme(number):
        return 0
    most = max(2, SIGNIFICANT - 1 - math.floor(math.log10(abs(number))))
    text = f"{number:.{most}f}".rstrip("0")
    return len(text) - text.index(".") - 1


def _most_decimals(numbers: Sequence[float]) -> int:
    """Return how many decimals are worth their place in a column."""
    sizes = [abs(number) for number in numbers if number and math.isfinite(number) and not _is_extreme(number)]
    if not sizes:
        return 0
    largest, smallest = (math.floor(math.log10(size)) for size in (max(sizes), min(sizes)))
    return max(2, SIGNIFICANT - 1 - largest, LEAST_SIGNIFICANT - 1 - smallest)


def seconds_text(seconds: float) -> str:
    """Write a duration."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def shape_text(rows: int | None, columns: int | None) -> str:
    """Write the shape of a frame; what was not counted is a question mark."""
    counted, named = ("?" if count is None else f"{count:,}" for count in (rows, columns))
    return f"{counted} \N{MULTIPLICATION SIGN} {named}"
