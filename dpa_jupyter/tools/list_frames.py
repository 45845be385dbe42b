"""Which frames there are."""

from __future__ import annotations

from typing import cast

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.findings import FrameList, FrameListing
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import column_names, known_rows
from dpa_jupyter.frames.scalars import short_text
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.tables import SHOWN_ROWS
from dpa_jupyter.tools.tool import Observation, ToolContext

MOST_FRAMES = 100
MOST_NAMES = 30
LONGEST_NAME = 80


@tool()
def list_frames(context: ToolContext) -> Observation:
    """List the frames that can be named: the user's, and those that were made in this run."""
    listings = [_listing(frame) for frame in list(context.frames.values())[:MOST_FRAMES]]
    rows = tuple(
        (told["frame"], told["kind"], told["rows"], len(told["columns"]) + told["more_columns"]) for told in listings
    )
    shown = TableDisplay(
        "Frames",
        ("frame", "kind", "rows", "columns"),
        rows[:SHOWN_ROWS],
        total_rows=len(context.frames) if len(context.frames) > SHOWN_ROWS else None,
    )
    content = FrameList(frames=listings)
    return Observation(cast("Json", content), value=[told["frame"] for told in listings], displays=(shown,))


def _listing(frame: Frame) -> FrameListing:
    """Tell of a frame what needs no look at its data; a plan that can't be resolved has no columns."""
    names = column_names(frame) or ()
    return FrameListing(
        frame=frame.name,
        kind=frame.adapter.type_name,
        rows=known_rows(frame),
        columns=[short_text(name, LONGEST_NAME) for name in names[:MOST_NAMES]],
        more_columns=max(0, len(names) - MOST_NAMES),
    )
