"""Checks that an answer tells no number that was not observed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from dpa_jupyter.json_types import Json

_NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?:e[-+]\d+)?(?![\w])( %)?")


def unfounded(answer: str, observed: Iterable[Json]) -> list[str]:
    """Return the numbers of an answer that no observation holds: as it is, rounded, in percent or less a count."""
    known = set(_numbers(list(observed)))
    whole = {number for number in known if number == int(number)}
    known |= {more - fewer for more in whole for fewer in whole if more > fewer} if len(whole) < 400 else set()
    prose = re.sub(r"(`+)(?:.+?)\1", "", answer)
    return [match[0] for match in _NUMBER.finditer(prose) if not _founded(match, known)]


def _founded(match: re.Match[str], known: set[float]) -> bool:
    digits = match[0].removesuffix(" %").replace(",", "")
    told = float(digits) / (100 if match[1] else 1)
    if "." not in digits and not match[1]:
        return told in known
    whole, _, exponent = digits.partition("e")
    step = 10.0 ** (int(exponent or 0) - len(whole.partition(".")[2]) - (2 if match[1] else 0))
    return any(abs(number - told) <= 0.501 * step for number in known)


def _numbers(value: Json) -> Iterator[float]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, str):
        for match in _NUMBER.finditer(value):
            yield float(match[0].removesuffix(" %").replace(",", "")) / (100 if match[1] else 1)
    elif isinstance(value, Mapping):
        yield from (number for item in value.values() for number in _numbers(item))
        yield from _columns_of_each_type(value)
    else:
        yield from (number for item in value for number in _numbers(item))


def _columns_of_each_type(value: Mapping[str, Json]) -> Iterator[float]:
    match value:
        case {"columns": [*columns]}:
            types = [str(column.get("type")) for column in columns if isinstance(column, Mapping)]
            yield from map(float, Counter(types).values())
        case _:
            pass
