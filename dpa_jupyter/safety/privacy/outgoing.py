"""The one place where messages for a model that is elsewhere are made, at the privacy level in force.

What was sent once is sent again as it was, word for word: it depends on the message and on those before it alone, so
the prompt caches of providers stay warm.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from dpa_jupyter.config import PrivacyLevel
from dpa_jupyter.errors import ToolError
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import (
    AssistantMessage,
    Data,
    Message,
    Part,
    SystemMessage,
    Text,
    ToolCall,
    ToolMessage,
    UserMessage,
)
from dpa_jupyter.models.chat_model import ToolSpec
from dpa_jupyter.redaction import masked
from dpa_jupyter.safety.classification.forms import Kind
from dpa_jupyter.safety.privacy.contracts import Brief, shape_of
from dpa_jupyter.safety.privacy.echoes import Echoes
from dpa_jupyter.safety.privacy.masking import Masker
from dpa_jupyter.safety.privacy.projection import Projection
from dpa_jupyter.safety.privacy.samples import Samples
from dpa_jupyter.safety.privacy.vault import PLACEHOLDER, Vault
from dpa_jupyter.safety.privacy.vocabulary import Vocabulary
from dpa_jupyter.sentence import sentence

REQUEST = "request"
EARLIER_ANSWER = "(an earlier answer, which is withheld at this privacy level)"


@dataclass(frozen=True)
class Knowledge:
    """What the projection has to know of the data."""

    names: frozenset[str]
    """Of the user's frames and their columns."""
    frames: frozenset[str]
    """Of the user's frames alone."""
    kind_of: Callable[[str], Kind | None]
    """From the name of a column to its class, None where it is not sensitive."""
    masker: Masker
    sizes: frozenset[int] = frozenset()
    """How many rows the user's frames have, as far as that is known."""


@dataclass
class Outgoing:
    """The messages of one run, as they leave."""

    level: PrivacyLevel
    vault: Vault
    echoes: Echoes
    knowledge: Knowledge
    withheld: set[str] = field(default_factory=set)
    """What was left out so far, in words."""
    _sent: list[tuple[Message, Message]] = field(default_factory=list)
    _words: Vocabulary = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing told."""
        names, frames = self.knowledge.names, self.knowledge.frames
        with_aggregates = self.level == "aggregates"
        self._words = Vocabulary(names, frames, self.vault, self._mask, with_aggregates, self.knowledge.sizes)

    def messages(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> list[Message]:
        """Return the messages as they may leave."""
        same = 0
        while same < min(len(messages), len(self._sent)) and messages[same] == self._sent[same][0]:
            same += 1
        del self._sent[same:]
        if not same:
            self._words.tell(word for spec in tools for word in leaves(spec.parameters))
            self._words.tell([", ".join(spec.name for spec in tools)])
        for message in messages[same:]:
            told = self._message(message)
            self._sent.append((message, told))
            self._words.tell(_written(told))
        return [told for _, told in self._sent]

    def tools(self, specs: Sequence[ToolSpec]) -> list[ToolSpec]:
        """Return the tools as they may leave: the words of those that are not ours are masked like any text."""
        return [self._foreign_tool(spec) if spec.is_foreign else spec for spec in specs]

    def arguments(self, raw: str) -> str:
        """Return the arguments of a call as they may leave for a program that is not ours.

        Below `full`, that is what the model itself said: placeholders stay, so that the program gets no value that the
        model did not have.

        Raises:
            ToolError: it is not known what the model said.
        """
        if self.level == "full" or raw.strip() in ("", "{}"):
            return masked(raw)
        said = self.echoes.said(self.level, raw)
        try:
            value: Json = json.loads(said or "", strict=False)
        except (ValueError, RecursionError):
            raise ToolError(sentence("these arguments can't be sent: they are not as the model wrote them")) from None
        samples = Samples(self.knowledge.masker, self.vault, self.knowledge.kind_of)
        return masked(json.dumps(samples.of("arguments", value), ensure_ascii=False))

    def placeholders(self) -> list[str]:
        """List the placeholders in what was last sent."""
        texts = "\n".join(text for _, message in self._sent for text in _texts(message))
        return placeholders_in(texts, self.vault)

    def _foreign_tool(self, spec: ToolSpec) -> ToolSpec:
        parameters = masked_leaves(spec.parameters, self._mask)
        assert isinstance(parameters, Mapping)
        return replace(spec, description=self._mask(spec.description), parameters=parameters)

    def _mask(self, text: str) -> str:
        return self.knowledge.masker.text(text)

    def _message(self, message: Message) -> Message:
        match message:
            case SystemMessage():
                return message
            case UserMessage() | ToolMessage():
                return replace(message, parts=tuple(map(self._part, message.parts)))
            case AssistantMessage():
                return self._answer(message)
            case _:
                assert_never(message)

    def _part(self, part: Part) -> Part:
        if isinstance(part, Text):
            told = self._mask(part.text)
            self._words.tell([told])  # the notes beside a request quote it
            return Text(told)
        return Data(self._mask(part.label), without_secrets(self._value(part)))

    def _value(self, part: Data) -> Json:
        if part.label == REQUEST and isinstance(part.value, Mapping):  # what is for the offline rules alone stays here
            known = shape_of(Brief).fields or {}
            part = Data(REQUEST, {name: value for name, value in part.value.items() if name in known})
        if self.level == "full":
            return masked_leaves(part.value, self._mask)
        if self.level == "samples":
            return Samples(self.knowledge.masker, self.vault, self.knowledge.kind_of).of(part.label, part.value)
        projection = Projection(self._words)
        told = masked_leaves(projection.of(part.label, part.value, part.own_words), self._mask)
        self.withheld |= {f"{part.label}: {what}" for what in projection.withheld}
        return told

    def _answer(self, message: AssistantMessage) -> AssistantMessage:
        text = self.echoes.said(self.level, message.text)
        if text is None:
            text = self._foreign(message.text)
        calls = tuple(self._call(call) for call in message.tool_calls)
        return AssistantMessage(masked(text), "", calls)

    def _foreign(self, text: str) -> str:
        """Return an answer that was not given through this vault: by the offline rules, or at another level."""
        if self.level in ("full", "samples") or not text:
            return self._mask(text)
        self.withheld.add("an earlier answer")
        return EARLIER_ANSWER

    def _call(self, call: ToolCall) -> ToolCall:
        said = self.echoes.said(self.level, call.arguments)
        arguments = self._mask(self._put_back(call.arguments)) if said is None else said
        return replace(call, arguments=masked(arguments))

    def _put_back(self, text: str) -> str:
        """Put placeholders back for the values that were given out: what the model wrote is known to it otherwise."""
        for placeholder, value in self.vault.given_out():
            if isinstance(value, str) and len(value) > 1:
                text = text.replace(json.dumps(value, ensure_ascii=False)[1:-1], placeholder)
        return text


def placeholders_in(text: str, vault: Vault) -> list[str]:
    """List the placeholders that stand in a text."""
    return sorted({found[0] for found in PLACEHOLDER.finditer(text) if vault.knows(found[0])})


def without_secrets(value: Json) -> Json:
    """Mask what is a secret by the name of its field."""
    written = json.dumps(value, default=dict)
    told = masked(written)
    if told == written:
        return value
    read: Json = json.loads(told)
    return read


def masked_leaves(value: Json, mask: Callable[[str], str]) -> Json:
    """Mask every text in a JSON value, the names of fields included."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {mask(name): masked_leaves(part, mask) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [masked_leaves(part, mask) for part in value]
    return value


def _written(message: Message) -> Iterator[str]:
    """Yield all that was written in a message, each text as it is read and not as JSON writes it."""
    if isinstance(message, AssistantMessage):
        yield message.text
        for call in message.tool_calls:
            yield call.name
            try:
                yield from leaves(json.loads(call.arguments, strict=False))
            except (ValueError, RecursionError):
                yield call.arguments
        return
    for part in message.parts:
        yield from [part.text] if isinstance(part, Text) else leaves(part.value)


def leaves(value: Json) -> Iterator[str]:
    """Yield every text in a JSON value, the names of fields included, and every number as it is written."""
    match value:
        case str():
            yield value
        case Mapping():
            for name, part in value.items():
                yield name
                yield from leaves(part)
        case list() | tuple():
            for part in value:
                yield from leaves(part)
        case None:
            return
        case _:
            yield json.dumps(value)


def _texts(message: Message) -> list[str]:
    if isinstance(message, AssistantMessage):
        return [message.text, *(text for call in message.tool_calls for text in (call.name, call.arguments))]
    return [
        part.text if isinstance(part, Text) else json.dumps(part.value, ensure_ascii=False, default=dict)
        for part in message.parts
    ]
