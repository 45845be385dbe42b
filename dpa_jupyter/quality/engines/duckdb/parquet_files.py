"""Parquet files as a row of row groups: how long each is, and what its bytes hash to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np
import xxhash

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from numpy.typing import NDArray

PIECE = 1 << 22
"""Bytes that are read at once."""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Where a row group is."""

    file: int
    place: int
    """Within its file."""
    start: int
    """The position of its first row in all files."""
    stop: int


class ParquetFiles:
    """Files of the same columns, one below the other.

    Raises:
        OSError: one can't be read.
        ValueError: one has other columns than the first, or is no Parquet file.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        import pyarrow.parquet as pq

        self.paths = tuple(paths)
        self._metadata = [pq.read_metadata(path) for path in paths]
        self.schema = _schema(self._metadata[0])
        if any(_columns(_schema(each)) != _columns(self.schema) for each in self._metadata[1:]):
            raise ValueError("the files have different columns")
        self.starts: NDArray[np.int64] = np.cumsum([0, *(each.num_rows for each in self._metadata)])
        """The position of each file's first row, and behind them how many there are."""

    @property
    def rows(self) -> int:
        """Count the rows."""
        return int(self.starts[-1])

    @cached_property
    def groups(self) -> tuple[RowGroup, ...]:
        """List the row groups that have rows, in order."""
        return tuple(self._groups())

    def _groups(self) -> Iterator[RowGroup]:
        for file, metadata in enumerate(self._metadata):
            start = int(self.starts[file])
            for place in range(metadata.num_row_groups):
                stop = start + metadata.row_group(place).num_rows
                if stop > start:
                    yield RowGroup(file, place, start, stop)
                start = stop

    def overlapping(self, start: int, stop: int) -> range:
        """Return the places of the files that have rows at these positions; all of them where there are none."""
        if start == stop:
            return range(len(self.paths))
        first = int(np.searchsorted(self.starts, start, side="right")) - 1
        return range(first, int(np.searchsorted(self.starts, stop)))

    def states(self) -> list[tuple[str, int, int]]:
        """Return path, size and time of change of each file: where these are the same, it was not written since."""
        found = [path.stat() for path in self.paths]
        return [
            (str(path.absolute()), each.st_size, each.st_mtime_ns) for path, each in zip(self.paths, found, strict=True)
        ]

    def footer(self, file: int) -> str:
        """Hash what a file's footer says of its row groups."""
        metadata = self._metadata[file]
        told = [metadata.row_group(place).to_dict() for place in range(metadata.num_row_groups)]
        return xxhash.xxh3_128_hexdigest(repr((metadata.serialized_size, told)).encode("utf-8", "surrogatepass"))

    def contents(self, file: int) -> Sequence[str]:
        """Hash the bytes of each row group of a file, as they are written."""
        metadata = self._metadata[file]
        with self.paths[file].open("rb") as stream:
            return [_content(stream, metadata.row_group(place)) for place in range(metadata.num_row_groups)]


def _schema(metadata: pq.FileMetaData) -> pa.Schema:
    return metadata.schema.to_arrow_schema().remove_metadata()


def _columns(schema: pa.Schema) -> list[tuple[str, pa.DataType]]:
    return list(zip(schema.names, schema.types, strict=True))


def _content(stream: IO[bytes], group: pq.RowGroupMetaData) -> str:
    whole = xxhash.xxh3_128(str(group.num_rows).encode())
    for place in range(group.num_columns):
        column = group.column(place)
        told = (column.path_in_schema, column.physical_type, column.compression, column.num_values)
        whole.update(repr(told).encode("utf-8", "surrogatepass"))
        starts = [column.data_page_offset, column.dictionary_page_offset or column.data_page_offset]
        stream.seek(min(starts))
        left = column.total_compressed_size
        while left > 0 and (piece := stream.read(min(left, PIECE))):
            whole.update(piece)
            left -= len(piece)
    return whole.hexdigest()
