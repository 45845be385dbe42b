"""Check digits of things, as opposed to those of people: articles, books, journals, vehicles, cards, accounts."""

from __future__ import annotations

import re
from collections.abc import Callable

from dpa_jupyter.frames.checksums import iban, luhn

_VIN_VALUES = dict(
    zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", [*range(10), *range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True)
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def gtin(digits: str) -> bool:
    """Check an article's number of 8, 12, 13 or 14 digits, ISBN-13 among them (GS1 General Specifications, 7.9)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0 and len(set(digits)) > 1


def isbn_10(text: str) -> bool:
    """Check a book's number of ten digits (ISO 2108:1992)."""
    values = [10 if character in "Xx" else int(character) for character in text]
    return sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0


def issn(text: str) -> bool:
    """Check a journal's number (ISO 3297)."""
    values = [10 if character in "Xx" else int(character) for character in text]
    return sum(value * (8 - place) for place, value in enumerate(values)) % 11 == 0


def vin(text: str) -> bool:
    """Check a vehicle's number of seventeen characters (49 CFR 565.15)."""
    rest = sum(_VIN_VALUES[character] * weight for character, weight in zip(text, _VIN_WEIGHTS, strict=True)) % 11
    return text[8] == "0123456789X"[rest]


SCHEMES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "card number (Luhn)": (r"[0-9]{13,19}", luhn),
    "IBAN": (r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", iban),
    "ISBN-10": (r"[0-9]{9}[0-9Xx]", isbn_10),
    "ISSN": (r"[0-9]{7}[0-9Xx]", issn),
    "GTIN (EAN, UPC, ISBN-13)": (r"[0-9]{8}|[0-9]{12,14}", gtin),
    "VIN": (r"[A-HJ-NPR-Z0-9]{17}", vin),
}
"""For each scheme what a number looks like without separators, and its check."""
SEPARATORS = re.compile(r"[\s.-]")
