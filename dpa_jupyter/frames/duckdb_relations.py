"""DuckDB relations as frames: queries that are run, and never held whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.arrow_types import column_type
from dpa_jupyter.frames.content_hash import content_hash
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.names import unique_names

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyRelation


class DuckDBRelations:
    """Reads DuckDB relations, by queries of their own connection.

    Each stream is read to its end, or let go: a connection answers nothing else while one of its results is open.
    """

    type_name = "DuckDB relation"

    def recognises(self, value_type: type) -> bool:
        """Tell from the type alone whether this is a DuckDB relation."""
        return is_kind_of(value_type, "duckdb", "DuckDBPyRelation")

    def columns(self, value: object) -> tuple[Column, ...]:
        """List the columns that the query will give."""
        relation = cast("DuckDBPyRelation", value)
        kinds = self.batches(value, None, 0).read_all().schema.types
        return tuple(
            Column(name, column_type(kind), str(native), getattr(kind, "tz", None))
            for name, kind, native in zip(unique_names(relation.columns), kinds, relation.types, strict=True)
        )

    def row_count(self, value: object) -> int | None:
        """Return None: a query knows its rows only when it is run."""
        return None

    def batches(self, value: object, columns: Sequence[str] | None, limit: int | None) -> pa.RecordBatchReader:
        """Run the query for these columns and rows, and stream what it gives."""
        import pyarrow as pa

        from dpa_jupyter.frames.database import quote

        relation = cast("DuckDBPyRelation", value)
        places = {name: place for place, name in enumerate(unique_names(relation.columns), 1)}
        chosen = list(places) if columns is None else columns
        # By their place, as a relation may have several columns of one name.
        selected = relation.project(", ".join(f"#{places[name]} AS {quote(name)}" for name in chosen))
        return pa.RecordBatchReader.from_stream(selected if limit is None else selected.limit(limit))

    def fingerprint(self, value: object) -> str:
        """Hash values, names and types, for which the query is run: the tables behind it may have changed."""
        relation = cast("DuckDBPyRelation", value)
        types = [str(kind) for kind in relation.types]
        return content_hash(self.batches(value, None, None), about=(self.type_name, *types, *relation.columns))
