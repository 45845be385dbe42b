"""The rule that providers enforce: each tool call is followed by its one result, and no result stands alone.

A run that was stopped, or whose kernel died, leaves calls without results; sending those back poisons the conversation
for good. So the pairs are mended before every request. The pass is deterministic and idempotent: prompt caches
stay warm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dpa_jupyter.messages import AssistantMessage, Data, Message, ToolCall, ToolMessage
from dpa_jupyter.sentence import own_words, sentence

INTERRUPTED = sentence("The call was interrupted: there is no result.")


def paired(messages: Sequence[Message]) -> list[Message]:
    """Put each call's result behind it, in call order; make up missing results, drop stray and repeated ones."""
    repaired: list[Message] = []
    for position, message in enumerate(messages):
        if isinstance(message, ToolMessage):
            continue
        repaired.append(message)
        if isinstance(message, AssistantMessage):
            repaired.extend(_results(message.tool_calls, _following(messages, position)))
    return repaired


def _following(messages: Sequence[Message], position: int) -> Iterable[ToolMessage]:
    """Yield the results up to the next answer of the model."""
    for message in messages[position + 1 :]:
        if isinstance(message, AssistantMessage):
            return
        if isinstance(message, ToolMessage):
            yield message


def _results(calls: Sequence[ToolCall], found: Iterable[ToolMessage]) -> list[ToolMessage]:
    by_id: dict[str, ToolMessage] = {}
    for message in found:
        by_id.setdefault(message.call_id, message)
    return [by_id.get(call.id) or _interrupted(call) for call in calls]


def _interrupted(call: ToolCall) -> ToolMessage:
    return ToolMessage(
        call.id, call.name, (Data(call.name, {"error": str(INTERRUPTED)}, own_words(INTERRUPTED)),), ok=False
    )
