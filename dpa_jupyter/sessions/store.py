"""Where a session's records are kept: appended as they happen, read back in order."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dpa_jupyter.errors import SessionError
from dpa_jupyter.own_files import opened_to_append
from dpa_jupyter.sessions.record import Record, from_line, to_line


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be read, and a sentence for each piece of damage."""

    records: tuple[Record, ...]
    damage: tuple[str, ...] = ()


class SessionStore(Protocol):
    """A place for one session's records."""

    def append(self, record: Record) -> None:
        """Keep a record; when this returns, the death of the process can't undo it.

        Raises:
            SessionError: it can't be kept, with the reason.
        """
        ...

    def load(self) -> Loaded:
        """Read all records that are whole, and say what is not."""
        ...


class MemorySessionStore:
    """Keeps records for as long as the kernel lives, where nothing may be written."""

    def __init__(self) -> None:
        self._records: list[Record] = []

    def append(self, record: Record) -> None:
        """Keep a record."""
        self._records.append(record)

    def load(self) -> Loaded:
        """Return what was kept."""
        return Loaded(tuple(self._records))


class FileSessionStore:
    """Keeps records in a file, one line of JSON each."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, record: Record) -> None:
        """Append one line in a single write, so that a killed process leaves at most one broken line, the last."""
        line = to_line(record)
        try:
            descriptor = opened_to_append(self.path)
            try:
                _write_all(descriptor, line)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise SessionError(f"{self.path}: {error.strerror or error}") from None

    def load(self) -> Loaded:
        """Read the file; a damaged line is reported and passed over."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return Loaded(())
        except OSError as error:
            raise SessionError(f"{self.path}: {error.strerror or error}") from None
        return _read(lines)


def _read(lines: Sequence[bytes]) -> Loaded:
    records: list[Record] = []
    damage: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            records.append(from_line(line))
        except SessionError as error:
            damage.append(f"line {number} is left out: {error}")
    return Loaded(tuple(records), tuple(damage))


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
