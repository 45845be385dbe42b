"""The tool calls of one step: those that do not mind each other run at once, results come back in call order."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from dpa_jupyter.agents.approval import Gate
from dpa_jupyter.agents.limits import Limits
from dpa_jupyter.agents.lineage import Lineage
from dpa_jupyter.agents.unhurried import UnhurriedVariables
from dpa_jupyter.errors import ArgumentsError, DpaError, ToolError, innermost, suggestion
from dpa_jupyter.events import Emit, FrameNote, ToolFinished, ToolStarted
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import column_names, known_rows
from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.messages import ToolCall
from dpa_jupyter.models.chat_model import ToolSpec
from dpa_jupyter.sentence import Sentence, own_words, raised, sentence, words_of
from dpa_jupyter.tools.arguments import read_arguments
from dpa_jupyter.tools.tool import Observation, Tool, Toolbox, ToolContext

MakeContext: TypeAlias = Callable[[ToolCall, FrameCatalog], ToolContext]
"""From a call, and the frames it may name and add to, to all that the tool may use."""

_ENDING = (asyncio.CancelledError, KeyboardInterrupt, SystemExit)
"""What ends a run; whatever else a tool raises is its own failure, and a panic in Rust is no `Exception`."""


class ToolCalls:
    """Runs the calls of a run's steps, and takes a tool away that the model can't use."""

    def __init__(
        self, tools: Toolbox, frames: FrameCatalog, context: MakeContext, gate: Gate, emit: Emit, limits: Limits
    ) -> None:
        self._tools = tools
        self._frames = frames
        self._context = context
        self._gate = gate
        self._emit = emit
        self._limits = limits
        self._lineage = Lineage()
        self._bad_calls: Counter[str] = Counter()

    def offered(self) -> list[ToolSpec]:
        """List the tools that the model may still call."""
        return [tool.spec for name, tool in self._tools.items() if not self._withdrawn(name)]

    async def run(self, step: int, calls: Sequence[ToolCall]) -> None:
        """Run all calls; a call that fails, whatever the reason, ends in an observation that says why."""
        for segment in self._segments(calls):
            try:
                async with asyncio.TaskGroup() as group:
                    for call in segment:
                        group.create_task(self._run_one(step, call))
            except BaseExceptionGroup as faults:
                raise innermost(faults) from None

    def _segments(self, calls: Sequence[ToolCall]) -> Iterable[list[ToolCall]]:
        """Split at the tools that want to be alone."""
        segment: list[ToolCall] = []
        for call in calls:
            tool = self._tools.get(call.name)
            if tool is not None and tool.traits.alone:
                yield segment
                yield [call]
                segment = []
            else:
                segment.append(call)
        yield segment

    async def _run_one(self, step: int, call: ToolCall) -> None:
        frames = self._frames.scope()
        prepared = self._prepare(call)
        shown: Json = prepared.arguments if isinstance(prepared, _Ready) else call.arguments
        self._emit(ToolStarted(step, call.id, call.name, shown))
        admitted = await self._admit(call, prepared, frames) if isinstance(prepared, _Ready) else prepared
        begun = time.monotonic()  # not before: the user's time to think is not the tool's
        observation = await self._call(call, admitted) if isinstance(admitted, _Admitted) else _failure(admitted)
        for made in await asyncio.to_thread(list, self._lineage.made(step, call, frames)) if frames.added else ():
            self._emit(made)
        self._emit(
            ToolFinished(
                step=step,
                call_id=call.id,
                tool=call.name,
                ok=observation.ok,
                content=observation.content,
                own_words=observation.own_words,
                displays=observation.displays,
                quality=observation.quality,
                frames=tuple(note(frame) for frame in frames.added),
                seconds=time.monotonic() - begun,
            )
        )

    def _prepare(self, call: ToolCall) -> _Ready | ToolError:
        """Find the tool and read the arguments; what is only half read is never run."""
        tool = self._tools.get(call.name)
        if tool is None:
            return ToolError(
                sentence(
                    "there is no tool {said_name!r}.{sentence} The tools are: {said_tools}.",
                    said_name=call.name,
                    sentence=_suggested_tool(call.name, self._tools),
                    said_tools=", ".join(self._tools),
                )
            )
        if self._withdrawn(call.name):
            return ToolError(
                sentence("{said} is no longer offered: it was called too often with bad arguments.", said=call.name)
            )
        try:
            return _Ready(tool, read_arguments(call.arguments, tool.spec.parameters))
        except ArgumentsError as error:
            return self._bad_call(call.name, error)

    async def _admit(self, call: ToolCall, ready: _Ready, frames: FrameCatalog) -> _Admitted | DpaError:
        """Find out what the call would do, and let it through or not: no tool is called on any other way."""
        context = self._context(call, frames)
        try:
            async with asyncio.timeout(self._limits.tool_seconds):
                intent = await ready.tool.intent(ready.arguments, context)
        except _ENDING:
            raise
        except BaseException as error:  # noqa: BLE001 - see `_told`
            return self._told(call, error)
        refusal = await self._gate.refusal(call.id, call.name, intent)
        return _Admitted(ready.tool, ready.arguments, context) if refusal is None else refusal

    async def _call(self, call: ToolCall, admitted: _Admitted) -> Observation:
        try:
            async with asyncio.timeout(self._limits.tool_seconds) as deadline:
                context = admitted.context
                unhurried = replace(context, variables=UnhurriedVariables(context.variables, deadline))
                return await admitted.tool.call(admitted.arguments, unhurried)
        except _ENDING:
            raise
        except BaseException as error:  # noqa: BLE001 - see `_told`
            return _failure(self._told(call, error))

    def _told(self, call: ToolCall, error: BaseException) -> DpaError:
        """Put into words for the model what went wrong: a tool's fault never ends a run."""
        match error:
            case TimeoutError():
                return ToolError(
                    sentence(
                        "{said} took longer than {size:g} seconds and was ended.",
                        said=call.name,
                        size=self._limits.tool_seconds,
                    )
                )
            case ArgumentsError():
                return self._bad_call(call.name, error)
            case DpaError():
                return error
            case _:
                return ToolError(sentence("{said} failed: {error}", said=call.name, error=raised(error)))

    def _bad_call(self, name: str, error: ToolError) -> ToolError:
        self._bad_calls[name] += 1
        left = self._limits.bad_calls_per_tool - self._bad_calls[name]
        return ToolError(
            sentence(
                "{sentence} ({size} more tries with {said} before it is no longer offered.)",
                sentence=words_of(error),
                size=left,
                said=name,
            )
        )

    def _withdrawn(self, name: str) -> bool:
        return self._bad_calls[name] >= self._limits.bad_calls_per_tool


@dataclass(frozen=True, slots=True)
class _Ready:
    """A call that can be made."""

    tool: Tool
    arguments: JsonObject


@dataclass(frozen=True, slots=True)
class _Admitted:
    """A call that may be made."""

    tool: Tool
    arguments: JsonObject
    context: ToolContext


def note(frame: Frame) -> FrameNote:
    """Say of a frame what needs no look at its data."""
    columns = column_names(frame)
    return FrameNote(frame.name, frame.adapter.type_name, known_rows(frame), None if columns is None else len(columns))


def _failure(error: DpaError) -> Observation:
    return Observation({"error": str(error)}, ok=False, own_words=own_words(words_of(error)))


def _suggested_tool(name: str, tools: Iterable[str]) -> Sentence:
    """Say which tool may have been meant; its name is no secret, as that of a column may be."""
    found = suggestion(name, tools)
    return sentence(" Did you mean {said!r}?", said=found.slots["name"]) if found else found
