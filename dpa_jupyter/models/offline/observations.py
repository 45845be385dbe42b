"""What the conversation already holds: calls with their results, read as the findings they promise."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.messages import AssistantMessage, Data, Message, ToolMessage
from dpa_jupyter.models.offline.shapes import shaped

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Call(Generic[T_co]):
    """A tool call that a playbook wants made, and the shape of what it gives."""

    tool: str
    arguments: JsonObject
    shape: type[T_co]

    @property
    def text(self) -> str:
        """Return the arguments as a model sends them; equal arguments give equal text."""
        return json.dumps(self.arguments, sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True)
class Observations:
    """The results of one run so far, by tool and arguments."""

    by_call: Mapping[tuple[str, str], ToolMessage | None]
    """None where a call was made and nothing came back."""
    tools: frozenset[str]
    """What may be called."""

    def has(self, call: Call[T]) -> bool:
        """Tell whether there is nothing more to wait for: the call was made, or can't be made."""
        return (call.tool, call.text) in self.by_call or call.tool not in self.tools

    def of(self, call: Call[T]) -> T | None:
        """Return what the call found, or None where it was not made, failed or can't be read."""
        message = self.by_call.get((call.tool, call.text))
        return shaped(_data(message), call.shape) if message is not None and message.ok else None

    def trouble(self, call: Call[T]) -> str | None:
        """Say in a few words why there is no finding; None where there is one."""
        if self.of(call) is not None:
            return None
        if (call.tool, call.text) not in self.by_call:
            return "not among the tools of this run"
        message = self.by_call[call.tool, call.text]
        content = _data(message) if message is not None else None
        if isinstance(content, Mapping) and isinstance(content.get("error"), str):
            return str(content["error"])
        return "the result can't be read"


def observations(messages: Iterable[Message], tools: Iterable[str]) -> Observations:
    """Gather the results that these messages hold."""
    calls: dict[str, tuple[str, str]] = {}
    found: dict[tuple[str, str], ToolMessage | None] = {}
    for message in messages:
        if isinstance(message, AssistantMessage):
            for call in message.tool_calls:
                calls[call.id] = (call.name, call.arguments)
                found.setdefault((call.name, call.arguments), None)
        elif isinstance(message, ToolMessage) and message.call_id in calls:
            found[calls[message.call_id]] = message
    return Observations(found, frozenset(tools))


def _data(message: ToolMessage | None) -> Json:
    parts = message.parts if message is not None else ()
    return next((part.value for part in parts if isinstance(part, Data)), None)
