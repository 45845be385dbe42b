r"""Halves of surrogate pairs, which JSON can carry (`"\ud83d"`) and UTF-8 cannot.

Providers cut text between the two halves of an emoji, and data may hold a half alone.
"""

from __future__ import annotations

_FIRST_HALVES = ("\ud800", "\udbff")


def mended(text: str) -> str:
    """Join halves that stand side by side; one that stands alone becomes the replacement character."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def ends_in_half(text: str) -> bool:
    """Tell whether the other half may be still to come."""
    return _FIRST_HALVES[0] <= text[-1:] <= _FIRST_HALVES[1]
