"""What a model said, with placeholders, by what was made of it for the user; so that it hears its own words again."""

from __future__ import annotations

from collections import OrderedDict

from dpa_jupyter.config import LEVELS, PrivacyLevel

MOST = 10_000


class Echoes:
    """Remembers the answers of a session, each with the level at which it was given; the oldest are forgotten."""

    def __init__(self) -> None:
        self._said: OrderedDict[tuple[PrivacyLevel, str], str] = OrderedDict()

    def remember(self, level: PrivacyLevel, shown: str, said: str) -> None:
        """Take note of what stands behind what was shown."""
        self._said[level, shown] = said
        while len(self._said) > MOST:
            self._said.popitem(last=False)

    def said(self, level: PrivacyLevel, shown: str) -> str | None:
        """Return what the model said, None if this was not its answer, or one at a level that tells more."""
        if not shown:
            return ""
        lower = LEVELS[: LEVELS.index(level) + 1]
        return next((said for at in reversed(lower) if (said := self._said.get((at, shown))) is not None), None)
