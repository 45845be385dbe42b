"""Counts and shares in words, the same way everywhere."""

from __future__ import annotations

import re
from keyword import iskeyword


def rows_of(part: int, whole: int) -> str:
    """Write "11 of 7,043 rows (0.2 %)"."""
    return f"{part:,} of {whole:,} rows ({percent(part / whole if whole else 0.0)})"


def percent(share: float) -> str:
    """Write a share from 0 to 1 with one decimal; what is not nothing, or not all, is never written as such."""
    if 0 < share < 0.0005:
        return "< 0.1 %"
    if 0.9995 <= share < 1:
        return "> 99.9 %"
    return f"{share:.1%}".replace("%", " %").replace(".0 ", " ")


def counted(number: int, noun: str) -> str:
    """Write "1 row" or "2 rows"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def variable_name(text: str, otherwise: str) -> str:
    """Turn any text into a name that Python and SQL take without quotes."""
    name = re.sub(r"\W+", "_", text).strip("_")
    if not name:
        return otherwise
    return f"_{name}".replace("__", "_") if name[0].isdigit() or iskeyword(name) else name
