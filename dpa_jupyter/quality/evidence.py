"""What an engine found out about a frame: everything that the checks go by.

An engine measures in at most three passes: counts and types of every column at once; statistics once the types are
decided; and only of what looks wrong, exact counts. So a check never asks for rows: it reads this, and names a
predicate whose failing rows are then counted, all predicates of all checks in one scan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from dpa_jupyter.findings import ColumnType, Precision, Scalar
from dpa_jupyter.frames.frame import Column

if TYPE_CHECKING:
    import pyarrow as pa

ParseClass: TypeAlias = Literal["integer", "number", "boolean", "date", "text"]
ColumnStatus: TypeAlias = Literal["measured", "too slow", "failed"]
"""Too slow: a scan took longer than it may, so that what is known comes from a sample, if anything is."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, and how far it can be relied on."""

    value: float
    precision: Precision = "exact"
    rows_used: int | None = None
    """On how many rows a sampled number rests."""
    low: float | None = None
    high: float | None = None
    """The 95 % interval of a sampled or approximate number; None where it is exact or unknown."""


@dataclass(frozen=True, slots=True)
class ValueCounts:
    """How often each value stands in a column, the most frequent first; missing values are left out."""

    values: pa.Array
    counts: pa.Array
    """As int64, of the same length."""
    is_complete: bool
    """These are all the values that the column has, with their exact counts; otherwise they come from a sample."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """How values spread: `counts[i]` of them lie from `edges[i]` to `edges[i + 1]`."""

    edges: tuple[float, ...]
    """Times are seconds since 1970."""
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ColumnEvidence:
    """What is known of one column; None where it was not measured or has no meaning for the type."""

    column: Column
    type: ColumnType
    """As its values are analysed: a category of texts is text."""
    rows: int
    missing: Measure
    """Rows without a value; a NaN is none."""
    distinct: Measure | None = None
    minimum: Scalar = None
    maximum: Scalar = None
    """Times in ISO 8601."""
    mean: Measure | None = None
    standard_deviation: Measure | None = None
    skewness: Measure | None = None
    quantiles: Mapping[float, Measure] = field(default_factory=dict)
    """At 0.01, 0.05, 0.25, 0.5, 0.75, 0.95 and 0.99; of times, in seconds since 1970."""
    zeros: Measure | None = None
    negatives: Measure | None = None
    infinite: Measure | None = None
    blank: Measure | None = None
    """Texts of white space or nothing."""
    padded: Measure | None = None
    """Texts with white space at an end."""
    lengths: tuple[int, float, int] | None = None
    """Of texts, in characters: the least, the mean, the most."""
    parses: Mapping[ParseClass, Measure] = field(default_factory=dict)
    """How many texts can be read as what; each text counts once, for the first class of this order that it is."""
    values: ValueCounts | None = None
    histogram: Histogram | None = None
    failure: str | None = None
    """Why this column could not be measured; then everything else is None or empty."""
    status: ColumnStatus = "measured"


@dataclass(frozen=True, eq=False)
class FrameEvidence:
    """What is known of a frame; like nothing but itself, so that what follows from it can be remembered by it."""

    frame: str
    rows: int
    columns: tuple[ColumnEvidence, ...]
    sample: pa.Table
    """At most 200,000 whole rows for questions about several columns; all of them where there are no more."""
    sample_positions: pa.Array
    """The position of each sampled row in the frame, counted from 0; NULL where rows have no order."""
    duplicate_rows: Measure | None = None
    """Rows that are like one before them."""
    known_rows: int = 0
    """So many were not measured now, but at an earlier look."""
    target: str | None = None
    """The column that is to be predicted, where the user names one."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    """When the frame is looked at: what lies ahead, and how old it is, is told from then."""

    @property
    def is_whole(self) -> bool:
        """Tell whether the sample is the frame."""
        return bool(self.sample.num_rows == self.rows)

    def column(self, name: str) -> ColumnEvidence:
        """Return what is known of a column.

        Raises:
            KeyError: there is none of this name.
        """
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, ColumnEvidence]:
        return {known.column.name: known for known in self.columns}
