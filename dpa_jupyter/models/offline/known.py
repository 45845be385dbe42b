"""The columns that a question may name, from what was seen of the frame."""

from __future__ import annotations

from dpa_jupyter.findings import ColumnProfile, FrameCard, FrameProfile
from dpa_jupyter.models.offline.choice import holds_dates
from dpa_jupyter.models.offline.question import KnownColumn

PROFILED = 60
"""Columns that a profile tells at once."""


def words_to_choose_by(card: FrameCard | None, words: str) -> str:
    """Return the words by which the columns of a wide frame are chosen for its profile; of another it has them all."""
    return words if card is not None and card["column_count"] > PROFILED else ""


def known_columns(profile: FrameProfile | None, card: FrameCard | None = None) -> list[KnownColumn]:
    """Return the columns with their values; from a card without values, which are not in the card of every frame."""
    if profile is not None:
        return [_known(column) for column in profile["columns"]]
    return [KnownColumn(column["name"], column["type"]) for column in card["columns"]] if card else []


def _known(column: ColumnProfile) -> KnownColumn:
    kind = "datetime" if holds_dates(column) else column["type"]
    values = tuple(top["value"] for top in column["top"])
    return KnownColumn(column["name"], kind, values, column["distinct"], tuple(column["notes"]))
