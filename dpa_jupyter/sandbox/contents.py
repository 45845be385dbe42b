"""What was handed over already, and how it is found again: without reading frames that can't have changed."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dpa_jupyter.sandbox.comparison import is_certainly_same, snapshot
from dpa_jupyter.sandbox.frame_parts import is_untouched, parts_of
from dpa_jupyter.sandbox.hand_over import HandOver, content_key, hand_over, library_of

if TYPE_CHECKING:
    from dpa_jupyter.frames.frame import Frame


@dataclass
class _Known:
    """A frame as it was when it was handed over."""

    frame: Frame
    snapshot: object
    """A shallow copy, which keeps the memory that the frame had; None where no such copy would tell."""
    parts: tuple[object, ...]
    """What it was made of; nothing where there is no snapshot."""
    outline: tuple[object, ...]
    content: HandOver
    content_key: str | None = None
    """What it hashes to; only taken when there is another frame of this outline."""


class Contents:
    """The frames of one runner, each content once in shared memory."""

    def __init__(self) -> None:
        self._known: list[_Known] = []
        self._numbers = itertools.count(1)

    async def of(self, frame: Frame) -> HandOver:
        """Return the content of a frame, copied into shared memory if it is not there yet.

        Raises:
            ToolError: it can't be handed over.
        """
        for known in self._known:  # at once: it takes longer to ask a thread
            if known.frame.value is frame.value and is_untouched(frame.value, known.parts):
                return known.content
        return await asyncio.to_thread(self._of, frame)

    def close(self) -> None:
        """Free the memory of all of them."""
        for known in self._known:
            known.content.memory.close()
        self._known.clear()

    def _of(self, frame: Frame) -> HandOver:
        for known in self._known:
            if known.frame.value is frame.value and is_certainly_same(frame.value, known.snapshot):
                return known.content
        outline, key = _outline(frame), None
        alike = [known for known in self._known if known.outline == outline]
        if alike:
            key = content_key(frame, library_of(frame))
            for known in alike:
                if _key_of(known) == key:
                    return self._take(frame, outline, known.content, key)
        library = library_of(frame)
        return self._take(frame, outline, hand_over(frame, str(next(self._numbers)), library), key)

    def _take(self, frame: Frame, outline: tuple[object, ...], content: HandOver, key: str | None) -> HandOver:
        held = snapshot(frame.value)
        if held is None and key is None:  # it has to be hashed while it is what was handed over
            key = content_key(frame, library_of(frame))
        parts = () if held is None else parts_of(frame.value)
        self._known.append(_Known(frame, held, parts, outline, content, key))
        return content


def _key_of(known: _Known) -> str:
    if known.content_key is None:  # then there is a snapshot
        known.content_key = content_key(replace(known.frame, value=known.snapshot), known.content.library)
    return known.content_key


def _outline(frame: Frame) -> tuple[object, ...]:
    return (library_of(frame), frame.adapter.row_count(frame.value), frame.adapter.columns(frame.value))
