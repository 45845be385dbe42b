"""The fold from a run's events to the messages that a model reads."""

from __future__ import annotations

from collections.abc import Iterable

from dpa_jupyter.events import Event, Instructed, ModelAnswered, PromptBuilt, ToolFinished
from dpa_jupyter.history.pairing import paired
from dpa_jupyter.messages import AssistantMessage, Data, Message, Text, ToolMessage, UserMessage


def conversation(events: Iterable[Event]) -> list[Message]:
    """Return the messages of one run, in a form that every provider takes.

    Results stand in the order of their calls, however they finished; a call without a result gets one that says so.
    """
    messages: list[Message] = []
    for event in events:
        match event:
            case PromptBuilt():
                messages.extend(event.messages)
            case Instructed():
                messages.append(UserMessage((Text(event.text),)))
            case ModelAnswered():
                messages.append(AssistantMessage(event.text, event.thinking, event.tool_calls))
            case ToolFinished():
                content = (Data(event.tool, event.content, event.own_words),)
                messages.append(ToolMessage(event.call_id, event.tool, content, event.ok))
            case _:
                pass
    return paired(messages)
