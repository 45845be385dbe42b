"""Spans of a text that are taken, of which none overlaps another; a new one is set against its neighbours only."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from dpa_jupyter.redaction import Span


class TakenSpans:
    """What of a text is taken already."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def free(self, start: int, end: int) -> list[Span]:
        """Return what of a span is not taken."""
        free: list[Span] = []
        for place in range(bisect_right(self._ends, start), bisect_left(self._starts, end)):
            free.append((start, self._starts[place]))
            start = self._ends[place]
        return [(begin, stop) for begin, stop in (*free, (start, end)) if begin < stop]

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether nothing of a span is taken."""
        return bisect_right(self._ends, start) == bisect_left(self._starts, end)

    def take(self, start: int, end: int) -> None:
        """Take a span that is free."""
        place = bisect_left(self._starts, start)
        self._starts.insert(place, start)
        self._ends.insert(place, end)
