"""The only way from the loop to a model that is elsewhere: what goes out is masked, what comes back is put back.

So everything but the model itself, such as tools, log and view, has real values, and the model has none but what its
level allows.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import cast

from dpa_jupyter.messages import Message
from dpa_jupyter.models.accumulator import accumulate
from dpa_jupyter.models.chat_model import (
    ChatModel,
    Delta,
    Finish,
    ModelSettings,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    ToolSpec,
    UsageDelta,
)
from dpa_jupyter.safety.privacy.outgoing import Outgoing
from dpa_jupyter.safety.privacy.restoring import StreamRestorer, restored_arguments
from dpa_jupyter.surrogates import mended


class PrivateModel:
    """Wraps a model.

    Args:
        model: the model that is elsewhere.
        outgoing: makes the messages that leave; it is made with the first request, since it looks through the data.
        sending: is told before each request what is about to leave.
        most_held: characters of tool calls that are held until they are whole; what is longer passes as it came, and is
            for the caller to refuse.
    """

    def __init__(
        self,
        model: ChatModel,
        outgoing: Callable[[], Outgoing],
        sending: Callable[[Outgoing], None],
        *,
        most_held: int,
    ) -> None:
        self._model = model
        self._outgoing = outgoing
        self._sending = sending
        self._most_held = most_held

    @property
    def name(self) -> str:
        """Return the name of the model."""
        return self._model.name

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec], settings: ModelSettings
    ) -> AsyncGenerator[Delta, None]:
        """Stream one answer, with values in place of placeholders.

        Raises:
            ModelError: the answer can't be had.
        """
        outgoing, told, specs = await asyncio.to_thread(self._prepared, messages, tools)
        self._sending(outgoing)
        answer = _Answer(outgoing, self._most_held)
        deltas = cast("AsyncGenerator[Delta, None]", self._model.stream(told, specs, settings))
        try:
            async with aclosing(deltas):
                async for delta in answer.restored(deltas):
                    yield delta
        finally:
            answer.remember()

    def _prepared(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec]
    ) -> tuple[Outgoing, list[Message], list[ToolSpec]]:
        outgoing = self._outgoing()
        return outgoing, outgoing.messages(messages, tools), outgoing.tools(tools)


class _Answer:
    """One answer on its way to the user."""

    def __init__(self, outgoing: Outgoing, most_held: int) -> None:
        self._outgoing = outgoing
        self._most_held = most_held
        self._text = StreamRestorer(outgoing.vault)
        self._thinking = StreamRestorer(outgoing.vault)
        self._said: list[str] = []
        self._shown: list[str] = []
        self._held: list[ToolCallDelta] = []
        self._length = 0

    async def restored(self, deltas: AsyncIterator[Delta]) -> AsyncIterator[Delta]:
        """Put values back; tool calls come whole, at the end of the answer."""
        async for delta in deltas:
            for ready in self._one(delta):
                yield ready
        for ready in self._rest():
            yield ready

    def remember(self) -> None:
        """Keep what the model said behind what the user was shown."""
        self._remember(mended("".join(self._shown)), mended("".join(self._said)))

    def _remember(self, shown: str, said: str) -> None:
        self._outgoing.echoes.remember(self._outgoing.level, shown, said)

    def _one(self, delta: Delta) -> list[Delta]:
        match delta:
            case TextDelta():
                self._said.append(delta.text)
                return self._shown_text(self._text.add(delta.text))
            case ThinkingDelta():
                text = self._thinking.add(delta.text)
                return [ThinkingDelta(text)] if text else []
            case ToolCallDelta():
                return self._hold(delta)
            case UsageDelta() | Finish():
                return [*self._rest(), delta]

    def _shown_text(self, text: str) -> list[Delta]:
        self._shown.append(text)
        return [TextDelta(text)] if text else []

    def _hold(self, delta: ToolCallDelta) -> list[Delta]:
        self._held.append(delta)
        self._length += len(delta.arguments) + 1
        if self._length <= self._most_held:
            return []
        passed: list[Delta] = list(self._held)
        self._held.clear()
        return passed

    def _rest(self) -> list[Delta]:
        thinking = self._thinking.rest()
        ready: list[Delta] = [ThinkingDelta(thinking)] if thinking else []
        ready += self._shown_text(self._text.rest())
        for place, call in enumerate(accumulate(self._held).tool_calls):
            arguments = restored_arguments(call.arguments, self._outgoing.vault)
            self._remember(arguments, call.arguments)
            ready.append(ToolCallDelta(place, call.id, call.name, arguments))
        self._held.clear()
        return ready
