"""Frames that live on other machines: what is asked of all rows is worked out there, and little comes here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import pyarrow as pa


@runtime_checkable
class Distributed(Protocol):
    """What an adapter can do besides, where its frames are too large to pass by."""

    def count(self, value: object) -> int:
        """Count the rows, for which the plan is run where it is."""
        ...

    def draw(self, value: object, columns: Sequence[str], rows: int) -> tuple[pa.Table, int]:
        """Return all rows where there are no more than these, else about so many drawn by chance; and the rows."""
        ...
