"""Notice a model that goes in circles: the same call, again and again, with the same result."""

from __future__ import annotations

import json
from collections.abc import Iterable

from dpa_jupyter.events import Event, ToolFinished, ToolStarted


def repetitions(events: Iterable[Event]) -> int:
    """Count how often the latest call was made before with the same arguments and the same result, itself included."""
    started: dict[str, ToolStarted] = {}
    seen: list[str] = []
    for event in events:
        if isinstance(event, ToolStarted):
            started[event.call_id] = event
        elif isinstance(event, ToolFinished) and event.call_id in started:
            call = started[event.call_id]
            seen.append(json.dumps([call.tool, call.arguments, event.content], sort_keys=True, default=str))
    return seen.count(seen[-1]) if seen else 0
