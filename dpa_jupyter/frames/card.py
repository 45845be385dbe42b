"""The schema card: what a model is told of a frame before it asks anything."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.findings import FrameCard, Precision
from dpa_jupyter.frames.card_budget import fit, most_entries
from dpa_jupyter.frames.card_sample import card_rows
from dpa_jupyter.frames.card_statistics import column_cards, could_not_be_read, is_approximate
from dpa_jupyter.frames.frame import Column, Frame


def card(frame: Frame, tokens: int = 6000, focus: Sequence[str] = ()) -> FrameCard:
    """Describe a frame within a budget, from one reading of its data.

    Columns named in `focus` come first, the others in their order. Where the budget is short, top values go first,
    then ranges, then all but the names, then names. Tokens are estimated from above, at three bytes of JSON each.
    A frame too large to be read at once is described from a sample, and the card says so. What can't be read is said
    in its place; nothing is raised.
    """
    try:
        columns = frame.adapter.columns(frame.value)
        ordered = _focus_first(columns, focus)
        detailed = ordered[: most_entries(len(ordered), tokens)]
        rows = card_rows(frame, [column.name for column in detailed])
        cards = column_cards(detailed, rows)
    except Exception as error:  # noqa: BLE001 - a plan may fail in any way; the card says how
        return _empty(frame, [could_not_be_read(error)])
    whole = _empty(frame, [rows.note] if rows.note else [])
    whole["rows"] = rows.total
    whole["column_count"] = len(columns)
    whole["rows_used"] = rows.used
    whole["precision"] = _precision(rows.precision, approximate=is_approximate(rows))
    return fit(whole, cards, [column.name for column in ordered], tokens)


def _focus_first(columns: Sequence[Column], focus: Sequence[str]) -> list[Column]:
    wanted = set(focus)
    return sorted(columns, key=lambda column: column.name not in wanted)


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
