"""`sentinel_date`: 1900-01-01, 1970-01-01, 9999-12-31 and the like in place of no date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.dates import FORMS, Dates, dates, day_of
from dpa_jupyter.quality.detection.texts import Texts
from dpa_jupyter.quality.detection.writing import finding, is_any, make_missing, quoted
from dpa_jupyter.quality.engines.tables.plain_numbers import python_values
from dpa_jupyter.quality.evidence import FrameEvidence, ValueCounts
from dpa_jupyter.quality.expressions import Predicate
from dpa_jupyter.quality.finding import Finding

DAYS = frozenset(map(date.fromisoformat, (
    "0001-01-01", "1582-10-15", "1601-01-01", "1753-01-01", "1800-01-01", "1899-12-30", "1899-12-31", "1900-01-01",
    "1900-01-02", "1904-01-01", "1970-01-01", "1980-01-01", "2099-12-31", "2999-12-31", "2262-04-11", "9999-12-31",
    "9999-01-01", "1111-11-11",
)))  # fmt: skip
"""The first or last days of systems: Windows, SQL Server, Excel, Unix, pandas, and those that people type."""
FEWEST = 2
SPIKE = 5.0
"""Such a day must be so many times as frequent as the usual day, or lie apart from all others."""
APART_YEARS = 10
MOST_SHARE = 0.6
MOST_OTHERS = 1_000
ID = "sentinel_date"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose date is a system's first or last one, too often to be true."""
    for known in evidence.columns:
        if known.type in ("date", "datetime") and known.values is not None:
            values, counts = _looked_at(known.values)
            chosen = _chosen([_day(value) for value in values], counts)
            if chosen.any():
                found = [
                    value for value, is_one in zip(values, chosen, strict=True) if is_one and isinstance(value, date)
                ]
                where = is_any(known.column.name, found)
                yield _finding(evidence, known.column.name, where, [str(each) for each in found])
    for column in dates(evidence).values():
        chosen = _chosen(_days(column), column.texts.counts)
        said = column.texts.having(chosen)
        if said.words:
            yield _finding(evidence, said.column, is_any(said.column, said.words), said.words, said)


def _looked_at(known: ValueCounts) -> tuple[list[object], np.ndarray]:
    """Return the dates that are repeated and some of the others; a sentinel is one of those that are."""
    counts = np.asarray(known.counts)
    repeated = int((counts >= FEWEST).sum())
    others = np.linspace(repeated, max(repeated, len(counts) - 1), MOST_OTHERS).astype(np.int64)
    places = np.unique(np.concatenate([np.arange(min(repeated, MOST_OTHERS)), others[others < len(counts)]]))
    return python_values(known.values.take(places)), counts[places]


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def _days(column: Dates) -> list[date | None]:
    days = (
        next((day for pattern in FORMS[form].formats if (day := day_of(word, pattern))), None) if form >= 0 else None
        for word, form in zip(column.texts.words, column.forms.tolist(), strict=True)
    )
    return [day.date() if day else None for day in days]


def _chosen(days: list[date | None], counts: np.ndarray) -> np.ndarray:
    is_sentinel = np.array([day in DAYS for day in days], dtype=np.bool_)
    rest = sorted(day.year for day, is_one in zip(days, is_sentinel, strict=True) if day and not is_one)
    if not is_sentinel.any() or len(rest) < FEWEST:
        return np.zeros(len(days), dtype=bool)
    low, high = rest[len(rest) // 100], rest[-1 - len(rest) // 100]
    years = np.array([day.year if day else low for day in days])
    apart = (years <= low - APART_YEARS) | (years >= high + APART_YEARS)
    usual = float(np.median(counts[~is_sentinel]))
    often = (counts >= FEWEST) & (apart | (counts >= SPIKE * usual))
    return np.asarray(is_sentinel & often, dtype=np.bool_)


def _finding(
    evidence: FrameEvidence, name: str, where: Predicate, shown: list[str], among: Texts | None = None
) -> Finding:
    return finding(
        ID, "completeness", evidence, (name,), where, title=f"`{name}` seems to say {quoted(shown)} for no date",
        why="Ages, durations and the first or last date are wrong with it.", severity="high", examples=shown,
        fixes=(make_missing(name, where, "medium", "Systems write this day where they have none."),), certainty=0.8,
        among=among,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="completeness",
    definition="rows with the first or last day of a system's calendar, where that is a spike or lies apart",
    source="the epochs of Unix, Windows, SQL Server and Excel",
    reason="A day can be true once; not five times as often as the usual one, nor ten years from all others.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"spike": SPIKE, "apart_years": APART_YEARS},
)
