"""The frames that a run can name: the kernel's, and those it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dpa_jupyter.errors import FrameNotFoundError
from dpa_jupyter.frames.frame import Frame


class FrameCatalog(Mapping[str, Frame]):
    """Frames by name; a new one never takes the place of another."""

    def __init__(self, frames: Iterable[Frame] = ()) -> None:
        self._frames = {frame.name: frame for frame in frames}

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
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def same_as(self, name: str) -> tuple[str, ...]:
        """Return the other names under which the very same object is known."""
        value = self[name].value
        return tuple(other for other, frame in self._frames.items() if frame.value is value and other != name)

    def add(self, value: object, name: str) -> Frame:
        """Take in a frame that the run made, under this name or, where it is taken, the next free one."""
        from dpa_jupyter.frames.recognition import recognise

        free = name
        number = 1
        while free in self._frames:
            number += 1
            free = f"{name}_{number}"
        frame = recognise(free, value)
        if frame is None:
            message = f"{type(value).__name__} is no frame"
            raise TypeError(message)
        self._frames[free] = frame
        return frame
