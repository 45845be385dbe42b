"""The record of a frame's reports, as it is drawn."""

from __future__ import annotations

from dpa_jupyter.quality.desk.answers import RecordCard, RecordPoint
from dpa_jupyter.quality.desk.cells import cut
from dpa_jupyter.quality.record.alarms import alarms
from dpa_jupyter.quality.record.entry import Entry
from dpa_jupyter.quality.record.record import Recorded

MOST_POINTS = 200
MOST_COLUMNS = 500


def record_card(known: Recorded, column: str | None) -> RecordCard:
    """Return the latest reports, with the missing values of one column."""
    entries = known.entries
    names = list(entries[-1].columns)[:MOST_COLUMNS] if entries else []
    return RecordCard(
        points=[_point(entry, column) for entry in entries[-MOST_POINTS:]],
        columns=[cut(name) for name in names],
        alarms=[cut(alarm.title, 300) for alarm in alarms(entries)],
        note=cut("; ".join(known.damage[:3]), 600),
    )


def _point(entry: Entry, column: str | None) -> RecordPoint:
    known = next((of for name, of in entry.columns.items() if cut(name) == column), None)
    return RecordPoint(
        at=entry.at,
        rows=entry.rows,
        score=entry.score,
        missing=known.missing if known else None,
        findings=sum(count for severity, count in entry.findings.items() if severity != "note"),
    )
