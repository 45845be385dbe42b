"""A frame as it is compared: its columns as Arrow, their types in its library's words, and what its index says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.arrow_types import note_of
from dpa_jupyter.frames.cell_text import cell_texts
from dpa_jupyter.frames.differences.cells import same_cells, takeable
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.library_type import is_kind_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

IN_INDEX = " (index)"
"""How the adapter of pandas marks the type of a column that is a level of the index."""


@dataclass(frozen=True)
class Side:
    """One of the two frames, all of it read."""

    frame: Frame
    table: pa.Table
    types: Mapping[str, str]
    """By column."""
    index: pa.Table | None
    """The labels of the rows; None where they are but positions, or where the library has none."""

    @property
    def rows(self) -> int:
        """Return how many rows it has."""
        if not self.table.num_columns:
            return self.frame.adapter.row_count(self.frame.value) or 0
        return int(self.table.num_rows)

    @property
    def index_columns(self) -> tuple[str, ...]:
        """Name the columns that are levels of the index."""
        return tuple(name for name, kind in self.types.items() if kind.endswith(IN_INDEX))

    def has_labels_of(self, other: Side) -> bool:
        """Tell whether the rows are labelled alike; positions count as labels from 0."""
        if self.index is None or other.index is None or self.index.num_rows != other.index.num_rows:
            return self.index is None and other.index is None
        pairs = zip(self.index.columns, other.index.columns, strict=False)
        return self.index.num_columns == other.index.num_columns and all(same_cells(*pair).all() for pair in pairs)

    def is_mixed(self, name: str) -> bool:
        """Tell whether a column holds cells of several types, so that it was read as text."""
        return note_of(self.table.field(name)) is not None

    def typed_texts(self, name: str) -> pa.ChunkedArray:
        """Read a column as text that tells 1 from "1"."""
        import pyarrow as pa

        return pa.chunked_array([pa.array(cell_texts(self._cells(name), typed=True), pa.large_string())])

    def _cells(self, name: str) -> Iterable[object]:
        """Read a column's own cells where it is mixed, and its plain values where it is not."""
        position = self.table.column_names.index(name) - len(self.index_columns)
        if position < 0 or not self.is_mixed(name):
            return cast("list[object]", self.table.column(name).to_pylist())
        if is_kind_of(type(self.frame.value), "pandas", "DataFrame"):
            return cast("Iterable[object]", cast("pd.DataFrame", self.frame.value).iloc[:, position])
        return cast("pl.DataFrame", self.frame.value).to_series(position).to_list()


def read_side(frame: Frame) -> Side:
    """Read a frame whole; where it is in memory, numbers are shared with it."""
    columns = frame.adapter.columns(frame.value)
    table = frame.adapter.batches(frame.value, None, None).read_all()
    for place, field in enumerate(table.schema):
        column = takeable(table.column(place))
        if column.type != field.type:
            table = table.set_column(place, field.with_type(column.type), column)
    return Side(frame, table, {column.name: column.native_type for column in columns}, _index_of(frame))


def _index_of(frame: Frame) -> pa.Table | None:
    """Read the labels of rows of a pandas frame, unless they only count from 0."""
    import pyarrow as pa

    from dpa_jupyter.frames.pandas_arrow import arrow_column

    if not is_kind_of(type(frame.value), "pandas", "DataFrame"):
        return None
    index = cast("pd.DataFrame", frame.value).index
    if _only_counts(index):
        return None
    levels = [index.get_level_values(level).to_series() for level in range(index.nlevels)]
    return pa.table({f"level {number}": arrow_column(level)[0] for number, level in enumerate(levels)})


def _only_counts(index: pd.Index) -> bool:
    import numpy as np

    if index.nlevels > 1 or index.name is not None or index.dtype.kind not in "iu":
        return False
    return bool(np.array_equal(index.to_numpy(), np.arange(len(index))))
