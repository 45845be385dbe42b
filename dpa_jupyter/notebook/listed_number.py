"""Numbers by which something in a list is named: `%dpa history 2`."""

from __future__ import annotations

import re


def listed_number(text: str, most: int) -> int | None:
    """Return the whole number from 1 to `most` that a text is, or None where it is none."""
    if not re.fullmatch("[0-9]{1,9}", text):
        return None
    number = int(text)
    return number if 1 <= number <= most else None
