"""The numbers of each column that holds some, be it as numbers or as text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dpa_jupyter.quality.detection.remembered import remembered
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, Expression, call

NUMBER = r"^\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*$"
LARGEST = 1e100
"""Larger numbers, and what is none, are no amounts."""
MOSTLY = 0.8
"""A text column of which so many rows are numbers is one of numbers."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """The distinct finite numbers of a column in ascending order, with the rows of each."""

    column: str
    values: np.ndarray
    counts: np.ndarray
    is_text: bool
    is_whole: bool

    @property
    def cell(self) -> Expression:
        """The number in a cell, to be compared."""
        return call("to_number", Column(self.column)) if self.is_text else Column(self.column)

    @cached_property
    def rows(self) -> int:
        """Rows with a number."""
        return int(self.counts.sum())

    @cached_property
    def _cumulative(self) -> np.ndarray:
        return np.cumsum(self.counts)

    def quantile(self, share: float) -> float:
        """Return the smallest number that at least this share of the rows does not exceed."""
        place = int(np.searchsorted(self._cumulative, share * self.rows))
        return float(self.values[min(place, len(self.values) - 1)])

    def having(self, mask: np.ndarray) -> Numbers:
        """Keep the numbers for which a mask is true."""
        return Numbers(self.column, self.values[mask], self.counts[mask], self.is_text, self.is_whole)


@remembered
def numbers(evidence: FrameEvidence) -> dict[str, Numbers]:
    """Return the numbers of each column that is one of numbers."""
    found = {name: known for name, column in texts(evidence).items() if (known := _of_texts(column)) is not None}
    for column in evidence.columns:
        if column.type in ("integer", "number") and (known := _of_column(column)) is not None:
            found[column.column.name] = known
    return {column.column.name: found[column.column.name] for column in evidence.columns if column.column.name in found}


def is_whole(evidence: FrameEvidence, column: ColumnEvidence) -> bool:
    """Tell whether a column is one of whole numbers, be it that NumPy could keep them beside a gap only as doubles."""
    known = numbers(evidence).get(column.column.name)
    return column.type == "integer" or (known is not None and known.is_whole and not known.is_text)


def _of_column(column: ColumnEvidence) -> Numbers | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.values is None or not len(column.values.values):
        return None
    values = np.asarray(pc.cast(column.values.values, pa.float64(), safe=False), dtype=float)
    return _sorted(column.column.name, values, np.asarray(column.values.counts, dtype=np.int64), is_text=False)


def _of_texts(column: Texts) -> Numbers | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    is_number = column.matching(NUMBER)
    if not is_number.any() or column.share(is_number) < MOSTLY:
        return None
    known = column.having(is_number)
    trimmed = pc.replace_substring_regex(pc.utf8_trim_whitespace(known.values), r"^\+", "")
    return _sorted(column.column, np.asarray(trimmed.cast(pa.float64()), dtype=float), known.counts, is_text=True)


def _sorted(name: str, values: np.ndarray, counts: np.ndarray, *, is_text: bool) -> Numbers | None:
    finite = np.abs(values) < LARGEST
    values, places = np.unique(values[finite], return_inverse=True)
    counts = np.bincount(places, weights=counts[finite], minlength=len(values)).astype(np.int64)
    return Numbers(name, values, counts, is_text, bool((values == np.floor(values)).all())) if len(values) else None
