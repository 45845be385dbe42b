"""Times as numbers: from columns of any library and from texts, and back to what a person reads."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.evidence import ColumnEvidence
from dpa_jupyter.statistics.calendar import show_moments

if TYPE_CHECKING:
    import pyarrow as pa

UNITS = (("day", 86_400_000_000), ("hour", 3_600_000_000), ("minute", 60_000_000), ("second", 1_000_000))
"""In microseconds."""
_ZONE = re.compile(r"tz=([^\]]+)\]|^datetime64\[\w+, ([^\]]+)\]|time_zone='([^']+)'")
ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,6})?)?Z?)?$"


def zone_of(known: ColumnEvidence) -> str | None:
    """Return the time zone of a column as its library names it; None where it has none."""
    found = _ZONE.search(known.column.native_type)
    return known.column.zone or (found[1] or found[2] or found[3] if found else None)


def times_of_texts(values: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray | None:
    """Read texts as ISO 8601 has times, without an offset or in UTC; NULL for others, None if one is of no day."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pa.timestamp("us")
    with suppress(pa.ArrowInvalid):  # most columns are written in one way, and quickly read
        return pc.cast(values, kind)
    with suppress(pa.ArrowInvalid):
        trimmed = pc.utf8_trim_whitespace(values)
        written = pc.if_else(pc.match_substring_regex(trimmed, ISO), trimmed, None)
        return pc.cast(pc.utf8_rtrim(written, "Z"), kind)
    return None


def microseconds(values: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """Return times as microseconds since 1970."""
    import pyarrow as pa
    import pyarrow.compute as pc

    zone = values.type.tz if pa.types.is_timestamp(values.type) else None
    return np.asarray(pc.cast(pc.cast(values, pa.timestamp("us", zone), safe=False), pa.int64()))


def span(length: float) -> str:
    """Write a length of time, given in microseconds, in its largest unit."""
    unit, size = next((each for each in UNITS if length >= each[1]), ("millisecond", 1_000))
    number = float(f"{length / size:.3g}")
    return f"{number:,g} {unit}" if number == 1 else f"{number:,g} {unit}s"


def shown(*moments: float) -> list[str]:
    """Write times, given in microseconds since 1970, as dates, with the time of day where any has one."""
    return show_moments(np.array(moments, dtype=np.int64).astype("datetime64[us]"))
