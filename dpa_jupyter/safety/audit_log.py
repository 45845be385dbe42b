"""The record of every decision: appended to, never changed, each line bound to the one before by its SHA-256.

Whoever changes, removes or inserts a line breaks the chain behind it, and `read_audit` says where. It can't tell that
lines at the end are missing, or that somebody who may write the file wrote all of it anew: it keeps honest people's
records whole, and is no proof against its owner.

A line is JSON with a `version`. What each version changed:

    1  the first
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from dpa_jupyter.errors import SessionError
from dpa_jupyter.events import Capability, Scope
from dpa_jupyter.own_files import opened_to_append
from dpa_jupyter.safety.file_lock import locked
from dpa_jupyter.surrogates import mended

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION: Final = 1
BEGINNING = "0" * 64
"""What stands for the line before the first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision about one call."""

    at: str
    """UTC, ISO 8601."""
    run: str
    call: str
    tool: str
    capability: Capability
    mode: str
    granted: bool
    decided_by: Literal["user", "policy"]
    scope: Scope
    reason: str
    question: str
    shown: str
    """SHA-256 of all that the user was shown, or would have been."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What a log says, and a sentence for each place where it is not whole."""

    entries: tuple[Entry, ...]
    breaks: tuple[str, ...]


class AuditLog:
    """Appends decisions to a file that other kernels may append to as well."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, entry: Entry) -> None:
        """Append one line; when this returns, the death of the process can't undo it.

        Raises:
            SessionError: it can't be written, with the reason.
        """
        try:
            descriptor = opened_to_append(self.path)
            try:
                with locked(descriptor):
                    _append(descriptor, entry)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise SessionError(f"{self.path}: {error.strerror or error}") from None


def read_audit(path: Path) -> Audit:
    """Read a log and check its chain.

    Raises:
        SessionError: it can't be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return Audit((), ())
    except OSError as error:
        raise SessionError(f"{path}: {error.strerror or error}") from None
    return _check(lines[:-1] if lines[-1] == b"" else lines)


def _check(lines: Sequence[bytes]) -> Audit:
    entries: list[Entry] = []
    breaks: list[str] = []
    before = BEGINNING
    for number, line in enumerate(lines, start=1):
        read = _read_line(line)
        if read is None:
            breaks.append(f"line {number} can't be read: it was changed, or a kernel died while it wrote")
        elif read[0] != before:
            breaks.append(f"line {number} does not follow from the one before: lines were changed, added or removed")
        if read is not None:
            entries.append(read[1])
        before = sha256(line).hexdigest()
    return Audit(tuple(entries), tuple(breaks))


def _append(descriptor: int, entry: Entry) -> None:
    before = _last_line(descriptor)
    line = _line(BEGINNING if before is None else sha256(before.rstrip(b"\n")).hexdigest(), entry)
    torn = before is not None and not before.endswith(b"\n")
    data = memoryview(b"\n" * torn + line)
    while data:
        data = data[os.write(descriptor, data) :]


def _last_line(descriptor: int) -> bytes | None:
    """Return the last line as it stands, whole or torn; None of an empty file."""
    end = os.lseek(descriptor, 0, os.SEEK_END)
    found = b""
    while end > 0 and b"\n" not in found[:-1]:
        start = max(0, end - 4096)
        os.lseek(descriptor, start, os.SEEK_SET)
        found = os.read(descriptor, end - start) + found
        end = start
    return found[found[:-1].rfind(b"\n") + 1 :] if found else None


def _line(before: str, entry: Entry) -> bytes:
    text = json.dumps({"version": VERSION, "previous": before, **asdict(entry)}, ensure_ascii=False)
    return mended(text).encode() + b"\n"


@cache
def _adapter() -> TypeAdapter[Entry]:
    from pydantic import TypeAdapter

    return TypeAdapter(Entry)


def _read_line(line: bytes) -> tuple[str, Entry] | None:
    """Return the hash of the line before and the entry; None of what is no line of ours."""
    from pydantic import ValidationError

    try:
        fields = json.loads(line)
        previous = str(fields.pop("previous"))
        if fields.pop("version") != VERSION:
            return None
        return previous, _adapter().validate_python(fields)
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return None
