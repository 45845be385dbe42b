"""Notice a model that goes in circles: the same call, again and again, with the same result."""

from __future__ import annotations

import json
from collections.abc import Iterable

from dpa_jupyter.events import Event, ToolFinished, ToolStarted


def repetitions(events: Iterable[Event]) -> int:
    """Count the steps in which the latest call was made with the same arguments and result, this one included."""
    started: dict[str, ToolStarted] = {}
    seen: list[tuple[str, int]] = []
    for event in events:
        if isinstance(event, ToolStarted):
            started[event.call_id] = event
        elif isinstance(event, ToolFinished) and event.call_id in started:
            call = started[event.call_id]
            what = json.dumps([call.tool, call.arguments, event.content], sort_keys=True, default=str)
            seen.append((what, event.step))
    return len({step for what, step in seen if what == seen[-1][0]})
