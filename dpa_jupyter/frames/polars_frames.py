"""Polars DataFrames as frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.content_hash import content_hash
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.polars_arrow import BATCH_ROWS, arrow_reader, notes_on, polars_columns, readable
from dpa_jupyter.frames.positions import even_positions

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa


class PolarsFrames:
    """Reads Polars DataFrames."""

    type_name = "Polars DataFrame"
    whole_cells = 50_000_000

    def recognises(self, value_type: type) -> bool:
        """Tell from the type alone whether this is a Polars DataFrame."""
        return is_kind_of(value_type, "polars", "DataFrame")

    def columns(self, value: object) -> tuple[Column, ...]:
        """List the columns."""
        return polars_columns(cast("pl.DataFrame", value).schema)

    def row_count(self, value: object) -> int | None:
        """Count the rows."""
        return cast("pl.DataFrame", value).height

    def batches(self, value: object, columns: Sequence[str] | None, limit: int | None) -> pa.RecordBatchReader:
        """Stream columns as Arrow: numbers are shared, text is copied a batch at a time."""
        frame = cast("pl.DataFrame", value)
        return self._read(frame if limit is None else frame.head(limit), columns)

    def fingerprint(self, value: object) -> str:
        """Hash values, names and types."""
        frame = cast("pl.DataFrame", value)
        types = [str(dtype) for dtype in frame.schema.values()]
        return content_hash(self._read(frame, None, typed=True), about=(self.type_name, *types, *frame.columns))

    def sample(self, value: object, rows: int) -> object:
        """Take rows that are spread evenly over the frame."""
        frame = cast("pl.DataFrame", value)
        return frame[even_positions(frame.height, rows)]

    def _read(self, frame: pl.DataFrame, columns: Sequence[str] | None, *, typed: bool = False) -> pa.RecordBatchReader:
        part = readable(frame, frame.schema, columns, typed=typed)
        return arrow_reader(part.iter_slices(BATCH_ROWS), part.schema, notes_on(frame.schema))
