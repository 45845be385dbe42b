"""Which row after is which row before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    import pyarrow as pa
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Alignment:
    """Rows of both sides in pairs, and those that have no partner; each list is of positions."""

    matched_by: str
    """In words."""
    before: Rows
    after: Rows
    removed: Rows
    added: Rows
    labels: tuple[str, ...] = ()
    """The columns that tell rows apart, if it is columns that do."""

    @property
    def is_straight(self) -> bool:
        """Tell whether each row is at the place where it was, so that nothing need be taken apart."""
        return not len(self.removed) and not len(self.added) and bool((self.before == self.after).all())

    @property
    def rows_moved(self) -> bool:
        """Tell whether rows that stay stand in another order."""
        return bool((self.after[1:] < self.after[:-1]).any())


def by_position(rows_before: int, rows_after: int) -> Alignment:
    """Match the first with the first, and so on; what is too many on one side has no partner."""
    import numpy as np

    both = np.arange(min(rows_before, rows_after))
    left, right = np.arange(len(both), rows_before), np.arange(len(both), rows_after)
    return Alignment("position", both, both, left, right)


def by_key(before: pa.Table, after: pa.Table, matched_by: str, labels: tuple[str, ...] = ()) -> Alignment | None:
    """Match by columns that tell rows apart; None where they do not, on either side, or have nothing in common."""
    frames = _comparable(before, after)
    if frames is None or any(frame.is_duplicated().any() for frame in frames):
        return None
    left, right = frames
    return _joined(left, right, matched_by, labels)


def by_whole_rows(before: pa.Table, after: pa.Table) -> Alignment | None:
    """Match rows that are the same in all these columns, as often as they are there; the rest has no partner.

    Rows are told by a hash. Two that differ may share one, once in ten million frames of a million rows; as all
    pairs are compared cell by cell later, they would count as a row that changed.
    """
    frames = _comparable(before, after)
    if frames is None:
        return None
    left, right = map(_numbered_hashes, frames)
    return _joined(left, right, "whole rows", ())


def _numbered_hashes(frame: pl.DataFrame) -> pl.DataFrame:
    """Hash each row, and number those of one hash in their order."""
    import numpy as np
    import polars as pl

    hashes = frame.hash_rows(0).to_numpy()
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    is_first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    places = np.arange(len(hashes))
    nth = np.empty(len(hashes), "uint32")
    nth[order] = places - np.maximum.accumulate(np.where(is_first, places, 0))
    return pl.DataFrame({"hash": hashes, "nth": nth})


def _comparable(before: pa.Table, after: pa.Table) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """Bring both sides into the types of the first, or else of text, under names of ours; nested types become text."""
    import polars as pl
    import pyarrow as pa

    sides: tuple[dict[str, pa.ChunkedArray], dict[str, pa.ChunkedArray]] = ({}, {})
    for number, (left, right) in enumerate(zip(before.columns, after.columns, strict=True)):
        pair = _common(left, right)
        if pair is None:
            return None
        sides[0][f"c{number}"], sides[1][f"c{number}"] = pair
    if not sides[0]:
        return None
    left_frame, right_frame = (pl.DataFrame(pl.from_arrow(pa.table(side))) for side in sides)
    return left_frame, right_frame


def _common(left: pa.ChunkedArray, right: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray] | None:
    import pyarrow as pa

    from dpa_jupyter.frames.arrow_types import analysable

    first, second = _utc(analysable(left), left), _utc(analysable(right), right)
    if pa.types.is_nested(first.type) or pa.types.is_nested(second.type):
        return None if first.type != second.type else (_texts(first), _texts(second))
    if first.type == second.type:
        return first, second
    try:
        return first, second.cast(first.type)
    except pa.ArrowException:
        pass
    try:
        return first.cast(pa.large_string()), second.cast(pa.large_string())
    except pa.ArrowException:
        return None


def _utc(column: pa.ChunkedArray, original: pa.ChunkedArray) -> pa.ChunkedArray:
    """Keep the moment of a zoned time, not its clock: an hour in autumn comes twice."""
    import pyarrow as pa

    zoned = pa.types.is_timestamp(original.type) and original.type.tz is not None
    return original.cast(pa.timestamp(original.type.unit, "UTC")) if zoned else column


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return pa.chunked_array([pa.array([None if v is None else repr(v) for v in column.to_pylist()], pa.large_string())])


def _joined(left: pl.DataFrame, right: pl.DataFrame, matched_by: str, labels: tuple[str, ...]) -> Alignment:
    """Pair the rows of equal keys, in the order of the first side; no key comes twice on a side."""
    import numpy as np

    pairs = left.with_row_index("before").join(
        right.with_row_index("after"), on=left.columns, how="inner", nulls_equal=True, maintain_order="left"
    )
    before, after = (pairs[side].to_numpy().astype("int64") for side in ("before", "after"))
    there = np.ones(left.height, bool), np.ones(right.height, bool)
    there[0][before], there[1][after] = False, False
    return Alignment(matched_by, before, after, np.flatnonzero(there[0]), np.flatnonzero(there[1]), labels)
