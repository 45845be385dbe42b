"""The seam to any model: messages and tools in, a stream of deltas out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.messages import Message, Usage


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the answer."""

    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class ThinkingDelta:
    """A piece of the model's thinking."""

    text: str
    kind: Literal["thinking"] = "thinking"


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """A fragment of a tool call; providers leave out any of these, or send them late or twice."""

    index: int | None = None
    id: str | None = None
    name: str | None = None
    arguments: str = ""
    kind: Literal["tool_call"] = "tool_call"


@dataclass(frozen=True, slots=True)
class UsageDelta:
    """What the call cost, as the provider counts it."""

    usage: Usage
    kind: Literal["usage"] = "usage"


@dataclass(frozen=True, slots=True)
class Finish:
    """The provider's own word that the answer is whole; a stream without it was cut off."""

    reason: Literal["stop", "tool_calls", "length", "content_filter", "other"]
    kind: Literal["finish"] = "finish"


Delta: TypeAlias = TextDelta | ThinkingDelta | ToolCallDelta | UsageDelta | Finish


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """What a model is told of a tool; `parameters` is a JSON schema of type object."""

    name: str
    description: str
    parameters: JsonObject
    is_foreign: bool = False
    """Whether its words come from outside, as those of an MCP server's tool do."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How a model is asked; None leaves the provider's default."""

    temperature: float | None = None
    reasoning_effort: str | None = None
    max_output_tokens: int | None = None
    seed: int | None = None
    timeout: float = 300.0
    """Seconds without any sign of the model."""
    headers: Mapping[str, str] = field(default_factory=dict)


class StaysHere:
    """The mark of a model that works within this process, so that nothing has to be kept from it."""


class ChatModel(Protocol):
    """A model that can be talked to."""

    @property
    def name(self) -> str:
        """Return the name by which the user chooses it, such as "offline" or "openai/gpt-5"."""
        ...

    def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec], settings: ModelSettings
    ) -> AsyncIterator[Delta]:
        """Stream one answer.

        Raises:
            ModelError: the answer can't be had; which kind says whether asking again may help.
        """
        ...
