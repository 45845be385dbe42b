"""Columns and findings in the order and the selection that a person asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from dpa_jupyter.quality.desk.answers import ColumnRow, Sort
from dpa_jupyter.quality.finding import Finding

Item = TypeVar("Item")
WEIGHTS = {"critical": 1e9, "high": 1e6, "medium": 1e3, "low": 1.0, "note": 1e-3}
"""A finding of one severity counts for more than any number of lesser ones."""


def matching(items: Sequence[Item], search: str, text: Callable[[Item], str]) -> Sequence[Item]:
    """Return those whose text has every word."""
    words = search.casefold().split()
    if not words:
        return items
    return [item for item in items if all(word in text(item).casefold() for word in words)]


def finding_text(finding: Finding) -> str:
    """Return what a search looks at."""
    return " ".join((finding.title, finding.check, finding.dimension, finding.severity, *finding.columns))


def in_order(rows: Sequence[ColumnRow], sort: Sort, *, descending: bool) -> Sequence[ColumnRow]:
    """Sort columns; those of which something is not known stand last, those that are alike as in the frame."""
    if sort == "place":
        return rows[::-1] if descending else rows
    known = [row for row in rows if _key(row, sort) is not None]
    unknown = [row for row in rows if _key(row, sort) is None]
    return [*sorted(known, key=lambda row: _key(row, sort) or (0.0, ""), reverse=descending), *unknown]


def _key(row: ColumnRow, sort: Sort) -> tuple[float, str] | None:
    match sort:
        case "name":
            return 0.0, row["name"].casefold()
        case "type":
            return 0.0, row["type"]
        case "missing":
            return None if row["missing_share"] is None else (row["missing_share"], "")
        case "distinct":
            return None if row["distinct"] is None else (row["distinct"]["value"], "")
        case "findings":
            return sum(WEIGHTS[severity] * count for severity, count in row["findings"].items()), ""
        case _:
            return float(row["place"]), ""
