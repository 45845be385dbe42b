"""What the user asks, read from the last request in the messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dpa_jupyter.findings import FrameCard
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import Data, Message, Text, UserMessage
from dpa_jupyter.models.offline.shapes import shaped


@dataclass(frozen=True)
class Request:
    """A request and the frames it may be about."""

    verb: str
    text: str
    frames: tuple[str, ...]
    """The names that the request means, best first."""
    cards: Mapping[str, FrameCard]
    target: tuple[str, str] | None
    """The frame and the column that the words mean."""
    unknown: tuple[str, ...] = ()
    """The words that mean nothing in any frame."""
    baseline: str | None = None
    """What a quality report is to compare with."""

    @property
    def frame(self) -> str | None:
        """Return the frame to work on."""
        if self.target:
            return self.target[0]
        return next(iter((*self.frames, *self.cards)), None)

    @property
    def column(self) -> str | None:
        """Return the column to look at, where the request names one."""
        return self.target[1] if self.target else None


def last_request(messages: Sequence[Message]) -> tuple[Request, Sequence[Message]]:
    """Return the last request and the messages after it.

    A user's message without a request is a word between two steps, so the run goes on; where no message has one at all
    (somebody else's loop), the last user's words are taken as they are.
    """
    users = [place for place, message in enumerate(messages) if isinstance(message, UserMessage)]
    asked = [place for place in users if _data(messages[place], "request")]
    places = asked or users
    if not places:
        return Request("", "", (), {}, None), messages
    return _read(messages[places[-1]]), messages[places[-1] + 1 :]


def _read(message: Message) -> Request:
    found = _data(message, "request")
    asked = found[0] if found and isinstance(found[0], Mapping) else {}
    cards = [card for value in _data(message, "frame") if (card := shaped(value, FrameCard))]
    words = (
        " ".join(part.text for part in message.parts if isinstance(part, Text))
        if isinstance(message, UserMessage)
        else ""
    )
    return Request(
        verb=_word(asked.get("verb")),
        text=_word(asked.get("text")) if asked else words,
        frames=tuple(_words(asked.get("frames"))),
        cards={card["frame"]: card for card in cards},
        target=_target(asked.get("target")),
        unknown=tuple(_words(asked.get("unknown_words"))),
        baseline=_word(asked.get("baseline")) or None,
    )


def _data(message: Message, label: str) -> list[Json]:
    if not isinstance(message, UserMessage):
        return []
    return [part.value for part in message.parts if isinstance(part, Data) and part.label == label]


def _word(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _words(value: Json) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list | tuple) else []


def _target(value: Json) -> tuple[str, str] | None:
    if not isinstance(value, Mapping):
        return None
    frame, column = value.get("frame"), value.get("column")
    return (frame, column) if isinstance(frame, str) and isinstance(column, str) else None
