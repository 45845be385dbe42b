"""How a frame is given to DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from dpa_jupyter.frames.arrow_types import analysable
from dpa_jupyter.quality.engines.time_limit import TimeLimit, TooSlow, TooSlowError

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

Data: TypeAlias = "Mapping[str, pa.ChunkedArray | str]"
"""Columns by name, or why one can't be read."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Rows that stand for a frame, or all of them."""

    data: Data
    positions: NDArray[np.int64]
    rows: int
    """How many the frame has, as far as is known by then."""

    @property
    def is_whole(self) -> bool:
        """Tell whether these are all rows."""
        return len(self.positions) == self.rows


class Source(Protocol):
    """A frame that DuckDB can query, where it is."""

    is_read_anew: bool
    """Whether each query makes the frame anew, so that queries should be few."""
    limit: TimeLimit
    """What each scan may take."""
    columns_at_once: int | None
    """So many columns are measured in a query; None for all."""
    position: str
    """SQL of the place of a row of the table `data`, counted from 0."""

    def draw(self) -> Drawn:
        """Draw all rows of a small frame, a sample of any other: the same rows wherever the frame is."""
        ...

    def first(self, wanted: int) -> Drawn:
        """Return about so many rows as quickly as can be."""
        ...

    def query(self, columns: Sequence[str], sql: str) -> pa.RecordBatchReader:
        """Run SQL over the table `data` of these columns: no NaN, no categories, times with a zone as local time."""
        ...

    def types(self, columns: Sequence[str]) -> Mapping[str, str]:
        """Return DuckDB's types of columns of the table `data`; those that it can't hold are left out."""
        ...


def read_columns(names: Sequence[str], read: ReadTable, limit: TimeLimit) -> Data:
    """Read columns, ready for analysis, all at once or, where that fails, in ever smaller groups."""

    def columns(some: Sequence[str]) -> list[pa.ChunkedArray]:
        return [analysable(column) for column in read(some).columns]

    found = limit.each(names, columns)
    return {
        name: _reason(each) if isinstance(each, Exception) else each for name, each in zip(names, found, strict=True)
    }


def state_schema(kind: str, schema: pa.Schema) -> str:
    """Hash what a state depends on besides the rows: names and types, and the versions of what measures."""
    from importlib.metadata import version

    import xxhash

    columns = [f"{field.name!r} {field.type}" for field in schema]
    return xxhash.xxh3_64_hexdigest(repr((version("dpa_jupyter"), version("duckdb"), kind, columns)).encode())


def stacked(parts: Sequence[Data]) -> Data:
    """Put rows of parts one below the other; a column that can't be read in one of them says why."""
    import pyarrow as pa

    found: dict[str, pa.ChunkedArray | str] = {}
    for name in parts[0]:
        columns = [part[name] for part in parts]
        reason = next((each for each in columns if isinstance(each, str)), None)
        chunks = [chunk for each in columns if not isinstance(each, str) for chunk in each.chunks]
        found[name] = reason or pa.chunked_array(chunks)
    return found


class ReadTable(Protocol):
    """Reads columns of a frame."""

    def __call__(self, columns: Sequence[str], /) -> pa.Table:
        """Return a table of these columns."""
        ...


def _reason(error: Exception) -> str:
    if isinstance(error, TooSlowError):
        return TooSlow(f"reading it {error}")
    return f"could not be read: {str(error).strip().partition(chr(10))[0] or type(error).__name__}"
