"""What the model may be told in words below the level "samples": names of the schema, and what it has already.

A name that came out of the data, such as a column that a PIVOT made of a value, is a value; so a name is told only if
the user's own frames have it, or if the model or the user wrote it in this very conversation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dpa_jupyter.findings import Scalar
from dpa_jupyter.safety.privacy.small_groups import SMALLEST_GROUP
from dpa_jupyter.safety.privacy.vault import Vault

LONGEST_NAME = 200
OWN_NAME = re.compile(r"result(?:_\d{1,2})?")
"""What our tools call a frame."""


@dataclass
class Vocabulary:
    """The words of one conversation; they grow with it."""

    names: frozenset[str]
    """Of the frames and columns that were there before the conversation."""
    vault: Vault
    mask: Callable[[str], str]
    """Masks secrets and sensitive values in a text that may be told otherwise."""
    with_aggregates: bool
    sizes: frozenset[int] = frozenset()
    """How many rows the user's frames have, as far as that is known."""
    _told: list[str] = field(default_factory=list)
    _made: set[int] = field(default_factory=set)

    def tell(self, texts: Iterable[str]) -> None:
        """Take note of what the model has been told, or has said."""
        self._told.extend(text for text in texts if text)

    def has(self, text: str) -> bool:
        """Tell whether the model has this text already."""
        return any(text in told for told in self._told)

    def name(self, name: str) -> str:
        """Return a name if it may be told, else a placeholder for it."""
        if name in self.names:
            return self.mask(name)
        if OWN_NAME.fullmatch(name):
            return name
        return name if len(name) <= LONGEST_NAME and self.has(name) else self.vault.placeholder("column", name)

    def is_close_to_another(self, rows: int) -> bool:
        """Tell whether a made frame is that of another but for few rows, of which the difference would tell.

        It is remembered for those that are made later.
        """
        close = any(0 < abs(rows - others) < SMALLEST_GROUP for others in (*self.sizes, *self._made))
        self._made.add(rows)
        return close

    def said(self, text: str) -> str:
        """Return a text if the model has it already."""
        return text if self.has(text) else "…"

    def value(self, value: str) -> str:
        """Return a placeholder for a cell's value."""
        return self.vault.placeholder("value", value)

    def stand_in(self, column: str, value: Scalar) -> str:
        """Return a placeholder for a value of a column; a column that must not be named lends it no name."""
        known = column in self.names and self.mask(column) == column
        return self.vault.placeholder(column if known else "value", value)
