"""One line of a session's log: an event, which run it belongs to, and when it was.

The form is versioned. What each version changed:

    1  the first
    2  a question says what the call can do, why it is asked, what it touches and what does not confine it; an answer,
       how far it reaches; an answer that was withdrawn, what it cost
    3  frames that were made, with what they were made from; variables that were changed; differences as displays
    4  which frames a prompt describes
    5  of a call that failed, what the words of ours are made of
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Literal

from dpa_jupyter.errors import SessionError
from dpa_jupyter.events import Lasting, ToolFinished, ToolStarted
from dpa_jupyter.json_types import Json, depth_of
from dpa_jupyter.redaction import MASK, masked
from dpa_jupyter.surrogates import mended

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION: Final = 5
DEEPEST = 50
"""Levels of what a tool was given or gave back; pydantic writes some 250 and reads fewer."""


@dataclass(frozen=True, slots=True)
class Record:
    """An event in its place; nothing in it names code to import."""

    version: Literal[1, 2, 3, 4, 5]
    run: str
    at: float
    """Seconds since 1970, UTC."""
    event: Lasting


@cache
def _adapter() -> TypeAdapter[Record]:
    from pydantic import ConfigDict, Field, TypeAdapter
    from pydantic.dataclasses import dataclass as validated

    @validated(frozen=True, slots=True, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))
    class ValidatedRecord(Record):
        event: Annotated[Lasting, Field(discriminator="kind")]

    return TypeAdapter(ValidatedRecord)


def to_line(record: Record) -> bytes:
    """Write a record as one line of JSON, its newline included, and secrets masked."""
    line = _line(replace(record, event=_shallow(record.event)))
    plain = line.decode()
    if masked(plain) == plain:
        return line
    masks = _Masks()
    value = json.loads(plain)  # text by text: a mask over the line may reach beyond a text, and beyond its end
    masks.of(value)
    return json.dumps(masks.of(value), ensure_ascii=False).encode() + b"\n"


def _shallow(event: Lasting) -> Lasting:
    """Write as a text what is nested so deeply that it could not be read back."""
    match event:
        case ToolStarted() if depth_of(event.arguments) > DEEPEST:
            return replace(event, arguments=_as_text(event.arguments))
        case ToolFinished() if depth_of(event.content) > DEEPEST:
            return replace(event, content=_as_text(event.content))
        case _:
            return event


def _as_text(value: Json) -> str:
    try:
        return json.dumps(value)
    except RecursionError:
        return "(nested too deeply to be written down)"


class _Masks:
    """Masks each text of a value; what one text tells to be a secret is masked in the others at the second time."""

    def __init__(self) -> None:
        self._secrets: list[str] = []

    def of(self, value: Json) -> Json:
        """Return the value without what is a secret by its form, or by the name that it stands under."""
        match value:
            case str():
                return masked(value, tuple(self._secrets), self._masked)
            case Mapping():
                return {masked(name): self._named(name, part) for name, part in value.items()}
            case list() | tuple():
                return [self.of(part) for part in value]
            case _:
                return value

    def _named(self, name: str, value: Json) -> Json:
        told = self.of(value)
        if isinstance(told, str) and masked(quoted := json.dumps({name: told}, ensure_ascii=False)) != quoted:
            return self._masked(told)
        return told

    def _masked(self, secret: str) -> str:
        if secret not in self._secrets:
            self._secrets.append(secret)
        return MASK


def _line(record: Record) -> bytes:
    from pydantic_core import PydanticSerializationError, to_json

    try:
        return _adapter().dump_json(record, warnings=False) + b"\n"
    except PydanticSerializationError:  # half a surrogate pair, from a frame or from the request
        plain = json.dumps(_adapter().dump_python(record, mode="json", warnings=False), ensure_ascii=False)
        return to_json(json.loads(mended(plain)), inf_nan_mode="null") + b"\n"


def from_line(line: bytes) -> Record:
    """Read a record back, validated.

    Raises:
        SessionError: the line is damaged, or was written by a newer version.
    """
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise SessionError(f"not a record of version {VERSION}: {where}: {first['msg']}") from None
