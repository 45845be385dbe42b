"""What the model may be told in words below the level "samples": names of the schema, and what it has already.

A name that came out of the data, such as a column that a PIVOT made of a value, is a value; so a name is told only if
the user's own frames have it, or if the model or the user wrote it in this very conversation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from dpa_jupyter.findings import Scalar
from dpa_jupyter.safety.privacy.small_groups import SMALLEST_GROUP
from dpa_jupyter.safety.privacy.vault import Vault

LEFT_OUT = "…"
LONGEST_NAME = 200
OWN_NAME = re.compile(r"result(?:_\d{1,2})?")
"""What our tools call a frame."""


@dataclass
class Vocabulary:
    """The words of one conversation; they grow with it."""

    names: frozenset[str]
    """Of the frames and columns that were there before the conversation."""
    frames: frozenset[str]
    """Those of these names that are the names of frames."""
    vault: Vault
    mask: Callable[[str], str]
    """Masks secrets and sensitive values in a text that may be told otherwise."""
    with_aggregates: bool
    sizes: frozenset[int] = frozenset()
    """How many rows the user's frames have, as far as that is known."""
    _read: set[str] = field(default_factory=set)
    """Frames that were read from files of the user's."""
    _asked_for: set[str] = field(default_factory=set)
    """Frames that have their names from the model's own arguments."""
    _told: list[str] = field(default_factory=list)
    _made: set[int] = field(default_factory=set)

    def tell(self, texts: Iterable[str]) -> None:
        """Take note of what the model has been told, or has said."""
        self._told.extend(text for text in texts if text)

    def has(self, text: str) -> bool:
        """Tell whether the model has this text already, as words of their own and not as a part of others."""
        before, behind = (r"(?<!\w)" if text[:1].isalnum() else ""), (r"(?!\w)" if text[-1:].isalnum() else "")
        whole = re.compile(before + re.escape(text) + behind)
        return any(text in told and whole.search(told) for told in self._told)

    def name(self, name: str) -> str:
        """Return a name if it may be told, else a placeholder for it."""
        if name in self.names:
            return self.mask(name)
        return name if len(name) <= LONGEST_NAME and self.has(name) else self.vault.placeholder("column", name)

    def frame_name(self, name: str, label: str) -> str | None:
        """Return the name of a frame that a tool tells in a field of its own, None if it may not be told.

        At "schema" only those of the user's frames are, and those that the model itself gave in a query's arguments:
        code could choose a name by a value.
        """
        if label == "read_table":
            self._read.add(name)
        if label == "query_sql":
            self._asked_for.add(name)
        if name in self.frames or (OWN_NAME.fullmatch(name) and (self.with_aggregates or name in self._asked_for)):
            return self.mask(name)
        is_told = self.with_aggregates or name in self._read or name in self._asked_for
        return self.name(name) if is_told else None

    def is_made(self, frame: str) -> bool:
        """Tell whether a frame was made in this conversation, by code or a query: neither the user's nor a file's."""
        return frame not in self.frames and frame not in self._read

    def name_in_words(self, name: str) -> str:
        """Return a name for a sentence of ours; at "schema" none that a frame could have from the data."""
        if name in self.names or self.with_aggregates:
            return self.name(name)
        return LEFT_OUT

    def names_in_words(self, names: Sequence[str]) -> str:
        """Return a list of names for a sentence of ours; at "schema", of which and how many could say a value."""
        if not self.with_aggregates:
            return LEFT_OUT
        return ", ".join(name if name == LEFT_OUT else self.name(name) for name in names) or "none"

    def is_close_to_another(self, rows: int) -> bool:
        """Tell whether a made frame is that of another but for few rows, of which the difference would tell.

        It is remembered for those that are made later.
        """
        close = any(0 < abs(rows - others) < SMALLEST_GROUP for others in (*self.sizes, *self._made))
        self._made.add(rows)
        return close

    def said(self, text: str) -> str:
        """Return a text if the model has it already."""
        return text if self.has(text) else LEFT_OUT

    def value(self, value: str) -> str:
        """Return a placeholder for a cell's value."""
        return self.vault.placeholder("value", value)

    def stand_in(self, column: str, value: Scalar) -> str:
        """Return a placeholder for a value of a column; a column that must not be named lends it no name."""
        known = column in self.names and self.mask(column) == column
        return self.vault.placeholder(column if known else "value", value)
