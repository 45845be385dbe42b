"""Something that is wrong with a frame, or may be, with all that is needed to look at it and to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dpa_jupyter.findings import Scalar
from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.quality.expressions import Predicate
from dpa_jupyter.quality.operation import Operation

Dimension: TypeAlias = Literal["completeness", "uniqueness", "validity", "consistency", "timeliness", "accuracy"]
"""The six primary dimensions of DAMA UK (2013); accuracy needs a reference, so it holds suspicions only."""
Severity: TypeAlias = Literal["critical", "high", "medium", "low", "note"]
"""A note is worth knowing but no fault: it never lowers a score and flags no cell."""
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low", "note")
"""The worst first."""
CERTAIN = 0.5
"""The certainty from which on a cell counts as failing."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """How much of a column a check could look at, where its different texts are too many."""

    share: float
    """Of the failing rows, as far as can be told, those that the predicate names."""
    rows: int
    """That this rests on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's finding about some cells or rows."""

    check: str
    """The check's id in the catalogue, such as `sentinel_string`."""
    dimension: Dimension
    severity: Severity
    columns: tuple[str, ...]
    """The columns whose cells are at fault, the first above all; empty where it is about whole rows."""
    title: str
    """What is wrong, in a few words of a person: "`city` has 12 spellings that differ only in case"."""
    why: str
    """Why it matters, in a sentence."""
    predicate: Predicate | None
    """True in the failing rows, as far as these were looked at.

    None where no row fails by itself, such as in a column that is constant.
    """
    checked: int
    """Rows that were looked at."""
    failed: Measure | None = None
    """Rows that fail; None until they were counted, and where no row fails by itself.

    Where rows fail by what stands before them, so that no predicate names them, the check has counted them itself.
    """
    examples: tuple[Scalar, ...] = ()
    """Some failing values, most frequent first."""
    fixes: tuple[Operation, ...] = ()
    """The best first."""
    certainty: float = 1.0
    """From 0 to 1: how likely the cells are errors, by the check's evidence; see `CERTAIN`."""
    looked_at: LookedAt | None = None
    """None where the predicate names every row that fails; otherwise `failed` is estimated from those that it does."""
    also: tuple[str, ...] = ()
    """Other checks that found the same cells, by id; their fixes follow those of this one."""

    @property
    def named(self) -> float:
        """Return in how many rows the predicate is true, as far as they were counted."""
        failed = self.failed.value if self.failed is not None else 0.0
        return failed * self.looked_at.share if self.looked_at is not None else failed

    @property
    def share(self) -> float | None:
        """Return the share of the rows looked at that fail."""
        return self.failed.value / self.checked if self.failed is not None and self.checked else None
