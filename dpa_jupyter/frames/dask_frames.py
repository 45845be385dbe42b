"""Dask DataFrames as frames: plans that are computed partition by partition, and never held whole."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.dask_partitions import partitions_of, schema_of, tables
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.pandas_frames import PandasFrames

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa
    from dask.dataframe import DataFrame

MOST_SCHEMAS = 64


class DaskFrames:
    """Reads Dask DataFrames; partitions are what pandas makes of them, see `PandasFrames`."""

    type_name = "Dask DataFrame"

    def __init__(self) -> None:
        self._schemas: OrderedDict[str, pa.Schema] = OrderedDict()

    def recognises(self, value_type: type) -> bool:
        """Tell from the type alone whether this is a Dask DataFrame."""
        return is_kind_of(value_type, "dask.dataframe", "DataFrame")

    def columns(self, value: object) -> tuple[Column, ...]:
        """List the columns that the plan will give; objects are taken for texts, as Dask takes them."""
        planned = PandasFrames().columns(cast("DataFrame", value)._meta)  # noqa: SLF001 - what Dask's documentation calls it
        return tuple(
            Column(column.name, "text", column.native_type) if _is_open(column) else column for column in planned
        )

    def row_count(self, value: object) -> int | None:
        """Return None: a plan knows its rows only when it is computed."""
        return None

    def batches(self, value: object, columns: Sequence[str] | None, limit: int | None) -> pa.RecordBatchReader:
        """Compute partitions one after the other, as far as rows are asked for, and stream what they hold."""
        import pyarrow as pa

        frame, whole = cast("DataFrame", value), self.schema(value)
        schema = whole if columns is None else pa.schema([whole.field(name) for name in columns])
        parts = partitions_of(frame, columns) if limit != 0 else []
        return pa.RecordBatchReader.from_batches(schema, _first_rows(tables(parts, schema), limit))

    def readable_plan(self, value: object) -> pl.LazyFrame:
        """Return a plan of Polars that reads the columns and rows that a query on it needs."""
        import polars as pl
        from polars.io.plugins import register_io_source

        def read(
            columns: list[str] | None, where: pl.Expr | None, limit: int | None, _batch_rows: int | None
        ) -> Iterator[pl.DataFrame]:
            for batch in self.batches(value, columns, limit):
                part = pl.DataFrame(batch)
                yield part if where is None else part.filter(where)

        empty = pl.DataFrame(self.batches(value, None, 0).read_all())
        return register_io_source(read, schema=empty.schema)

    def schema(self, value: object) -> pa.Schema:
        """Return how all columns are read, whichever partition they are in."""
        name = self.fingerprint(value)
        if name not in self._schemas:
            self._schemas[name] = schema_of(cast("DataFrame", value))
        self._schemas.move_to_end(name)
        while len(self._schemas) > MOST_SCHEMAS:
            self._schemas.popitem(last=False)
        return self._schemas[name]

    def fingerprint(self, value: object) -> str:
        """Return the token that Dask gives the plan, for which nothing is computed.

        It changes with what is done and where from; files that change later under the same name are not seen.
        """
        from dask.base import tokenize

        return str(tokenize(value))


def _is_open(column: Column) -> bool:
    return column.native_type.partition(" ")[0] == "object"


def _first_rows(found: Iterator[pa.Table], limit: int | None) -> Iterator[pa.RecordBatch]:
    left = limit
    while left is None or left > 0:
        table = next(found, None)
        if table is None:
            return
        cut = table if left is None else table.slice(0, left)
        yield from cut.to_batches()
        left = None if left is None else left - cut.num_rows
