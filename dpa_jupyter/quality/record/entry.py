"""One line of the record: what a finished report of a frame said, in numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dpa_jupyter.quality.desk.study import Snapshot
from dpa_jupyter.quality.finding import SEVERITIES, Dimension, Severity

MOST_COLUMNS = 500
"""Of which an entry is kept; a record of frames with more says nothing of the rest."""


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column as a report had it."""

    missing: float | None
    """The share of the rows without a value."""
    distinct: float | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished report of a frame; it holds no value of any cell."""

    at: float
    """Seconds since 1970, UTC."""
    frame: str
    content: str | None
    """A hash of the frame; None where it can't be hashed."""
    rows: int
    score: float | None
    """From 0 to 100."""
    dimensions: Mapping[Dimension, float | None] = field(default_factory=dict)
    columns: Mapping[str, ColumnEntry] = field(default_factory=dict)
    findings: Mapping[Severity, int] = field(default_factory=dict)

    def says_the_same_as(self, other: Entry) -> bool:
        """Tell whether two reports are of the same data and come to the same."""
        is_same = self.content is not None and self.content == other.content
        return is_same and (self.score, self.findings) == (other.score, other.findings)


def entry_of(snapshot: Snapshot, content: str | None, at: float) -> Entry:
    """Return what is put on record of a finished report."""
    evidence, card = snapshot.evidence, snapshot.score
    columns = {
        column.column.name: ColumnEntry(
            missing=column.missing.value / column.rows if column.rows and column.failure is None else None,
            distinct=None if column.distinct is None else float(column.distinct.value),
        )
        for column in evidence.columns[:MOST_COLUMNS]
    }
    counts: dict[Severity, int] = {
        severity: sum(finding.severity == severity for finding in snapshot.findings) for severity in SEVERITIES
    }
    return Entry(
        at=at,
        frame=evidence.frame,
        content=content,
        rows=evidence.rows,
        score=card["score"]["value"] if card else None,
        dimensions={known["dimension"]: known["score"] for known in card["dimensions"]} if card else {},
        columns=columns,
        findings={severity: count for severity, count in counts.items() if count},
    )
