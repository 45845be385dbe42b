"""How numbers are rounded before they are told, so that they can be quoted and checked as they stand."""

from __future__ import annotations

import math

NEAR = 0.001
"""Closer to 0 or 1 than this, four decimals would leave less than two digits of a share."""


def effect(value: float) -> float:
    """Round an effect or a p-value to four significant digits."""
    return float(f"{value:.4g}")


def share(value: float) -> float:
    """Round a share of 0 to 1 to four decimals; near 0 and 1 to three digits, as a few cases are not none."""
    rest = min(abs(value), abs(1 - value))
    if rest >= NEAR or rest == 0 or not math.isfinite(rest):
        return round(float(value), 4)
    return round(float(value), 2 - math.floor(math.log10(rest)))


def amount(value: float) -> float:
    """Round a mean or a sum to six significant digits, though never more coarsely than to a whole number."""
    if not math.isfinite(value) or value == 0:
        return float(value)
    digits = max(0, 5 - math.floor(math.log10(abs(value))))
    return round(float(value), digits)
