"""Frames that live on other machines: what is asked of all rows is worked out there, and little comes here."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from dpa_jupyter.frames.frame import Frame

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


def drawn_here(frame: Frame, most_cells: int) -> tuple[Frame, int] | None:
    """Return rows that stand for a distributed frame, all of them where they are few, and how many it has in all.

    None for any other frame, and where the rows can't be read together.
    """
    from dpa_jupyter.frames.arrow_tables import ArrowTables

    adapter = frame.adapter
    if not isinstance(adapter, Distributed):
        return None
    with suppress(Exception):  # a plan may fail in any way; whoever reads it column by column finds out how
        columns = [column.name for column in frame.adapter.columns(frame.value)]
        table, total = adapter.draw(frame.value, columns, max(1, most_cells // max(1, len(columns))))
        return replace(frame, value=table, adapter=ArrowTables()), total
    return None
