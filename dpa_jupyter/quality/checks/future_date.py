"""`future_date`: dates that are still to come, where nothing says that they may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

PLANNED = re.compile(
    r"due|expir|end|until|next|plan|sched|deadline|target|forecast|valid|renew|matur|future|to\b", re.IGNORECASE
)
"""Names of dates that usually lie ahead."""
FEW = 0.05
ID = "future_date"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows with a date after tomorrow; all day long by the same predicate."""
    tomorrow = evidence.now.date() + timedelta(days=1)
    for known in evidence.columns:
        if known.type in ("date", "datetime") and not PLANNED.search(known.column.name) and _is_after(known, tomorrow):
            yield _finding(evidence, known, tomorrow)


def _is_after(known: ColumnEvidence, day: date) -> bool:
    return isinstance(known.maximum, str) and known.maximum[:10] > day.isoformat() and known.maximum[:4] != "9999"


def _finding(evidence: FrameEvidence, known: ColumnEvidence, tomorrow: date) -> Finding:
    name = known.column.name
    limit = tomorrow + timedelta(days=1)
    midnight = datetime.combine(limit, time())
    where = call("greater_or_equal", Column(name), midnight if known.type == "datetime" else limit)
    return finding(
        ID, "timeliness", evidence, (name,), where,
        title=f"`{name}` has dates in the future, up to {str(known.maximum)[:10]}",
        why="What has not happened yet was recorded: a year or the order of day and month is wrong.",
        examples=(known.maximum,), certainty=0.6,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="timeliness",
    definition="dates later than tomorrow in a column whose name speaks of no plan",
    source="own definition",
    reason="A day is left for time zones; where more than one in twenty lie ahead, they are meant to.",
    look=look,
    most_share=FEW,
    thresholds={"few": FEW},
)
