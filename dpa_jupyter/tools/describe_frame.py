"""The schema card of a frame, on demand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from dpa_jupyter.displays import Cell, TableDisplay
from dpa_jupyter.findings import ColumnCard, FrameCard
from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.columns import find_column
from dpa_jupyter.frames.scalars import short_text
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.tables import SHOWN_ROWS
from dpa_jupyter.tools.tool import Observation, ToolContext
from dpa_jupyter.wording import percent, rows_of

TOKENS = 6000
MOST_SENTENCES = 12


@tool()
def describe_frame(context: ToolContext, frame: str, columns: list[str] | None = None) -> Observation:
    """Describe a frame: its columns with type, missing share, distinct values, range and most frequent values.

    Args:
        context: The frames.
        frame: The name of a frame.
        columns: The columns to describe; all, as far as they fit, if not given.
    """
    found = context.frames[frame]
    known = [column.name for column in found.adapter.columns(found.value)]
    wanted = [find_column(known, name) for name in columns or []]
    told = card(found, TOKENS, wanted)
    if wanted:
        told["columns"] = [column for column in told["columns"] if column["name"] in wanted]
    return Observation(
        cast("Json", told),
        value=told,
        displays=(card_display(told),),
        quality=tuple(_missing(told))[:MOST_SENTENCES],
    )


def card_display(told: FrameCard) -> TableDisplay:
    """Show a card as a table, a row for each column."""
    rows = "unknown number of rows" if told["rows"] is None else f"{told['rows']:,} rows"
    lines = tuple(_line(column) for column in told["columns"])
    return TableDisplay(
        f"{told['frame']}: {told['kind']}, {rows}, {told['column_count']:,} columns",
        ("column", "type", "missing", "distinct", "values"),
        lines[:SHOWN_ROWS],
        total_rows=told["column_count"] if told["column_count"] > min(len(lines), SHOWN_ROWS) else None,
    )


def _line(column: ColumnCard) -> tuple[Cell, ...]:
    missing = column.get("missing")
    return (
        column["name"],
        column["type"],
        None if missing is None else percent(missing),
        column.get("distinct"),
        short_text(_values(column), 80),
    )


def _values(column: ColumnCard) -> str:
    if "top" in column:
        return ", ".join(f"{value['value']} ({percent(value['share'])})" for value in column["top"])
    if "range" in column:
        return " to ".join(str(bound) for bound in column["range"])
    return column.get("about", "")


def _missing(told: FrameCard) -> Iterable[str]:
    rows = told["rows_used"] or 0
    for column in told["columns"]:
        share = column.get("missing", 0.0)
        if share and told["precision"] == "exact":
            yield f"{column['name']} has no value in {rows_of(round(share * rows), rows)}."
        elif share:
            yield f"{column['name']} has no value in about {percent(share)} of the rows."
