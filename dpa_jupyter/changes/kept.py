"""Objects that may be wanted back: in memory while there is room, on disk beyond that."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection, Iterable

from dpa_jupyter.changes.sizes import size_of
from dpa_jupyter.changes.spilling import spill
from dpa_jupyter.changes.stored import Stored


class Kept:
    """One object, wherever it is: given back, it is the same where anybody still holds it, or else an equal one."""

    def __init__(self, value: object) -> None:
        self._value: object = value
        self._stored: Stored | None = None
        self._reference: Callable[[], object] = lambda: None
        self.size = size_of(value)
        """Bytes of memory that it takes, as well as can be told."""
        self._stays = False

    @property
    def is_in_memory(self) -> bool:
        """Tell whether this holds the object itself."""
        return self._stored is None

    def holds(self, value: object) -> bool:
        """Tell whether this very object is kept here."""
        if self._stored is None:
            return self._value is value
        return value is not None and self._reference() is value  # None is also what a dead reference gives

    def is_among(self, identities: Collection[int]) -> bool:
        """Tell whether the object has one of these identities."""
        return self._stored is None and id(self._value) in identities

    def value(self) -> object:
        """Return the object; from now on it is in memory."""
        if self._stored is not None:
            alive = self._reference()
            self._value = self._stored.restore() if alive is None else alive
            self._stored = None
        return self._value

    def store(self) -> bool:
        """Move the object to disk, and tell whether that was done: what can't be held exactly stays where it is."""
        if self._stored is not None or self._stays:
            return False
        self._stored = spill(self._value)
        self._stays = self._stored is None
        if self._stored is not None:
            self._reference = weakref.ref(self._value)
            self._value = None
        return not self._stays


class Shelf:
    """Room for so many bytes."""

    def __init__(self, most_bytes: Callable[[], int]) -> None:
        self._most_bytes = most_bytes

    def make_room(self, kept: Iterable[Kept]) -> None:
        """Move objects to disk, in this order, until the rest fits."""
        listed = [each for each in kept if each.is_in_memory]
        taken = sum(each.size for each in listed)
        most = self._most_bytes()
        for each in listed:
            if taken <= most:
                return
            if each.size and each.store():
                taken -= each.size
