"""`timezone_mix`: times of several zones, or some with a zone and some without."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.times import zone_of
from dpa_jupyter.quality.detection.writing import finding, matching_or_any, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

_MOMENT = r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
_ZONE = r"\s?(?:Z|UTC|GMT|[+-][0-9]{2}:?(?:[0-9]{2})?)"
WITHOUT, WITH = _MOMENT + r"\s*$", _MOMENT + _ZONE + r"\s*$"
LEAST_SHARE = 0.8
MOST_EXCEPTIONS = 0.25
"""Of the texts; where more have an offset, or none, both are meant."""
ID = "timezone_mix"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name text columns with several offsets, and columns of times that are not of one zone."""
    for column in texts(evidence).values():
        if column.share(column.matching(_MOMENT)) >= LEAST_SHARE:
            yield from _of_texts(evidence, column)
    zones = _zones(evidence)
    if len(set(zones.values())) > 1:
        yield _between_columns(evidence, zones)


def _of_texts(evidence: FrameEvidence, column: Texts) -> Iterator[Finding]:
    without, with_zone = column.matching(WITHOUT), column.matching(WITH)
    if without.any() and with_zone.any():
        yield _half(evidence, column, without, with_zone)
        return
    offsets = _offsets(column.having(with_zone))
    if len(offsets) > 1:
        yield finding(
            ID, "timeliness", evidence, (column.column,), None,
            title=f"`{column.column}` has times of several offsets: {quoted(offsets)}",
            why="They sort and compare as text by what the clock said there, not by what was first.",
            severity="note", examples=offsets, certainty=0.3,
        )  # fmt: skip


def _half(evidence: FrameEvidence, column: Texts, without: np.ndarray, with_zone: np.ndarray) -> Finding:
    name, are_fewer = column.column, column.share(without) <= column.share(with_zone)
    fewer = column.having(without if are_fewer else with_zone)
    is_exception = column.share(without if are_fewer else with_zone) <= MOST_EXCEPTIONS
    return finding(
        ID, "timeliness", evidence, (name,), matching_or_any(fewer, WITHOUT if are_fewer else WITH),
        title=f"`{name}` has times with an offset from UTC and times without: {quoted(fewer.words)}",
        why="Which moment a time without an offset means can only be guessed: it may be hours off.",
        severity="low" if is_exception else "note", examples=fewer.words, certainty=0.6, among=fewer,
    )  # fmt: skip


def _offsets(column: Texts) -> list[str]:
    """Return the offsets, the most frequent first; different ways to write UTC are one."""
    rows: dict[str, int] = {}
    for word, count in zip(column.words, column.counts.tolist(), strict=True):
        offset = _offset(word)
        rows[offset] = rows.get(offset, 0) + count
    return sorted(rows, key=lambda offset: (-rows[offset], offset))


def _offset(text: str) -> str:
    end = text.strip()[16:].lstrip("0123456789:., ")
    digits = end.lstrip("+-").replace(":", "")
    if not digits.strip("0") or digits in ("Z", "UTC", "GMT"):
        return "UTC"
    return f"{end[0]}{digits.ljust(4, '0')[:2]}:{digits.ljust(4, '0')[2:]}"


def _zones(evidence: FrameEvidence) -> dict[str, str]:
    times = [known for known in evidence.columns if known.type == "datetime" and known.failure is None]
    return {known.column.name: zone_of(known) or "no zone" for known in times}


def _between_columns(evidence: FrameEvidence, zones: dict[str, str]) -> Finding:
    told = "; ".join(f"`{name}` {zone}" for name, zone in list(zones.items())[:5])
    return finding(
        ID, "timeliness", evidence, tuple(zones), None,
        title=f"Columns of times are not of one zone: {told}",
        why="Differences between them are hours off, or can't be told.", severity="note", certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="timeliness",
    definition="times as text, some with an offset and some without, or of several; columns of times of several zones",
    source="ISO 8601-1:2019, 5.3.4: a time without an offset is local, wherever that is",
    reason="One time of the other kind is enough: which moment is meant is not known.",
    look=look,
    thresholds={"least_share": LEAST_SHARE, "most_exceptions": MOST_EXCEPTIONS},
)
