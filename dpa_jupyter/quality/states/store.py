"""The seam to where states are kept, from one look at a frame to the next."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from dpa_jupyter.quality.states.known import KnownPart

if TYPE_CHECKING:
    import pyarrow as pa

Sensitive: TypeAlias = "Callable[[str, pa.Table], Mapping[str, Sequence[str]]]"
"""From a frame's name and some of its rows to the sensitive classes of its columns."""
LEAST_CELLS = 4_000_000
"""A frame of fewer is measured in about a second, most of which a second look takes as well: the checks, the sample."""
MOST_BYTES = 128 << 20
"""Of states that are kept in memory."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a state is of: rows of one content, in columns of these names and types."""

    schema: str
    rows: int
    content: str


class StateStore(Protocol):
    """Keeps what was found in parts of frames; one that can't be kept or read is measured again."""

    def known(self, schema: str) -> Sequence[Key]:
        """Name the parts with such columns of which something is kept."""
        ...

    def load(self, key: Key) -> KnownPart | None:
        """Return what is kept of a part; None where that is damaged, gone, or of another version."""
        ...

    def contents(self) -> Mapping[str, Sequence[str]]:
        """Return what each piece of a file holds, as hashes, by what tells that the file was not written since."""
        ...

    def save_contents(self, found: Mapping[str, Sequence[str]]) -> None:
        """Keep what pieces of files hold."""
        ...

    def save(self, key: Key, part: KnownPart, sensitive: frozenset[str]) -> None:
        """Keep what was found in a part; of these columns no values beyond the life of the kernel."""
        ...


class MemoryStates:
    """Keeps whole states as long as the kernel lives, and in another store what may outlive it."""

    def __init__(self, beneath: StateStore | None = None) -> None:
        self._beneath = beneath
        self._parts: OrderedDict[Key, KnownPart] = OrderedDict()
        self._contents: dict[str, Sequence[str]] = {}
        self._lock = threading.Lock()

    def known(self, schema: str) -> Sequence[Key]:
        """Name the parts with such columns of which something is kept."""
        with self._lock:
            mine = [key for key in self._parts if key.schema == schema]
        return list(dict.fromkeys([*mine, *(self._beneath.known(schema) if self._beneath else ())]))

    def load(self, key: Key) -> KnownPart | None:
        """Return what is kept of a part."""
        with self._lock:
            found = self._parts.get(key)
        return found or (self._beneath.load(key) if self._beneath else None)

    def contents(self) -> Mapping[str, Sequence[str]]:
        """Return what each piece of a file holds."""
        return {**(self._beneath.contents() if self._beneath else {}), **self._contents}

    def save_contents(self, found: Mapping[str, Sequence[str]]) -> None:
        """Keep what pieces of files hold."""
        self._contents = dict(found)
        if self._beneath:
            self._beneath.save_contents(found)

    def save(self, key: Key, part: KnownPart, sensitive: frozenset[str]) -> None:
        """Keep what was found in a part."""
        with self._lock:
            self._parts[key] = part
            self._parts.move_to_end(key)
            left = sum(each.bytes for each in self._parts.values()) - MOST_BYTES
            while left > 0:
                left -= self._parts.popitem(last=False)[1].bytes
        if self._beneath:
            self._beneath.save(key, part, sensitive)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where states are kept, of frames of how many cells, and which columns are sensitive."""

    store: StateStore
    sensitive: Sensitive = lambda _name, _rows: {}
    least_cells: int = LEAST_CELLS
