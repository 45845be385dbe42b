"""The frames that a run can name: the kernel's, and those it makes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count

from dpa_jupyter.errors import FrameNotFoundError
from dpa_jupyter.frames.frame import Frame


class FrameCatalog(Mapping[str, Frame]):
    """Frames by name; one that a run makes never takes the place of another."""

    def __init__(self, frames: Iterable[Frame] = ()) -> None:
        self._frames = {frame.name: frame for frame in frames}
        self._made: set[str] = set()
        self._lock = threading.Lock()
        self.added: list[Frame] = []
        """What was added through this catalog, and not through another of the same frames."""

    def scope(self) -> FrameCatalog:
        """Return another catalog of the very same frames, so that one call's additions can be told from the others'."""
        scope = FrameCatalog()
        scope._frames, scope._made, scope._lock = self._frames, self._made, self._lock
        return scope

    def __getitem__(self, name: str) -> Frame:
        """Return the frame of this name.

        Raises:
            FrameNotFoundError: with what the name may have meant.
        """
        try:
            return self._frames[name]
        except KeyError:
            raise FrameNotFoundError.named(name, self._frames) from None

    def __contains__(self, name: object) -> bool:
        return name in self._frames

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._frames))  # a tool in another thread may add one meanwhile

    def __len__(self) -> int:
        return len(self._frames)

    def add(
        self,
        value: object,
        name: str,
        *,
        parents: Iterable[str] = (),
        caveats: Iterable[str] = (),
        is_faithful: bool = False,
    ) -> Frame:
        """Take in a frame that the run made, under this name or, where it is taken, the next free one."""
        with self._lock:
            free = name if name not in self._frames else next(n for n in _numbered(name) if n not in self._frames)
            known = _recognised(free, value)
            frame = replace(known, parents=tuple(parents), caveats=tuple(caveats), is_faithful=is_faithful)
            self._frames[free] = frame
            self._made.add(free)
        self.added.append(frame)
        return frame

    def put(self, value: object, name: str) -> Frame:
        """Let a frame stand under this name from now on, whatever stood there: the user's variable was changed."""
        frame = _recognised(name, value)
        with self._lock:
            self._frames[name] = frame
            self._made.discard(name)
        return frame

    def is_made(self, name: str) -> bool:
        """Tell whether the run made this frame, and it is no variable of the user's."""
        return name in self._made


def _recognised(name: str, value: object) -> Frame:
    from dpa_jupyter.frames.recognition import recognise

    frame = recognise(name, value)
    if frame is None:
        message = f"{type(value).__name__} is no frame"
        raise TypeError(message)
    return frame


def _numbered(name: str) -> Iterator[str]:
    return (f"{name}_{number}" for number in count(2))
