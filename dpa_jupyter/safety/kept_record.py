"""The record of finished quality reports beside a notebook, `.dpa/<notebook>/quality.record`: one line for each.

It only grows until it is large; then a new file takes its place that has the latest entries of each frame, and what was
damaged is kept aside with the old one.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from dpa_jupyter.errors import SessionError
from dpa_jupyter.own_files import opened_to_append, read_bounded, set_aside, written_anew
from dpa_jupyter.quality.record.entry import Entry
from dpa_jupyter.quality.record.entry_json import from_line, to_line
from dpa_jupyter.quality.record.record import MOST_ENTRIES, Recorded
from dpa_jupyter.safety.file_lock import locked

LARGE = 16 << 20
"""Bytes from which on old entries go."""
MOST_BYTES = 64 << 20
KEPT_WHEN_LARGE = 100
LONGEST_LINE = 1 << 20


class FileRecord:
    """The record of one notebook."""

    def __init__(self, path: Path, large: int = LARGE) -> None:
        self.path, self._large = path, large

    def append(self, entry: Entry) -> None:
        """Append one line in a single write, so that a killed process leaves at most one broken line, the last."""
        try:
            while not self._appended(to_line(entry)):
                pass
        except OSError as error:
            raise SessionError(f"{self.path}: {error.strerror or error}") from None

    def _appended(self, line: bytes) -> bool:
        """Append a line, or tell that another file took the place of this one while its lock was waited for."""
        descriptor = opened_to_append(self.path)
        try:
            with locked(descriptor):
                if not self._is_there(descriptor):
                    return False
                os.write(descriptor, self._on_a_line_of_its_own(descriptor, line))
                if os.fstat(descriptor).st_size > self._large:
                    self._shorten()
                return True
        finally:
            os.close(descriptor)

    def _is_there(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self.path.stat())
        except FileNotFoundError:
            return False

    def of(self, frame: str) -> Recorded:
        """Return what is known of a frame; a damaged line is passed over and said so."""
        known = self._read()
        return Recorded(tuple(entry for entry in known.entries if entry.frame == frame)[-MOST_ENTRIES:], known.damage)

    def _read(self) -> Recorded:
        try:
            lines = read_bounded(self.path, MOST_BYTES).split(b"\n")
        except FileNotFoundError:
            return Recorded(())
        except OSError as error:
            raise SessionError(f"{self.path}: {error.strerror or error}") from None
        entries, damage = [], []
        for number, line in enumerate(lines, start=1):
            if line:
                try:
                    entries.append(from_line(line[:LONGEST_LINE]))
                except SessionError as error:
                    damage.append(f"{self.path}, line {number} is left out: {error}")
        return Recorded(tuple(entries), tuple(damage))

    def _on_a_line_of_its_own(self, descriptor: int, line: bytes) -> bytes:
        """Begin a new line where the last one was broken off."""
        size = os.fstat(descriptor).st_size
        if not size:
            return line
        os.lseek(descriptor, size - 1, os.SEEK_SET)
        return line if os.read(descriptor, 1) == b"\n" else b"\n" + line

    def _shorten(self) -> None:
        """Keep the latest entries of each frame, under the lock; where lines are damaged, keep the old file aside."""
        by_frame: dict[str, list[Entry]] = defaultdict(list)
        known = self._read()
        for entry in known.entries:
            by_frame[entry.frame].append(entry)
        kept = {id(entry) for latest in by_frame.values() for entry in latest[-KEPT_WHEN_LARGE:]}
        if known.damage:
            set_aside(self.path)
        written_anew(self.path, b"".join(to_line(entry) for entry in known.entries if id(entry) in kept))
