"""Cards kept for as long as their frames stay as they are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from dpa_jupyter.findings import FrameCard
from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.frame import Frame

MOST = 64


class CardCache:
    """Cards by the content of their frames, whatever these are called; the ones used last are kept."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._cards: OrderedDict[tuple[str, int, tuple[str, ...]], FrameCard] = OrderedDict()

    def card(self, frame: Frame, tokens: int = 6000, focus: Sequence[str] = ()) -> FrameCard:
        """Return the card of a frame, made anew only if its content or what is asked has changed."""
        try:
            key = (frame.adapter.fingerprint(frame.value), tokens, tuple(focus))
        except Exception:  # noqa: BLE001 - what can't be hashed is described each time
            return card(frame, tokens, focus)
        if key not in self._cards:
            self._cards[key] = card(frame, tokens, focus)
        self._cards.move_to_end(key)
        while len(self._cards) > self._most:
            self._cards.popitem(last=False)
        return FrameCard(**{**self._cards[key], "frame": frame.name})
