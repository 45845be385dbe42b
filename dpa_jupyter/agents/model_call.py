"""One answer of the model: streamed to whoever looks on, put together, and judged whole or broken."""

from __future__ import annotations

import time
from asyncio import CancelledError
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Literal, cast

from dpa_jupyter.errors import BrokenAnswerError, LimitReachedError, ModelError
from dpa_jupyter.events import Emit, ModelAnswered, Notice, TextStreamed
from dpa_jupyter.messages import Message, Usage
from dpa_jupyter.models.accumulator import Accumulator, WholeAnswer
from dpa_jupyter.models.chat_model import (
    ChatModel,
    Delta,
    ModelSettings,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    ToolSpec,
)
from dpa_jupyter.surrogates import ends_in_half, mended

PAUSE_BETWEEN_EVENTS = 0.05
"""Seconds; deltas in between travel together, so that nothing is done per token but to keep it."""
CUT = {
    "length": "was cut at the most tokens that one answer may have; the setting max_output_tokens may allow more",
    "content_filter": "was cut by the provider's content filter",
}
"""What is said of an answer by the reason why it is not all that the model had to say."""
NOTHING = WholeAnswer("", "", (), Usage(), None)


class ModelCall:
    """Asks a model once."""

    def __init__(self, model: ChatModel, settings: ModelSettings, *, answer_characters: int) -> None:
        self._model = model
        self._settings = settings
        self._answer_characters = answer_characters
        self.usages: list[Usage] = []
        """What each call used, those that broke included; one that the provider refused is none."""

    async def ask(self, step: int, messages: Sequence[Message], tools: Sequence[ToolSpec], emit: Emit) -> ModelAnswered:
        """Stream one answer and return it whole; what was said before a cancellation is kept as an answer.

        Raises:
            ModelError: the answer can't be had, or it is empty or was cut off.
            LimitReachedError: it was too long.
        """
        begun = time.monotonic()
        accumulator = Accumulator()
        stream = _Stream(step, emit)
        try:
            await self._read(messages, tools, accumulator, stream)
        except (CancelledError, LimitReachedError):
            partial = accumulator.answer()
            self.usages.append(partial.usage)
            if partial.text or partial.thinking:
                stream.flush()
                emit(_answered(step, partial, begun, with_calls=False))
            raise
        except ModelError:
            if (broken := accumulator.answer()) != NOTHING:
                self.usages.append(broken.usage)
            raise
        answer = accumulator.answer()
        self.usages.append(answer.usage)
        stream.flush()
        _refuse_broken(self._model.name, answer)
        if cut := CUT.get(answer.finish or ""):
            emit(Notice(f"The answer of {self._model.name} {cut}.", "warning"))
        return _answered(step, answer, begun)

    async def _read(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec], accumulator: Accumulator, stream: _Stream
    ) -> None:
        length = 0
        deltas = cast("AsyncGenerator[Delta, None]", self._model.stream(messages, tools, self._settings))
        async with aclosing(deltas):
            async for delta in deltas:
                accumulator.add(delta)
                match delta:
                    case TextDelta() | ThinkingDelta():
                        length += len(delta.text)
                        stream.add(delta.kind, delta.text)
                    case ToolCallDelta():
                        length += len(delta.arguments) + 1
                    case _:
                        pass
                if length > self._answer_characters:
                    raise LimitReachedError(
                        f"{self._model.name} wrote more than {self._answer_characters:,} characters in one answer and "
                        f"was stopped; the setting answer_characters allows more"
                    )


class _Stream:
    """Sends text on in pieces, at most one every few hundredths of a second."""

    def __init__(self, step: int, emit: Emit) -> None:
        self._step = step
        self._emit = emit
        self._channel: Literal["text", "thinking"] = "text"
        self._pieces: list[str] = []
        self._sent = 0.0

    def add(self, channel: Literal["text", "thinking"], text: str) -> None:
        if channel != self._channel:
            self.flush()
            self._channel = channel
        self._pieces.append(text)
        if time.monotonic() - self._sent >= PAUSE_BETWEEN_EVENTS and not ends_in_half(text):
            self.flush()

    def flush(self) -> None:
        if self._pieces:
            self._emit(TextStreamed(self._step, self._channel, mended("".join(self._pieces))))
            self._pieces.clear()
        self._sent = time.monotonic()


def _answered(step: int, answer: WholeAnswer, begun: float, *, with_calls: bool = True) -> ModelAnswered:
    calls = answer.tool_calls if with_calls else ()
    return ModelAnswered(step, answer.text, answer.thinking, calls, answer.usage, time.monotonic() - begun)


def _refuse_broken(model: str, answer: WholeAnswer) -> None:
    if answer.finish is None:
        raise BrokenAnswerError(f"the answer of {model} was cut off")
    if not answer.text.strip() and not answer.tool_calls:
        why = f"; it {cut}" if (cut := CUT.get(answer.finish)) else ""
        raise BrokenAnswerError(f"{model} gave an empty answer{why}")
