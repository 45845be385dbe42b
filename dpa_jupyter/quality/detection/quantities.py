"""Texts that are a number with something before or after it, such as a unit or a currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.detection.texts import Texts

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBER = r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.?[0-9]+)(?:[eE][-+]?[0-9]+)?"
PATTERN = rf"^\s*(?P<before>[A-Z]{{0,3}}[$€£¥₹₽₩]|[A-Z]{{3}}|)\s*(?P<number>{_NUMBER})(?P<after>\s*[^0-9]{{0,20}})\s*$"
"""At most the sign or code of a currency, a number, and at most twenty characters without a digit."""
UNITS = {
    "%": "percent", "pct": "percent", "percent": "percent", "oz": "ounce", "ounce": "ounce",
    "lb": "pound", "pound": "pound",
    "kg": "kilogram", "kilo": "kilogram", "kilogram": "kilogram", "g": "gram", "gr": "gram", "gram": "gram",
    "mg": "milligram", "t": "ton", "ton": "ton", "km": "kilometre", "kilometer": "kilometre", "kilometre": "kilometre",
    "m": "metre", "meter": "metre", "metre": "metre", "cm": "centimetre", "centimeter": "centimetre",
    "mm": "millimetre", "millimeter": "millimetre", "mi": "mile", "mile": "mile", "ft": "foot", "feet": "foot",
    "foot": "foot", "in": "inch", "inch": "inch", "inche": "inch", '"': "inch", "'": "foot", "l": "litre",
    "liter": "litre", "litre": "litre", "ltr": "litre", "ml": "millilitre", "cl": "centilitre", "gal": "gallon",
    "gallon": "gallon", "s": "second", "sec": "second", "second": "second", "min": "minute", "minute": "minute",
    "h": "hour", "hr": "hour", "hour": "hour", "d": "day", "day": "day", "wk": "week", "week": "week", "mo": "month",
    "month": "month", "y": "year", "yr": "year", "year": "year", "$": "dollar", "usd": "dollar", "us$": "dollar",
    "dollar": "dollar", "€": "euro", "eur": "euro", "euro": "euro", "£": "pound sterling", "gbp": "pound sterling",
    "¥": "yen", "jpy": "yen", "yen": "yen", "₹": "rupee", "inr": "rupee", "rs": "rupee", "kb": "kilobyte",
    "mb": "megabyte", "gb": "gigabyte", "tb": "terabyte", "hz": "hertz", "khz": "kilohertz", "mhz": "megahertz",
    "ghz": "gigahertz", "w": "watt", "kw": "kilowatt", "kwh": "kilowatt hour", "v": "volt", "°c": "celsius",
    "c": "celsius", "°f": "fahrenheit", "f": "fahrenheit", "mph": "mile per hour", "kph": "kilometre per hour",
}  # fmt: skip
"""Spellings of units that people mix in one column; plurals lose their s first."""

NAMES = frozenset(UNITS.values())


@dataclass(frozen=True, eq=False)
class Quantities:
    """What a number with a unit is made of, for each text of a column; NULL where a text is none."""

    texts: Texts
    is_quantity: np.ndarray
    forms: list[str]
    """What stands beside the number, case and plural as they are."""
    units: list[str]
    """The unit that it means: a known one's name, or the first word itself; "" for a bare number."""
    numbers: np.ndarray


def quantities(column: Texts) -> Quantities:
    """Take each text of a column apart."""
    import pyarrow.compute as pc

    parts = pc.extract_regex(column.values, PATTERN)
    is_quantity = np.asarray(pc.is_valid(parts), dtype=bool)
    before, number, after = (_field(parts, name) for name in ("before", "number", "after"))
    forms = [f"{first}#{last}" for first, last in zip(before, after, strict=True)]
    numbers = np.array([float(text.replace(",", "")) if text else np.nan for text in number])
    units = [unit_of(first) or unit_of(last) for first, last in zip(before, after, strict=True)]
    return Quantities(column, is_quantity, forms, units, numbers)


def _field(parts: pa.StructArray, name: str) -> list[str]:
    return [text or "" for text in parts.field(name).to_pylist()] if len(parts) else []


def unit_of(form: str) -> str:
    """Name the unit that stands beside a number."""
    words = re.findall(r"[^\s.,;:()/0-9-]+", form.casefold())
    if not words:
        return ""
    first = words[0]
    return UNITS.get(first) or UNITS.get(first.rstrip("s")) or first.rstrip("s")


def plain(number: float) -> str:
    """Write a number as short as a person would, without what floating point added to it."""
    text = f"{number:.12g}"
    return f"{number:.0f}" if "e+" in text and abs(number) < 1e15 else text
