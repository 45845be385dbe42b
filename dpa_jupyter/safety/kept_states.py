"""What was found in parts of frames, beside a notebook: `.dpa/<notebook>/states/<columns>-<rows>-<content>.state`.

A cache: what is damaged, of another version or too large is left out and measured again, and the files that were used
longest ago go. It holds values of cells, though none of sensitive columns: it is for its owner alone, and git is told
to leave it out.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from dpa_jupyter.errors import SessionError
from dpa_jupyter.own_files import listed, read_bounded, written_anew
from dpa_jupyter.quality.states.known import KnownPart
from dpa_jupyter.quality.states.store import Key
from dpa_jupyter.quality.states.stored_arrow import contents_from_bytes, contents_to_bytes, from_bytes, to_bytes

MOST_BYTES = 64 << 20
"""Of a file."""
MOST_BYTES_IN_ALL = 512 << 20
MOST_CONTENTS = 20_000
NAME = re.compile(r"(?P<schema>[0-9a-f]{16})-(?P<rows>\d{1,15})-(?P<content>[0-9a-f]{32})")
SUFFIX = ".state"
CONTENTS = "contents.json"


class FileStates:
    """The states of one notebook."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES_IN_ALL) -> None:
        self.folder, self._most_bytes = folder, most_bytes

    def known(self, schema: str) -> Sequence[Key]:
        """Name the parts with such columns of which something is kept."""
        found = [NAME.fullmatch(path.stem) for path in listed(self.folder, f"{schema}-*{SUFFIX}")]
        return [Key(each["schema"], int(each["rows"]), each["content"]) for each in found if each]

    def load(self, key: Key) -> KnownPart | None:
        """Return what is kept of a part; None where that is damaged, gone, or of another version."""
        path = self._path(key)
        try:
            found = from_bytes(read_bounded(path, MOST_BYTES))
        except (OSError, SessionError):
            return None
        with contextlib.suppress(OSError, NotImplementedError):
            os.utime(path, follow_symlinks=False)  # so that it does not count as old
        return found

    def contents(self) -> Mapping[str, Sequence[str]]:
        """Return what each piece of a file holds, as hashes, by what tells that the file was not written since."""
        try:
            return contents_from_bytes(read_bounded(self.folder / CONTENTS, MOST_BYTES))
        except (OSError, SessionError):
            return {}

    def save_contents(self, found: Mapping[str, Sequence[str]]) -> None:
        """Keep what pieces of files hold."""
        self._write(self.folder / CONTENTS, contents_to_bytes(dict(list(found.items())[-MOST_CONTENTS:])))

    def save(self, key: Key, part: KnownPart, sensitive: frozenset[str]) -> None:
        """Keep what was found in a part, but for values of these columns, where it is not too large."""
        data = to_bytes(part.without(sensitive))
        if len(data) <= MOST_BYTES:
            self._write(self._path(key), data)
            self._forget_oldest()

    def _write(self, path: Path, data: bytes) -> None:
        with contextlib.suppress(OSError):  # a disk that is full or read-only costs only time, later
            if not self.folder.is_dir():
                written_anew(self.folder / ".gitignore", b"*\n")
            written_anew(path, data)

    def _forget_oldest(self) -> None:
        with contextlib.suppress(OSError):
            files = [(path.lstat(), path) for path in listed(self.folder, f"*{SUFFIX}")]
            left = sum(state.st_size for state, _ in files) - self._most_bytes
            for state, path in sorted(files, key=lambda each: each[0].st_mtime_ns):
                if left <= 0:
                    break
                path.unlink()
                left -= state.st_size

    def _path(self, key: Key) -> Path:
        return self.folder / f"{key.schema}-{key.rows}-{key.content}{SUFFIX}"
