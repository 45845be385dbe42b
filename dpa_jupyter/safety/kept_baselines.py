"""Baselines beside a notebook: one file each, `.dpa/<notebook>/baselines/<name>.json`, for its owner alone.

Anybody may have put something else in their place, so they are validated when they are read, a link is not followed,
and what is too large is not read. What can't be read is kept aside and said so; it is never written over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dpa_jupyter.errors import DpaError, SessionError, UserError
from dpa_jupyter.own_files import listed, read_bounded, set_aside, written_anew
from dpa_jupyter.quality.drift.baselines import ListedBaseline, no_baseline
from dpa_jupyter.quality.drift.baselines import listed as listing
from dpa_jupyter.quality.drift.kept import SavedPortrait
from dpa_jupyter.quality.drift.saved_json import from_json, to_json

MOST_BYTES = 32 << 20
MOST_FILES = 200
NAME = re.compile(r"[^\W_][\w.-]{0,79}")
"""What can be a file's name everywhere, and is no path."""


class FileBaselines:
    """The baselines of one notebook."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[tuple[str, int, int], ListedBaseline] = {}
        """By name, size and time of the file: a list does not read what it has read before."""

    def listed(self) -> Sequence[ListedBaseline]:
        """List what is there, by name; what is damaged says so."""
        return [self._listed(name) for name in self._names()[:MOST_FILES]]

    def load(self, name: str) -> SavedPortrait:
        """Return what was saved.

        Raises:
            UserError: nothing was saved under this name.
            SessionError: it can't be read; it is kept aside then.
        """
        try:
            return self._read(name)
        except _DamagedError as error:
            raise SessionError(f"{error}. It was kept aside as {self._aside(self._path(name))}") from None

    def save(self, saved: SavedPortrait) -> None:
        """Save it in the place of what has its name.

        What is damaged there is kept aside.

        Raises:
            UserError: the name can't be that of a file.
            SessionError: it can't be written.
        """
        path = self._path(saved.name)
        self._keep_damaged(saved.name)
        data = to_json(saved)
        if len(data) > MOST_BYTES:
            raise SessionError(f"{saved.name!r} would be larger than {MOST_BYTES >> 20} MB")
        try:
            written_anew(path, data)
        except OSError as error:
            raise SessionError(f"{path}: {error.strerror or error}") from None

    def forget(self, name: str) -> None:
        """Drop what was saved.

        Raises:
            UserError: nothing was saved under this name.
            SessionError: it can't be dropped.
        """
        path = self._path(name)
        try:
            path.unlink()
        except FileNotFoundError:
            raise no_baseline(name, self._names()) from None
        except OSError as error:
            raise SessionError(f"{path}: {error.strerror or error}") from None

    def _keep_damaged(self, name: str) -> None:
        """Keep what can't be read from being written over; a link is none of it."""
        path = self._path(name)
        if not path.is_symlink():
            try:
                self._read(name)
            except UserError:  # there is nothing
                return
            except _DamagedError:
                self._aside(path)

    def _names(self) -> list[str]:
        return [path.stem for path in listed(self.folder, "*.json")]

    def _read(self, name: str) -> SavedPortrait:
        path = self._path(name)
        try:
            data = read_bounded(path, MOST_BYTES)
        except FileNotFoundError:
            raise no_baseline(name, self._names()) from None
        except OSError as error:
            raise SessionError(f"{path}: {error.strerror or error}") from None
        try:
            return replace(from_json(data), name=name)
        except SessionError as error:
            raise _DamagedError(f"{path} is {error}") from None

    def _listed(self, name: str) -> ListedBaseline:
        try:
            state = (self.folder / f"{name}.json").lstat()
            key = name, state.st_size, state.st_mtime_ns
            if key not in self._known:
                self._known[key] = listing(self._read(name))
            return self._known[key]
        except (DpaError, OSError) as error:
            return ListedBaseline(name, None, str(error))

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise UserError(f"a baseline can't be called {name[:40]!r}: letters, digits, points and dashes")
        return self.folder / f"{name}.json"

    def _aside(self, path: Path) -> str:
        try:
            return set_aside(path)
        except OSError as error:
            raise SessionError(f"{path}: {error.strerror or error}") from None


class _DamagedError(SessionError):
    """A file holds something else."""
