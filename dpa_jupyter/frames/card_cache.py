"""What was found for cards, kept for as long as the frames stay as they are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from dpa_jupyter.findings import FrameCard
from dpa_jupyter.frames.card import Survey, arrange, column_order, detailed, survey
from dpa_jupyter.frames.frame import Column, Frame

MOST = 64


class CardCache:
    """Surveys by the content of their frames, whatever these are called; the ones used last are kept."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._surveys: OrderedDict[tuple[str, frozenset[str]], Survey] = OrderedDict()

    def look(self, frame: Frame) -> Cards:
        """Take note of what a frame holds now: all cards that are then asked for rest on one hash of its content."""
        try:
            return Cards(self, frame, frame.adapter.fingerprint(frame.value))
        except Exception:  # noqa: BLE001 - what can't be hashed is read each time
            return Cards(self, frame, None)

    def survey(self, frame: Frame, fingerprint: str | None, columns: Sequence[Column]) -> Survey:
        """Return what was found in a frame of this content, read anew only if it or what is asked has changed."""
        if fingerprint is None:
            return survey(frame, columns)
        key = fingerprint, frozenset(column.name for column in columns)
        if key not in self._surveys:
            self._surveys[key] = survey(frame, columns)
        self._surveys.move_to_end(key)
        while len(self._surveys) > self._most:
            self._surveys.popitem(last=False)
        return self._surveys[key]


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of one frame as it is at one moment."""

    cache: CardCache
    frame: Frame
    fingerprint: str | None

    def card(self, tokens: int = 6000, focus: Sequence[str] = ()) -> FrameCard:
        """Describe the frame, as `card` does."""
        order = column_order(self.frame, focus)
        found = self.cache.survey(self.frame, self.fingerprint, detailed(order, tokens))
        return FrameCard(**{**arrange(found, order, tokens), "frame": self.frame.name})
