"""Columns, and pairs of columns, that tell every row from every other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from dpa_jupyter.findings import ColumnProfile, FrameProfile
from dpa_jupyter.frames.differences.keys import KEY_TYPES
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.tools.profile_query import Data, duplicate_rows
from dpa_jupyter.tools.query_bounds import QueryBounds

MOST_PAIRS = 20


def candidate_keys(frame: Frame, profile: FrameProfile, bounds: QueryBounds) -> list[list[str]]:
    """Return the single columns without repeated or missing values, or, where there are none, such pairs.

    Pairs are looked at in the order of how many values they could tell apart, the fewest that suffice first. All rows
    are compared; where a profile is not exact, no key is claimed.
    """
    rows = profile["rows"]
    if rows < 2 or profile["precision"] != "exact":
        return []
    whole = [column for column in profile["columns"] if column["type"] in KEY_TYPES and not column["missing"]]
    single = [[column["name"]] for column in whole if column["distinct"] == rows]
    if single or profile["duplicate_rows"]:
        return single
    pairs = _pairs(whole, rows)
    data = Data(frame, list(dict.fromkeys(name for pair in pairs for name in pair)), rows, bounds) if pairs else None
    return [list(pair) for pair in pairs if data is not None and not duplicate_rows(data, pair)]


def _pairs(columns: Sequence[ColumnProfile], rows: int) -> list[tuple[str, str]]:
    """List the pairs that have enough different values to be a key."""
    sizes = {column["name"]: column["distinct"] or 0 for column in columns if (column["distinct"] or 0) > 1}
    pairs = [pair for pair in combinations(sizes, 2) if sizes[pair[0]] * sizes[pair[1]] >= rows]
    return sorted(pairs, key=lambda pair: sizes[pair[0]] * sizes[pair[1]])[:MOST_PAIRS]
