"""What the model may be told in words below the level "samples": names of the schema, and what it has already.

A name that came out of the data, such as a column that a PIVOT made of a value, is a value; so a name is told only if
the user's own frames have it, or if the model or the user wrote it in this very conversation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dpa_jupyter.findings import Scalar
from dpa_jupyter.safety.privacy.vault import Vault

LONGEST_NAME = 200


@dataclass
class Vocabulary:
    """The words of one conversation; they grow with it."""

    names: frozenset[str]
    """Of the frames and columns that were there before the conversation."""
    vault: Vault
    mask: Callable[[str], str]
    """Masks secrets and sensitive values in a text that may be told otherwise."""
    with_aggregates: bool
    _told: list[str] = field(default_factory=list)

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
        return name if len(name) <= LONGEST_NAME and self.has(name) else self.vault.placeholder("column", name)

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
