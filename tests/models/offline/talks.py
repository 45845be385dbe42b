"""Drives the offline model through a whole request, as the loop does, and keeps all that was said."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from dpa_jupyter.findings import FrameCard
from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.messages import AssistantMessage, Data, Message, Text, ToolCall, ToolMessage, UserMessage
from dpa_jupyter.models.chat_model import (
    Delta,
    Finish,
    ModelSettings,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    ToolSpec,
)
from dpa_jupyter.models.offline import OfflineModel
from dpa_jupyter.tools.tool import Tool, ToolContext

MOST_STEPS = 8
Workshop = Mapping[str, Callable[[JsonObject], Awaitable[Json]]]
"""What each tool does; it may raise."""


@dataclass
class Talk:
    """A conversation, from the request to the answer."""

    messages: list[Message]
    answer: str = ""
    thoughts: list[str] = field(default_factory=list)
    deltas: list[Delta] = field(default_factory=list)

    @property
    def calls(self) -> list[str]:
        """List the names of the tools that were called, in order."""
        return [
            call.name
            for message in self.messages
            if isinstance(message, AssistantMessage)
            for call in message.tool_calls
        ]

    @property
    def observed(self) -> list[Json]:
        """List all that may be quoted: the cards and the results of the tools."""
        messages = [message for message in self.messages if isinstance(message, UserMessage | ToolMessage)]
        return [part.value for message in messages for part in message.parts if isinstance(part, Data)]


def asked(
    text: str,
    *,
    verb: str = "",
    frames: Sequence[str] = ("df",),
    column: str | None = None,
    cards: Iterable[FrameCard] = (),
) -> UserMessage:
    """Make the message that opens a run."""
    target = {"frame": frames[0], "column": column} if column is not None else None
    request = {"verb": verb, "text": text, "frames": list(frames), "target": target, "notes": []}
    data = [Data("request", cast("Json", request)), *(Data("frame", cast("Json", card)) for card in cards)]
    return UserMessage((Text(text), *data))


async def talk(opening: Sequence[Message], workshop: Workshop) -> Talk:
    """Let the model work until it answers; more than the agreed steps fail the test."""
    told = Talk(list(opening))
    for _ in range(MOST_STEPS):
        step = await one_step(told.messages, list(workshop))
        told.deltas.extend(step)
        calls = [
            ToolCall(delta.id or "", delta.name or "", delta.arguments)
            for delta in step
            if isinstance(delta, ToolCallDelta)
        ]
        text = "".join(delta.text for delta in step if isinstance(delta, TextDelta))
        thinking = "".join(delta.text for delta in step if isinstance(delta, ThinkingDelta))
        told.messages.append(AssistantMessage(text, thinking, tuple(calls)))
        if not calls:
            told.answer = text
            return told
        told.thoughts.append(thinking)
        told.messages.extend([await _result(call, workshop) for call in calls])
    raise AssertionError(f"no answer within {MOST_STEPS} steps: {told.calls}")


async def one_step(messages: Sequence[Message], tools: Iterable[str]) -> list[Delta]:
    """Ask the model once; its stream has to end with its own word that it is whole."""
    specs = [ToolSpec(name, "", {}) for name in tools]
    step = [delta async for delta in OfflineModel().stream(messages, specs, ModelSettings())]
    assert isinstance(step[-1], Finish)
    return step


def workshop_of(tools: Mapping[str, Tool], context: ToolContext) -> Workshop:
    """Make real tools do the work."""

    def worker(tool: Tool) -> Callable[[JsonObject], Awaitable[Json]]:
        async def work(arguments: JsonObject) -> Json:
            return (await tool.call(arguments, context)).content

        return work

    return {name: worker(tool) for name, tool in tools.items()}


def remembered(workshop: Workshop) -> Workshop:
    """Make each tool work only once for the same arguments, so that many questions share one profile."""
    known: dict[tuple[str, str], Json] = {}

    def worker(name: str) -> Callable[[JsonObject], Awaitable[Json]]:
        async def work(arguments: JsonObject) -> Json:
            key = (name, json.dumps(arguments, sort_keys=True))
            if key not in known:
                known[key] = await workshop[name](arguments)
            return known[key]

        return work

    return {name: worker(name) for name in workshop}


def by_hand(findings: Mapping[str, object]) -> Workshop:
    """Make tools that find the same whatever they are asked; an error is raised instead."""

    def worker(finding: object) -> Callable[[JsonObject], Awaitable[Json]]:
        async def work(arguments: JsonObject) -> Json:
            if isinstance(finding, Exception):
                raise finding
            return cast("Json", finding)

        return work

    return {name: worker(finding) for name, finding in findings.items()}


async def _result(call: ToolCall, workshop: Workshop) -> ToolMessage:
    try:
        content = await workshop[call.name](json.loads(call.arguments))
    except Exception as error:  # noqa: BLE001 - as the loop does: no tool can end a run
        return ToolMessage(call.id, call.name, (Data(call.name, {"error": str(error)}),), ok=False)
    # What a tool gives goes through the log, so it has to be JSON.
    return ToolMessage(call.id, call.name, (Data(call.name, json.loads(json.dumps(content))),))
