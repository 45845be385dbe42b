"""Folds a stream of deltas into one whole answer.

Real providers send tool calls in every shape: several calls on one index, a call without id or index, the name again
with each fragment, a whole call twice. The rules here, in order: a known id is its call; a new id or a new index is a
new call; anything else goes on with the call of its index, or else with the last one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Literal, TypeAlias, assert_never

from dpa_jupyter.messages import ToolCall, Usage
from dpa_jupyter.models.chat_model import Delta, Finish, TextDelta, ThinkingDelta, ToolCallDelta, UsageDelta
from dpa_jupyter.surrogates import mended

FinishReason: TypeAlias = Literal["stop", "tool_calls", "length", "content_filter", "other"]


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """Everything that a model said in one answer."""

    text: str
    thinking: str
    tool_calls: tuple[ToolCall, ...]
    usage: Usage
    finish: FinishReason | None
    """None where the provider never said that the answer is whole: it was cut off."""


@dataclass(slots=True)
class _OpenCall:
    """A tool call that may still grow; its arguments are joined once, at the end."""

    id: str = ""
    name: str = ""
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def append(self, arguments: str) -> None:
        if arguments:
            self.pieces.append(arguments)
            self.length += len(arguments)

    def ends_before(self, fragment: ToolCallDelta) -> bool:
        """Tell whether a fragment that names a tool starts another call.

        In JSON no object follows another without a comma, so "}{" is the seam between two calls.
        """
        if not fragment.name or not self.name:
            return False
        return fragment.name != self.name or (self._is_closed() and fragment.arguments.lstrip().startswith("{"))

    def repeats(self, fragment: ToolCallDelta) -> bool:
        """Tell whether a fragment is this whole call, sent again."""
        same_length = len(fragment.arguments) == self.length and self._is_closed()
        return same_length and bool(fragment.id or fragment.name) and fragment.arguments == "".join(self.pieces)

    def _is_closed(self) -> bool:
        return bool(self.pieces) and self.pieces[-1].rstrip().endswith("}") and self.pieces[0].lstrip().startswith("{")


class Accumulator:
    """Takes in deltas one by one; what it costs is linear in what was said.

    A call that came without an id gets one: its place in the answer.
    """

    def __init__(self) -> None:
        self._text: list[str] = []
        self._thinking: list[str] = []
        self._calls: list[_OpenCall] = []
        self._by_id: dict[str, _OpenCall] = {}
        self._by_index: dict[int, _OpenCall] = {}
        self._usage = Usage()
        self._finish: FinishReason | None = None

    def add(self, delta: Delta) -> None:
        """Take in the next delta."""
        match delta:
            case TextDelta():
                self._text.append(delta.text)
            case ThinkingDelta():
                self._thinking.append(delta.text)
            case ToolCallDelta():
                self._add_fragment(delta)
            case UsageDelta():
                self._usage = _updated(self._usage, delta.usage)
            case Finish():
                self._finish = delta.reason
            case _:
                assert_never(delta)

    def answer(self) -> WholeAnswer:
        """Return all that was said until now."""
        return WholeAnswer(
            text=mended("".join(self._text)),
            thinking=mended("".join(self._thinking)),
            tool_calls=tuple(self._tool_calls()),
            usage=self._usage,
            finish=self._finish,
        )

    def _add_fragment(self, fragment: ToolCallDelta) -> None:
        call = self._call_of(fragment)
        if fragment.index is not None:
            self._by_index[fragment.index] = call
        if fragment.id and not call.id:
            call.id = fragment.id
            self._by_id[fragment.id] = call
        call.name = call.name or fragment.name or ""
        if not call.repeats(fragment):
            call.append(fragment.arguments)

    def _call_of(self, fragment: ToolCallDelta) -> _OpenCall:
        if fragment.id in self._by_id:
            return self._by_id[fragment.id]
        current = self._current(fragment.index)
        if current is None or (fragment.id and current.id):
            return self._new_call()
        if current.repeats(fragment) or not current.ends_before(fragment):
            return current
        return self._new_call()

    def _current(self, index: int | None) -> _OpenCall | None:
        if index is None:
            return self._calls[-1] if self._calls else None
        return self._by_index.get(index)

    def _new_call(self) -> _OpenCall:
        call = _OpenCall()
        self._calls.append(call)
        return call

    def _tool_calls(self) -> Iterable[ToolCall]:
        for place, call in enumerate(self._calls, start=1):
            arguments = mended("".join(call.pieces))
            if call.name or arguments:
                yield ToolCall(mended(call.id) or self._free_id(place), mended(call.name), arguments)

    def _free_id(self, place: int) -> str:
        free = f"call_{place}"
        while free in self._by_id:
            free += "_"
        return free


def accumulate(deltas: Iterable[Delta]) -> WholeAnswer:
    """Return the answer that these deltas make."""
    accumulator = Accumulator()
    for delta in deltas:
        accumulator.add(delta)
    return accumulator.answer()


def _updated(usage: Usage, later: Usage) -> Usage:
    """Return the later counts, which are running totals, and the earlier ones where nothing newer is known."""
    known = {item.name: value for item in fields(later) if (value := getattr(later, item.name)) is not None}
    return replace(usage, **known)
