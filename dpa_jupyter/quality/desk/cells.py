"""Values of a frame as small JSON: what can't be seen or is long is cut, and every text is told from a number."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from dpa_jupyter.quality.desk.answers import Cell

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST = 160
"""Characters of a text that are told; the rest is an ellipsis."""
_NO_FRACTION = re.compile(r"\.0+(?=$|[+Z-])")
_MIDNIGHT = " 00:00:00"
LARGEST = 2**53
"""Beyond, a browser's numbers can't tell one integer from the next."""


def cell(value: object) -> Cell:
    """Return one value; a NaN is missing."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= LARGEST else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None if math.isnan(value) else str(value)
    if isinstance(value, Decimal):
        return cut(str(value))
    if isinstance(value, date | datetime):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return cut(str(value))


def cut(text: str, most: int = LONGEST) -> str:
    """Return text of at most so many characters, without half a character at its end."""
    short = text if len(text) <= most else f"{text[: most - 1]}…"
    return short.encode("utf-8", "backslashreplace").decode("utf-8")


def rows_of(table: pa.Table) -> list[list[Cell]]:
    """Return the cells of a table by row."""
    columns = [[cell(value) for value in _values(column)] for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)] if columns else []


def _values(column: pa.ChunkedArray) -> list[object]:
    import pyarrow as pa

    if pa.types.is_temporal(column.type):  # Python has no nanoseconds, and not every zone
        return _times(column.cast(pa.string()).to_pylist())
    values: list[object] = column.to_pylist()
    return values


def _times(texts: list[str | None]) -> list[object]:
    """Leave out what says nothing in any of them: parts of a second, midnight."""
    short = [None if text is None else _NO_FRACTION.sub("", text) for text in texts]
    if all(text is None or text.endswith(_MIDNIGHT) for text in short):
        return [text and text.removesuffix(_MIDNIGHT) for text in short]
    return [*short]
