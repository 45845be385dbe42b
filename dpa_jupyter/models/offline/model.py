"""The model that is there without any model: rules that speak the same protocol."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Sequence

from dpa_jupyter.messages import AssistantMessage, Message, Usage
from dpa_jupyter.models.chat_model import (
    Delta,
    Finish,
    ModelSettings,
    StaysHere,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    ToolSpec,
    UsageDelta,
)
from dpa_jupyter.models.offline.answer import markdown
from dpa_jupyter.models.offline.observations import observations
from dpa_jupyter.models.offline.playbook import Case, Step, Written, next_move
from dpa_jupyter.models.offline.request import last_request
from dpa_jupyter.models.offline.routing import playbook_for

FREE = Usage(input_tokens=0, output_tokens=0, cached_tokens=0, cost_usd=0.0)
_CALL_ID = re.compile(r"offline-(\d+)")


class OfflineModel(StaysHere):
    """Deterministic playbooks in place of a language model; what it says next depends on the messages alone."""

    @property
    def name(self) -> str:
        """Return the name by which the user chooses it."""
        return "offline"

    async def stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[ToolSpec],
        settings: ModelSettings,
    ) -> AsyncIterator[Delta]:
        """Stream the next thought with its tool calls, or the answer."""
        request, since = last_request(messages)
        seen = observations(since, (tool.name for tool in tools))
        match next_move(playbook_for(Case(request, seen)), seen):
            case Step() as step:
                deltas = _step(step, _first_free(messages))
            case Written() as written:
                deltas = _answer(markdown(written.answer, written.undone))
        for delta in deltas:
            yield delta
            await asyncio.sleep(0)


def _step(step: Step, first: int) -> Iterator[Delta]:
    yield from map(ThinkingDelta, _word_groups(step.thought))
    for index, call in enumerate(step.calls):
        yield ToolCallDelta(index, f"offline-{first + index}", call.tool, call.text)
    yield UsageDelta(FREE)
    yield Finish("tool_calls")


def _answer(text: str) -> Iterator[Delta]:
    yield from map(TextDelta, _word_groups(text))
    yield UsageDelta(FREE)
    yield Finish("stop")


def _word_groups(text: str) -> list[str]:
    return re.findall(r"\s*(?:\S+\s*){1,6}", text)


def _first_free(messages: Sequence[Message]) -> int:
    """Return the first number that no call's id in the conversation has; earlier runs may be in it too."""
    calls = [call.id for message in messages if isinstance(message, AssistantMessage) for call in message.tool_calls]
    return 1 + max((int(found[1]) for call in calls if (found := _CALL_ID.fullmatch(call))), default=0)
