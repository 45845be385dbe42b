"""PyArrow Tables as frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.arrow_types import column_type
from dpa_jupyter.frames.content_hash import content_hash
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.frames.positions import even_positions

if TYPE_CHECKING:
    import pyarrow as pa


class ArrowTables:
    """Reads PyArrow Tables."""

    type_name = "PyArrow Table"
    whole_cells = 50_000_000

    def recognises(self, value_type: type) -> bool:
        """Tell from the type alone whether this is a PyArrow Table."""
        return is_kind_of(value_type, "pyarrow", "Table")

    def columns(self, value: object) -> tuple[Column, ...]:
        """List the columns."""
        schema = cast("pa.Table", value).schema
        names = unique_names(schema.names)
        return tuple(
            Column(name, column_type(field.type), str(field.type)) for name, field in zip(names, schema, strict=True)
        )

    def row_count(self, value: object) -> int | None:
        """Count the rows."""
        return int(cast("pa.Table", value).num_rows)

    def batches(self, value: object, columns: Sequence[str] | None, limit: int | None) -> pa.RecordBatchReader:
        """Stream columns without a copy."""
        table = cast("pa.Table", value)
        table = table.rename_columns(list(unique_names(table.column_names))).replace_schema_metadata(None)
        if columns is not None:
            table = table.select(list(columns))
        return (table if limit is None else table.slice(0, limit)).to_reader()

    def fingerprint(self, value: object) -> str:
        """Hash values, names and types."""
        table = cast("pa.Table", value)
        types = [str(kind) for kind in table.schema.types]
        return content_hash(self.batches(table, None, None), about=(self.type_name, *types, *table.column_names))

    def sample(self, value: object, rows: int) -> object:
        """Take rows that are spread evenly over the table."""
        table = cast("pa.Table", value)
        return table.take(even_positions(table.num_rows, rows))
