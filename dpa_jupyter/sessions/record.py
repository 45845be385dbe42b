"""One line of a session's log: an event, which run it belongs to, and when it was.

The form is versioned. What each version changed:

    1  the first
    2  a question says what the call can do, why it is asked, what it touches and what does not confine it; an answer,
       how far it reaches; an answer that was withdrawn, what it cost
    3  frames that were made, with what they were made from; variables that were changed; differences as displays
    4  which frames a prompt describes
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Literal

from dpa_jupyter.errors import SessionError
from dpa_jupyter.events import Lasting
from dpa_jupyter.redaction import masked
from dpa_jupyter.surrogates import mended

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION: Final = 4


@dataclass(frozen=True, slots=True)
class Record:
    """An event in its place; nothing in it names code to import."""

    version: Literal[1, 2, 3, 4]
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
    line = _line(record)
    plain = line.decode()
    told = masked(plain)
    return line if told == plain else told.encode()


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
