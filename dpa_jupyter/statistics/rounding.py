"""How numbers are rounded before they are told, so that they can be quoted and checked as they stand."""

from __future__ import annotations

import math


def effect(value: float) -> float:
    """Round an effect or a p-value to four significant digits."""
    return float(f"{value:.4g}")


def share(value: float) -> float:
    """Round a share of 0 to 1 to four decimals."""
    return round(float(value), 4)


def amount(value: float) -> float:
    """Round a mean or a sum to six significant digits, though never more coarsely than to a whole number."""
    if not math.isfinite(value) or value == 0:
        return float(value)
    digits = max(0, 5 - math.floor(math.log10(abs(value))))
    return round(float(value), digits)
