"""The schema card: what a model is told of a frame before it asks anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dpa_jupyter.findings import ColumnCard, FrameCard, Precision
from dpa_jupyter.frames.card_budget import fit, most_entries
from dpa_jupyter.frames.card_sample import card_rows
from dpa_jupyter.frames.card_statistics import column_cards, could_not_be_read, is_approximate
from dpa_jupyter.frames.frame import Column, Frame


@dataclass(frozen=True, slots=True)
class Survey:
    """What one reading of a frame's data found, whatever the budget and the order it will be told in."""

    whole: FrameCard
    """All but the columns."""
    columns: Mapping[str, ColumnCard] = field(default_factory=dict)


def card(frame: Frame, tokens: int = 6000, focus: Sequence[str] = ()) -> FrameCard:
    """Describe a frame within a budget, from one reading of its data.

    Columns named in `focus` come first, the others in their order. Where the budget is short, top values go first,
    then ranges, then all but the names, then names. Tokens are estimated from above, at three bytes of JSON each.
    A frame too large to be read at once is described from a sample, and the card says so. What can't be read is said
    in its place; nothing is raised.
    """
    order = column_order(frame, focus)
    return arrange(survey(frame, detailed(order, tokens)), order, tokens)


def column_order(frame: Frame, focus: Sequence[str]) -> list[Column]:
    """List the columns, those in focus first; none where the schema itself can't be read."""
    wanted = set(focus)
    try:
        columns = frame.adapter.columns(frame.value)
    except Exception:  # noqa: BLE001 - a plan may fail in any way; the survey says how
        return []
    return sorted(columns, key=lambda column: column.name not in wanted)


def detailed(order: Sequence[Column], tokens: int) -> Sequence[Column]:
    """Return the columns that can have an entry of their own within a budget."""
    return order[: most_entries(len(order), tokens)]


def survey(frame: Frame, columns: Sequence[Column]) -> Survey:
    """Read a frame once, and find out what is told of these columns."""
    try:
        total = len(frame.adapter.columns(frame.value))
        rows = card_rows(frame, [column.name for column in columns])
        cards = column_cards(columns, rows)
    except Exception as error:  # noqa: BLE001 - a plan may fail in any way; the card says how
        return Survey(_empty(frame, [could_not_be_read(error)]))
    whole = _empty(frame, [rows.note] if rows.note else [])
    whole["rows"] = rows.total
    whole["column_count"] = total
    whole["rows_used"] = rows.used
    whole["precision"] = _precision(rows.precision, approximate=is_approximate(rows))
    return Survey(whole, {column.name: told for column, told in zip(columns, cards, strict=True)})


def arrange(found: Survey, order: Sequence[Column], tokens: int) -> FrameCard:
    """Put what was found into a card of this order and budget."""
    if not found.whole["column_count"]:
        return found.whole.copy()
    cards = [found.columns[column.name] for column in order if column.name in found.columns]
    return fit(found.whole, cards, [column.name for column in order], tokens)


def _precision(of_rows: Precision, *, approximate: bool) -> Precision:
    return "approximate" if of_rows == "exact" and approximate else of_rows


def _empty(frame: Frame, notes: list[str]) -> FrameCard:
    return FrameCard(
        frame=frame.name,
        kind=frame.adapter.type_name,
        rows=None,
        column_count=0,
        columns=[],
        precision="exact",
        rows_used=None,
        notes=notes,
    )
