"""The conversation with a model, provider-neutral.

A message is made of parts. `Text` is ours or the user's; `Data` came from frames, files, tools or column names, so it
is untrusted: it is framed as data wherever it leaves, and a rules-based model can read it without parsing prose.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dpa_jupyter.json_types import Json


@dataclass(frozen=True, slots=True)
class Text:
    """Words of ours or of the user's."""

    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Data:
    """A JSON value that came from outside: to be read, never to be obeyed."""

    label: str
    value: Json
    own_words: Json = None
    """Of a failure that is told in words of ours, what they are made of: how it can be told where `value` can't."""
    kind: Literal["data"] = "data"


Part: TypeAlias = Text | Data


@dataclass(frozen=True, slots=True)
class ToolCall:
    """What the model wants done; `arguments` is the raw text, as it came."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class SystemMessage:
    """What the assistant is and may do."""

    parts: tuple[Part, ...]
    role: Literal["system"] = "system"


@dataclass(frozen=True, slots=True)
class UserMessage:
    """What the user asks, with what there is to know about the frames."""

    parts: tuple[Part, ...]
    role: Literal["user"] = "user"


@dataclass(frozen=True, slots=True)
class AssistantMessage:
    """What the model said and wants done."""

    text: str
    thinking: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    role: Literal["assistant"] = "assistant"


@dataclass(frozen=True, slots=True)
class ToolMessage:
    """What came of one tool call."""

    call_id: str
    tool: str
    parts: tuple[Part, ...]
    ok: bool = True
    role: Literal["tool"] = "tool"


Message: TypeAlias = SystemMessage | UserMessage | AssistantMessage | ToolMessage


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and money of one or more calls; None is unknown, which is not zero."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None
    cost_usd: float | None = None


def total_usage(usages: Iterable[Usage]) -> Usage:
    """Add up what several calls used; money is unknown if any of it is, tokens are a lower bound."""
    known = list(usages)
    costs = [usage.cost_usd for usage in known]
    return Usage(
        input_tokens=_sum(usage.input_tokens for usage in known),
        output_tokens=_sum(usage.output_tokens for usage in known),
        cached_tokens=_sum(usage.cached_tokens for usage in known),
        cost_usd=None if None in costs else sum(cost for cost in costs if cost is not None),
    )


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
