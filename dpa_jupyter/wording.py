"""Counts and shares in words, the same way everywhere."""

from __future__ import annotations

NO_MEANING = "\N{EN DASH}"
"""Stands in a cell that can have no value, which is not the same as a missing one."""


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


def percent_cell(share: float) -> str:
    """Write a share for a column of them: with a decimal even where it is zero, so that they can be compared."""
    text = percent(share)
    return text if "." in text else text.replace(" %", ".0 %")


def percent_interval(low: float | None, high: float | None) -> str:
    """Write an interval of shares for a person, as "41.2 to 44.3 %"; a dash where it is unknown."""
    if low is None or high is None:
        return NO_MEANING
    return f"{percent_cell(low).removesuffix(' %')} to {percent_cell(high)}"


def counted(number: int, noun: str) -> str:
    """Write "1 row" or "2 rows"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
