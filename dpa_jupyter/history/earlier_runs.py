"""What a run is told of those before it in the same session: what was asked, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dpa_jupyter.events import Answered, Event, RunStarted
from dpa_jupyter.messages import AssistantMessage, Message, Text, UserMessage

CHARACTERS_PER_TOKEN = 3
"""A cautious reckoning: English text has about four, tables and code about three."""


def earlier_runs(runs: Iterable[Iterable[Event]], tokens: int) -> list[Message]:
    """Return the latest requests and answers that fit, oldest first; runs without an answer are left out."""
    budget = tokens * CHARACTERS_PER_TOKEN
    kept: list[tuple[Message, Message]] = []
    for request, answer in reversed([pair for events in runs if (pair := _exchange(list(events)))]):
        budget -= len(request) + len(answer)
        if budget < 0:
            break
        kept.append((UserMessage((Text(request),)), AssistantMessage(answer)))
    return [message for exchange in reversed(kept) for message in exchange]


def _exchange(events: Sequence[Event]) -> tuple[str, str] | None:
    requests = [event.request for event in events if isinstance(event, RunStarted)]
    answers = [event.text for event in events if isinstance(event, Answered)]
    return (requests[0], answers[-1]) if requests and answers else None
