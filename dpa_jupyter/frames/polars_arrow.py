"""Polars data as Arrow batches, whatever its types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.frames.arrow_types import column_type, noted_field
from dpa_jupyter.frames.cell_text import MIXED, cell_text, typed_text
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.names import unique_names

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    PolarsFrame = TypeVar("PolarsFrame", pl.DataFrame, pl.LazyFrame)

BATCH_ROWS = 131_072
OTHER_TYPES = {"Int128": "String", "UInt128": "String", "Float16": "Float32"}
"""Types that Arrow's readers don't all know, and what they are read as; by name, as the oldest Polars lacks some."""


def polars_columns(schema: pl.Schema) -> tuple[Column, ...]:
    """List the columns of a schema."""
    known = {dtype: (polars_type(dtype), str(dtype)) for dtype in set(schema.values())}
    return tuple(Column(name, *known[dtype]) for name, dtype in zip(unique_names(schema), schema.values(), strict=True))


def polars_type(dtype: pl.DataType) -> ColumnType:
    """Name the kind of values that a Polars type holds."""
    import polars as pl

    if dtype == pl.Object:
        return "text"
    if dtype.is_integer():
        return "integer"
    try:
        return column_type(pl.Series([], dtype=dtype).to_arrow().type)
    except Exception:  # noqa: BLE001 - each version has types that it can't export yet, and says so in its own way
        return "other"


def readable(frame: PolarsFrame, schema: pl.Schema, columns: Sequence[str] | None, *, typed: bool) -> PolarsFrame:
    """Select columns under their unique names, each in a type that Arrow has."""
    import polars as pl

    originals = dict(zip(unique_names(schema), schema, strict=True))
    chosen = originals if columns is None else {name: originals[name] for name in columns}
    odd = {dtype for dtype in set(schema.values()) if dtype == pl.Object or str(dtype) in OTHER_TYPES}
    if not odd and all(name == original for name, original in chosen.items()):
        return frame if columns is None else frame.select(columns)
    return frame.select(
        _exportable(pl.col(original), schema[original], typed=typed).alias(name) for name, original in chosen.items()
    )


def arrow_reader(
    frames: Iterable[pl.DataFrame], readable_schema: pl.Schema, notes: Mapping[str, str]
) -> pa.RecordBatchReader:
    """Stream frames of one schema as Arrow."""
    import polars as pl
    import pyarrow as pa

    plain = pl.DataFrame(schema=readable_schema).to_arrow().schema
    schema = pa.schema([noted_field(field.name, field.type, notes.get(field.name)) for field in plain])
    batches = (
        batch
        for frame in frames
        for batch in pa.Table.from_arrays(arrow_table(frame).columns, schema=schema).to_batches()
    )
    return pa.RecordBatchReader.from_batches(schema, batches)


def arrow_table(frame: pl.DataFrame) -> pa.Table:
    """Return a frame as Arrow; before 2.0 Polars writes a slice of structs wrongly, but not a copy of it."""
    import polars as pl
    import pyarrow as pa

    try:
        return frame.to_arrow()
    except pa.ArrowInvalid:
        return frame.select(pl.all().gather(pl.int_range(pl.len()))).to_arrow()


def notes_on(schema: pl.Schema) -> dict[str, str]:
    """Say in words which columns are read as something else."""
    import polars as pl

    names = unique_names(schema)
    return {name: MIXED for name, dtype in zip(names, schema.values(), strict=True) if dtype == pl.Object}


def _exportable(column: pl.Expr, dtype: pl.DataType, *, typed: bool) -> pl.Expr:
    import polars as pl

    if dtype == pl.Object:
        return column.map_elements(typed_text if typed else cell_text, return_dtype=pl.String)
    other = OTHER_TYPES.get(str(dtype))
    return column if other is None else column.cast(getattr(pl, other))
