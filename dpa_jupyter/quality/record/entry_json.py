"""An entry of the record as a line of JSON, and back.

Version 1: the names of the fields of `Entry`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from dpa_jupyter.errors import SessionError
from dpa_jupyter.quality.record.entry import Entry

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file."""

    version: Literal[1]
    entry: Entry


def to_line(entry: Entry) -> bytes:
    """Write an entry as one line of JSON, its newline included."""
    return _adapter().dump_json(Line(VERSION, entry), ensure_ascii=True) + b"\n"


def from_line(line: bytes) -> Entry:
    """Read an entry back, validated.

    Raises:
        SessionError: the line is damaged, or was written by a newer version.
    """
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(line).entry
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise SessionError(f"not an entry of version {VERSION}: {where}: {first['msg']}") from None


@cache
def _adapter() -> TypeAdapter[Line]:
    from pydantic import TypeAdapter

    return TypeAdapter(Line)
