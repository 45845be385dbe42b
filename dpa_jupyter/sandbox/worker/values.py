"""The value of the last expression: as JSON where it is small and plain."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from dpa_jupyter.json_types import Json
from dpa_jupyter.sandbox.wire import NAME_LENGTH, TEXT_LENGTH, VALUE_DEPTH

ITEM_COUNT = 1_000
INTEGER_BITS = 1_024


class NotPlainError(Exception):
    """This is no scalar and no small list or dict of scalars."""


def as_json(value: object) -> Json:
    """Return a value as JSON: not-a-number is missing, dates and the like are text.

    Raises:
        NotPlainError: it is something else, or too much.
    """
    left = [ITEM_COUNT]
    return _json(value, VALUE_DEPTH - 1, left)


def _json(value: object, depth: int, left: list[int]) -> Json:
    left[0] -= 1
    if depth < 0 or left[0] < 0:
        raise NotPlainError
    value = _without_numpy(value)
    if isinstance(value, Mapping):
        return {str(name)[:NAME_LENGTH]: _json(item, depth - 1, left) for name, item in value.items()}
    if isinstance(value, Sequence | Set) and not isinstance(value, str | bytes | bytearray):
        return [_json(item, depth - 1, left) for item in value]
    return _scalar(value)


def _scalar(value: object) -> Json:
    if value is None or _is_missing(value):
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value.bit_length() <= INTEGER_BITS:
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None if math.isnan(value) else str(value)
    if isinstance(value, str):
        return str(value)[:TEXT_LENGTH]
    if isinstance(value, date | datetime | time | timedelta | Decimal):
        return str(value)
    raise NotPlainError


def _without_numpy(value: object) -> object:
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, numpy.generic | numpy.ndarray):
        return value
    if value.size > ITEM_COUNT:
        raise NotPlainError
    return value.tolist()


def _is_missing(value: object) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and (value is pandas.NA or value is pandas.NaT)
