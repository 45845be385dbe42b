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
            seen.append((_exchange(started[event.call_id], event), event.step))
    return len({step for what, step in seen if what == seen[-1][0]})


def _exchange(call: ToolStarted, result: ToolFinished) -> str:
    """Write down a call and its result, without the names of the frames it made: those are new each time."""
    content = json.dumps(result.content, sort_keys=True, default=str)
    for frame in result.frames:
        content = content.replace(json.dumps(frame.name), '""')
    return json.dumps([call.tool, call.arguments, content], sort_keys=True, default=str)
