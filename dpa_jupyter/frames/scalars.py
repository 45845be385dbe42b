"""Single values of data, short enough and plain enough to be told."""

from __future__ import annotations

import math
from decimal import Decimal

from dpa_jupyter.findings import Scalar

LONGEST = 40
"""Characters of a value that are shown."""


def short_scalar(value: object) -> Scalar:
    """Return a value as JSON can hold it: text is cut, floats keep ten significant digits, the infinite is text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else short_scalar(float(value))
    if isinstance(value, float):
        return float(f"{value:.10g}") if math.isfinite(value) else str(value)
    return short_text(value if isinstance(value, str) else str(value))


def short_text(text: str, longest: int = LONGEST) -> str:
    """Cut a text, and show that it was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
