"""What each frame of a run was made from, for the log."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.events import FrameMade, FrameMark
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import fingerprint
from dpa_jupyter.messages import ToolCall


class Lineage:
    """Marks frames by their content; each object is hashed once a run."""

    def __init__(self) -> None:
        self._marks: dict[int, tuple[object, str | None]] = {}
        """By the object's id, which holds as long as the object does."""

    def made(self, step: int, call: ToolCall, frames: FrameCatalog) -> Iterator[FrameMade]:
        """Tell of each frame that a call added to its own scope of the catalog what it was made from."""
        for frame in frames.added:
            parents = tuple(self._mark(frames[parent]) for parent in frame.parents if parent in frames)
            yield FrameMade(step, call.id, call.name, self._mark(frame), parents)

    def _mark(self, frame: Frame) -> FrameMark:
        known = self._marks.get(id(frame.value))
        if known is None:
            known = self._marks[id(frame.value)] = (frame.value, fingerprint(frame))
        return FrameMark(frame.name, known[1])
