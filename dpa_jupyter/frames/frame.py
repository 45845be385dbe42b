"""A tabular object of the kernel, of whatever library, behind one narrow interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dpa_jupyter.findings import ColumnType

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    """A column as every reader knows it."""

    name: str
    """Unique in its frame: a name that is no string is turned into one, a repeated one gets a number."""
    type: ColumnType
    native_type: str
    """The library's own word, such as "int64" or "Datetime(us)"."""
    zone: str | None = None
    """Of times whose zone the library keeps elsewhere, as a session's setting; None where its own word tells it."""


class FrameAdapter(Protocol):
    """What has to be known of a library to work on its frames; none of these changes the frame."""

    type_name: str
    """What people call it, such as "pandas DataFrame"."""

    def recognises(self, value_type: type) -> bool:
        """Tell from the type alone, without running any code of the object, whether this is such a frame."""
        ...

    def columns(self, value: object) -> tuple[Column, ...]:
        """List the columns from the schema, without touching the data."""
        ...

    def row_count(self, value: object) -> int | None:
        """Count the rows, or return None where that would mean running a plan."""
        ...

    def batches(self, value: object, columns: Sequence[str] | None, limit: int | None) -> pa.RecordBatchReader:
        """Stream these columns (all if None) of the first rows (all if None) as Arrow, copying as little as can be."""
        ...

    def fingerprint(self, value: object) -> str:
        """Return a hash that changes when a value, a name, a type or the order changes."""
        ...


@dataclass(frozen=True)
class Frame:
    """A named frame: the user's own, or one that a run made."""

    name: str
    value: object
    adapter: FrameAdapter
    parents: tuple[str, ...] = ()
    """The frames that it was made from, by name; none for the user's own and for what was read from a file."""
    caveats: tuple[str, ...] = ()
    """What is to be known before it takes another's place, such as that it was cut."""
    is_faithful: bool = False
    """Types, labels and index are just as its maker left them; SQL knows none of a library's own."""
