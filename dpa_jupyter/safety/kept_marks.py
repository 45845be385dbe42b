"""Which columns the user marked as sensitive, kept beside the notebook's sessions, so that the next kernel knows them.

The file can only protect. That a column is *not* sensitive is never taken from it: whoever can write it could say so.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from dpa_jupyter.errors import SessionError
from dpa_jupyter.own_files import written_anew

VERSION: Final = 1
MOST_BYTES = 1 << 20


class KeptMarks:
    """The marks of one notebook."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def with_those_of_now(self, marks: Mapping[str, bool]) -> dict[str, bool]:
        """Return what holds: all that is kept, and above it what was said in this kernel.

        Raises:
            SessionError: the file can't be read; to go on as if nothing were marked would protect less.
        """
        return {**dict.fromkeys(sorted(self._read()), True), **marks}

    def change(self, mark: Collection[str], unmark: Collection[str]) -> None:
        """Keep some marks, and others no longer.

        Raises:
            SessionError: the file can't be read or written.
        """
        kept = self._read()
        changed = kept.union(mark).difference(unmark)
        if changed == kept:
            return
        try:
            text = json.dumps({"version": VERSION, "columns": sorted(changed)}, ensure_ascii=True)
            written_anew(self.path, text.encode("ascii"))
        except OSError as error:
            raise SessionError(f"{self.path}: {error.strerror or error}") from None

    def _read(self) -> frozenset[str]:
        try:
            with self.path.open("rb") as file:
                return _columns(json.loads(file.read(MOST_BYTES)))
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise SessionError(
                f"{self.path} should list the sensitive columns and can't be read: mend it, or delete it and mark them "
                f"again. {type(error).__name__}: {error}"
            ) from None


def _columns(told: Mapping[str, object]) -> frozenset[str]:
    columns = told["columns"]
    if told["version"] != VERSION or not isinstance(columns, list):
        raise ValueError(f"not a list of version {VERSION}")
    return frozenset(str(name) for name in columns)
