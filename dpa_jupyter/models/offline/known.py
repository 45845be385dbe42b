"""The columns that a question may name, from what was seen of the frame."""

from __future__ import annotations

from dpa_jupyter.findings import ColumnProfile, ColumnType, FrameCard, FrameProfile, Scalar
from dpa_jupyter.models.offline.choice import NUMBERS_AS_TEXT, holds_dates
from dpa_jupyter.models.offline.question import KnownColumn

LARGEST_FLOAT = 2**53
"""Beyond, a float does not hold every integer."""
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
    kind, values = column["type"], tuple(top["value"] for top in column["top"])
    if any(note.startswith(NUMBERS_AS_TEXT) for note in column["notes"]):
        kind, values = "number", tuple(number for value in values if (number := _number(value)) is not None)
    elif holds_dates(column):
        kind = _kind_of_dates(column)
    return KnownColumn(
        column["name"],
        kind,
        values,
        column["distinct"],
        tuple(column["notes"]),
        kept_as_text=kind != column["type"],
        missing=column["missing"],
    )


def _kind_of_dates(column: ColumnProfile) -> ColumnType:
    return column["type"] if column["type"] in ("date", "datetime") else "datetime"


def _number(text: Scalar) -> Scalar:
    """Return a number that is kept as text, or None where it is none."""
    try:
        number = float(str(text))
    except ValueError:
        return None
    return int(number) if number.is_integer() and abs(number) < LARGEST_FLOAT else number
