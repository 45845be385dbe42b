"""What a scripted OpenAI-compatible server says: whole answers, and every way in which real ones break."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dpa_jupyter.json_types import Json, JsonObject

DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True)
class Answer:
    """One HTTP response: `body` is sent piece by piece, then the connection ends in one of three ways."""

    body: Iterable[bytes]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/event-stream"})
    ending: Literal["clean", "cut", "silent"] = "clean"
    """"cut" drops the connection, "silent" keeps it open and says nothing more until the client leaves."""


def event(delta: JsonObject, finish: str | None = None) -> bytes:
    """Return one server-sent event with this delta."""
    return _event({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


def usage_event(prompt: int = 7, completion: int = 9, cached: int = 3) -> bytes:
    """Return the event that ends a stream with `include_usage`."""
    usage: JsonObject = {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": cached},
    }
    return _event({"choices": [], "usage": usage})


def _event(content: JsonObject) -> bytes:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
    return b"data: " + json.dumps({**head, **content}).encode() + b"\n\n"


def words(*pieces: str) -> list[JsonObject]:
    """Return a delta of text for each piece."""
    return [{"role": "assistant", "content": piece} for piece in pieces]


def thoughts(*pieces: str) -> list[JsonObject]:
    """Return a delta of thinking for each piece."""
    return [{"role": "assistant", "reasoning_content": piece} for piece in pieces]


def fragment(
    arguments: str | None = None, *, name: str | None = None, call_id: str | None = None, index: int | None = 0
) -> JsonObject:
    """Return a piece of a tool call; what is None is not sent at all."""
    function: dict[str, Json] = {"name": name, "arguments": arguments}
    call: dict[str, Json] = {"index": index, "id": call_id, "type": "function" if name else None}
    given = {key: value for key, value in call.items() if value is not None}
    return {**given, "function": {key: value for key, value in function.items() if value is not None}}


def call(*fragments: JsonObject) -> JsonObject:
    """Return one delta with these pieces of tool calls."""
    return {"role": "assistant", "tool_calls": fragments}


def call_by_character(name: str, arguments: str, *, call_id: str = "call_a", index: int = 0) -> list[JsonObject]:
    """Return a tool call as most servers stream it: the name first, then the arguments letter by letter."""
    head = call(fragment("", name=name, call_id=call_id, index=index))
    return [head, *(call(fragment(letter, index=index)) for letter in arguments)]


def answer(*deltas: JsonObject, finish: str | None = "stop", usage: bool = True) -> Answer:
    """Return a whole streamed answer; without a finish it ends cleanly, but unfinished."""
    return Answer([*map(event, deltas), *_end(finish, usage)])


def _end(finish: str | None, usage: bool) -> Iterator[bytes]:
    if finish is not None:
        yield event({}, finish)
    if usage:
        yield usage_event()
    yield DONE


def cut(*deltas: JsonObject) -> Answer:
    """Return an answer whose connection is dropped midway."""
    return Answer([event(delta) for delta in deltas], ending="cut")


def silence(*deltas: JsonObject) -> Answer:
    """Return an answer that stops speaking after these deltas, with the connection open."""
    return Answer([event(delta) for delta in deltas], ending="silent")


def malformed_line() -> Answer:
    """Return a stream with a line in it that is not JSON."""
    return Answer(
        [event({"content": "before "}), b'data: {"choices": [{"delta"\n\n', event({"content": "after"}, "stop")]
    )


def empty() -> Answer:
    """Return a stream that says nothing, and says that it is whole."""
    return answer({"role": "assistant", "content": ""}, usage=False)


def endless_text() -> Answer:
    """Return a stream of numbered words without end."""
    return Answer(event({"content": f"word{number} "}) for number in itertools.count())


def endless_calls() -> Answer:
    """Return a stream of tool calls without end."""
    return Answer(
        event(call(fragment("{}", name="list_frames", call_id=f"call_{number}", index=number)))
        for number in itertools.count()
    )


def many_chunks(count: int, *, calls: Sequence[JsonObject] = ()) -> Answer:
    """Return a long answer that was put into bytes beforehand, so that serving it costs next to nothing."""
    deltas = [*words(*(f"word{number} " for number in range(count - len(calls)))), *calls]
    return answer(*deltas, finish="tool_calls" if calls else "stop")


def refusal(status: int, message: str, *, code: str | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an error in OpenAI's form."""
    error = {"error": {"message": message, "type": "error", "param": None, "code": code}}
    return Answer([json.dumps(error).encode()], status, {"Content-Type": "application/json", **(headers or {})})
