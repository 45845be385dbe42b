"""Numbers made so coarse that none is the value of a single cell."""

from __future__ import annotations

import math

from dpa_jupyter.findings import Scalar

STATISTIC_DIGITS = 3
"""Significant digits of a number that rests on many rows; a median may still be one row's value."""
EXTREME_DIGITS = 2
"""Significant digits of a smallest or largest value, which is one row's."""


def coarse(value: Scalar, digits: int) -> Scalar:
    """Round a number to so many significant digits; whatever else it is, nothing is left of it."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    if value == 0:
        return value
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    return float(f"{rounded:.{digits}g}") if isinstance(rounded, float) else rounded
