"""Which frames of the namespace are new or changed since the last look.

A frame is compared with a shallow copy of how it was. Both share their memory until code writes, so this costs nothing
at first. And as long as such a copy exists, copy-on-write lets pandas change frames that live in read-only memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.sandbox.comparison import is_pandas, is_polars, is_same_pandas, is_same_polars
from dpa_jupyter.sandbox.frame_parts import is_untouched, parts_of


@dataclass(frozen=True, slots=True)
class _Entry:
    frame: object
    copy: object
    parts: tuple[object, ...]
    """Of the frame itself, as they were."""


class FrameLedger:
    """What the frames were when they were last looked at."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    @property
    def names(self) -> list[str]:
        """The names of the frames that are known."""
        return list(self._entries)

    def note(self, name: str, frame: object) -> None:
        """Take this frame as known."""
        self._entries[name] = _Entry(frame, _shallow_copy(frame), parts_of(frame))

    def changes(self, namespace: Mapping[str, object]) -> dict[str, object]:
        """Return the frames that are new or changed, by name, and take them as known.

        A second name for a frame that is known already is not new.
        """
        present = {
            name: value
            for name, value in list(namespace.items())  # a thread of the code may add one meanwhile
            if is_frame(value) and (name in self._entries or _is_public(name))
        }
        self._entries = {name: entry for name, entry in self._entries.items() if name in present}
        known = {id(entry.frame) for entry in self._entries.values()}
        changed = {
            name: frame
            for name, frame in present.items()
            if (self._is_changed(name, frame) if name in self._entries else id(frame) not in known)
        }
        for name, frame in changed.items():
            self.note(name, frame)
        return changed

    def _is_changed(self, name: str, frame: object) -> bool:
        entry = self._entries[name]
        if frame is not entry.frame:
            return True
        return not is_untouched(frame, entry.parts) and not _is_same(frame, entry.copy)


def is_frame(value: object) -> bool:
    """Tell whether this is a frame that can go back."""
    return is_pandas(value) or is_polars(value) or is_kind_of(type(value), "pyarrow", "Table")


def _is_public(name: object) -> bool:
    return isinstance(name, str) and name.isidentifier() and not name.startswith("_")


def _shallow_copy(frame: object) -> object:
    if is_pandas(frame):
        return frame.copy(deep=False)
    return frame.clone() if is_polars(frame) else frame


def _is_same(frame: object, copy: object) -> bool:
    if is_pandas(frame) and is_pandas(copy):
        return is_same_pandas(frame, copy)
    if is_polars(frame) and is_polars(copy):
        return is_same_polars(frame, copy)
    return True  # an Arrow table can't be changed
