"""A model that plays a script, for tests of whatever talks to a model.

Example:
    model = ScriptedModel([
        think("I need the rows.") + call("query_sql", {"sql": "SELECT count(*) FROM df"}),
        say("There are 7,043 rows."),
    ])
    ...
    model.assert_complete()
    assert model.calls[1].messages[-1].role == "tool"
"""

from __future__ import annotations

import asyncio
import copy
import json
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.messages import Message
from dpa_jupyter.models.chat_model import (
    Delta,
    Finish,
    ModelSettings,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    ToolSpec,
)

Item: TypeAlias = Delta | asyncio.Event | Exception
Turn: TypeAlias = Sequence[Item] | Exception
Step: TypeAlias = Turn | Callable[[Sequence[Message]], Turn]


@dataclass(frozen=True, slots=True)
class ScriptedCall:
    """What the model was asked; copies, so that later changes to the conversation do not show."""

    messages: tuple[Message, ...]
    tools: tuple[ToolSpec, ...]
    settings: ModelSettings


class UnexpectedCallError(AssertionError):
    """The model was asked once more than the script foresees."""

    def __init__(self, call: ScriptedCall, steps: int) -> None:
        super().__init__(f"the script has {steps} steps, but the model was asked again: {call.messages[-1:]}")
        self.call = call


class ScriptedModel:
    """Answers each request with the next step.

    A step is a sequence of deltas, or an error that is raised at once, or a function that makes either of these from
    the messages. Among the deltas, an `asyncio.Event` is waited for, and an error is raised then and there. A call
    without id and index gets the next free ones. Steps can be joined by `+`: only a `Finish` at the end counts, and
    without one the answer was cut off, as in `say("The ans")[:-1]`.
    """

    def __init__(self, steps: Iterable[Step], *, name: str = "scripted") -> None:
        self.calls: list[ScriptedCall] = []
        """What was asked, in order."""
        self._name = name
        self._steps = deque(steps)
        self._next_id = 1

    @property
    def name(self) -> str:
        """Return the name that was given."""
        return self._name

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec], settings: ModelSettings
    ) -> AsyncGenerator[Delta, None]:
        """Stream the next step.

        Raises:
            UnexpectedCallError: there is none.
        """
        asked = ScriptedCall(*copy.deepcopy((tuple(messages), tuple(tools), settings)))
        self.calls.append(asked)
        if not self._steps:
            raise UnexpectedCallError(asked, steps=len(self.calls) - 1)
        step = self._steps.popleft()
        turn = step(asked.messages) if callable(step) else step
        for item in self._numbered([turn] if isinstance(turn, Exception) else turn):
            if isinstance(item, Exception):
                raise item
            if isinstance(item, asyncio.Event):
                await item.wait()
            else:
                yield item

    def assert_complete(self) -> None:
        """Fail if steps are left over."""
        if self._steps:
            message = f"{len(self._steps)} of {len(self._steps) + len(self.calls)} steps were not asked for"
            raise AssertionError(message)

    def _numbered(self, turn: Sequence[Item]) -> Iterator[Item]:
        index = 0
        for place, item in enumerate(turn, start=1):
            if isinstance(item, ToolCallDelta) and item.id is None and item.index is None:
                yield replace(item, id=f"call_{self._next_id}", index=index)
                self._next_id += 1
                index += 1
            elif not isinstance(item, Finish) or place == len(turn):
                yield item


def say(text: str) -> list[Item]:
    """Return a step that says this; its words come one by one."""
    words = text.split(" ")
    pieces = [*(f"{word} " for word in words[:-1]), words[-1]]
    return [*(TextDelta(piece) for piece in pieces), Finish("stop")]


def think(text: str) -> list[Item]:
    """Return a step that thinks this; join it with what follows from the thought."""
    return [ThinkingDelta(text), Finish("stop")]


def call(tool: str, arguments: JsonObject | str | None = None) -> list[Item]:
    """Return a step that calls a tool; arguments that are text are sent as they are, be they JSON or not."""
    text = arguments if isinstance(arguments, str) else json.dumps(dict(arguments or {}), ensure_ascii=False)
    return [ToolCallDelta(name=tool, arguments=text), Finish("tool_calls")]
