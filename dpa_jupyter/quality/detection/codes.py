"""The columns of the sample as small integers, one for each value, so that numpy can count which go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.detection.remembered import remembered
from dpa_jupyter.quality.evidence import FrameEvidence

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, eq=False)
class Codes:
    """A column of a table as codes."""

    codes: np.ndarray
    """For each row the place of its value in `values`, -1 where it has none; int32."""
    values: pa.Array
    counts: np.ndarray
    """Rows of each value."""
    is_text: bool

    @property
    def filled(self) -> int:
        """Count the rows with a value."""
        return int(self.counts.sum())


class CodedTable:
    """The columns of a table as codes, each coded when first asked for."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._known: dict[str, Codes | None] = {}

    def __getitem__(self, name: str) -> Codes | None:
        """Return a column's codes; None for nested values and the like, which can't be told apart quickly."""
        if name not in self._known:
            self._known[name] = _coded(self.table[name])
        return self._known[name]


@remembered
def coded_sample(evidence: FrameEvidence) -> CodedTable:
    """Return the whole sample in codes."""
    return CodedTable(evidence.sample)


def thinned(table: pa.Table, most_rows: int) -> pa.Table:
    """Return at most so many rows, spread evenly."""
    import pyarrow as pa

    if table.num_rows <= most_rows:
        return table
    return table.take(pa.array(np.linspace(0, table.num_rows - 1, most_rows).astype(np.int64)))


def _coded(column: pa.ChunkedArray) -> Codes | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        encoded = pc.dictionary_encode(column.combine_chunks())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return None
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    values = encoded.dictionary
    codes = np.asarray(pc.fill_null(encoded.indices, -1), dtype=np.int32)
    is_text = bool(pa.types.is_string(values.type) or pa.types.is_large_string(values.type))
    if is_text and len(values):
        blank = np.asarray(pc.equal(pc.utf8_trim_whitespace(values), ""), dtype=bool)
        codes = np.where(blank[codes] & (codes >= 0), np.int32(-1), codes) if blank.any() else codes
    counts = np.bincount(codes[codes >= 0], minlength=len(values)).astype(np.int64)
    return Codes(codes, values, counts, is_text)
