"""The data dictionary of a frame."""

from __future__ import annotations

from typing import cast

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.findings import ColumnDocument, FrameDocument, FrameProfile
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.document_columns import document_column
from dpa_jupyter.tools.document_keys import candidate_keys
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.profile import profile_frame, quality_sentences
from dpa_jupyter.tools.query_bounds import QueryBounds
from dpa_jupyter.tools.tables import SHOWN_ROWS
from dpa_jupyter.tools.tool import Observation, ToolContext

MOST_KEYS = 5


@tool()
def document_frame(context: ToolContext, frame: str) -> Observation:
    """Write a data dictionary: what a row stands for, candidate keys, each column's role, likely meaning and values.

    Meanings are guesses from names, and say so. Keys are checked on all rows.

    Args:
        context: The frames and the limits of the call.
        frame: The name of a frame.
    """
    found = context.frames[frame]
    context.progress(f"documenting {frame}", None)
    bounds = QueryBounds.of_call(context)
    profile = profile_frame(found, None, bounds)
    keys = candidate_keys(found, profile, bounds)
    told = FrameDocument(
        frame=frame,
        rows=profile["rows"],
        column_count=profile["column_count"],
        grain=_grain(profile, keys),
        keys=keys[:MOST_KEYS],
        columns=[document_column(column, profile["rows"]) for column in profile["columns"]],
        notes=_notes(profile, keys),
    )
    return Observation(cast("Json", told), value=told, displays=(_display(told),), quality=quality_sentences(profile))


def _grain(profile: FrameProfile, keys: list[list[str]]) -> str | None:
    """Say what one row stands for, as far as keys tell; a key by accident is likely where rows are few."""
    if keys:
        return f"one row for each {' and '.join(keys[0])}, as far as these {profile['rows']:,} rows tell"
    if profile["duplicate_rows"] == 0:
        return "no column and no pair of columns tells all rows apart, but no two rows are alike"
    return None


def _notes(profile: FrameProfile, keys: list[list[str]]) -> list[str]:
    notes = list(profile["notes"])
    if profile["more_columns"]:
        notes.append(f"{profile['more_columns']:,} more columns are not listed.")
    if len(keys) > MOST_KEYS:
        notes.append(f"{len(keys) - MOST_KEYS:,} more candidate keys are not listed.")
    return notes


def _display(told: FrameDocument) -> TableDisplay:
    lines = tuple(_line(column) for column in told["columns"][:SHOWN_ROWS])
    return TableDisplay(
        f"Data dictionary of {told['frame']}",
        ("column", "type", "role", "meaning", "values", "missing"),
        lines,
        total_rows=told["column_count"] if told["column_count"] > len(lines) else None,
    )


def _line(column: ColumnDocument) -> tuple[str, ...]:
    return (column["name"], column["type"], column["role"], column["meaning"], column["values"], column["missing"])
