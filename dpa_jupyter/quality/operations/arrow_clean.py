"""A plan carried out on an Arrow table: DuckDB computes the cells that change, the others stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.frames.arrow_types import analysable
from dpa_jupyter.frames.database import quote
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.quality.languages.duckdb_sql import DuckDBSql, sql_value
from dpa_jupyter.quality.languages.kinds import Kinds
from dpa_jupyter.quality.operations.plan import Plan
from dpa_jupyter.quality.operations.sql_values import SqlTable

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

POSITION = "position of the row"


class ArrowSource:
    """A table that DuckDB can compute with."""

    def __init__(self, table: pa.Table) -> None:
        import duckdb
        import pyarrow as pa

        self.table = table
        self.names = unique_names(table.column_names)
        arrays = [analysable(column) for column in table.columns]
        places = pa.array(range(table.num_rows), pa.int64())
        self._connection: DuckDBPyConnection = duckdb.connect(config={"temp_directory": ""})
        self._connection.register("data", pa.table([*arrays, places], names=[*self.names, POSITION]))
        described = self._connection.execute("DESCRIBE data").fetchall()
        self._types = {name: kind for name, kind, *_ in described if name != POSITION}

    @property
    def kinds(self) -> Kinds:
        """Return what kind of values the columns hold."""
        return {name: sql_value(name, kind).kind for name, kind in self._types.items()}

    def clean(self, plan: Plan) -> pa.Table:
        """Carry a plan out."""
        import pyarrow.compute as pc

        queried = self._queried(plan)
        table = self.table
        for place, name in enumerate(dict.fromkeys(step.column for step in plan.steps)):
            at = self.names.index(name)
            column = _put(
                table.column(at), queried.column(f"v{place}"), queried.column(f"t{place}"), _retyped(plan, name)
            )
            field = table.schema.field(at).with_type(column.type)
            table = table.set_column(at, field.with_nullable(field.nullable or bool(column.null_count)), column)
        if plan.drops:
            table = table.filter(pc.invert(queried.column("dropped")))
        kept = [place for place, name in enumerate(self.names) if name not in plan.dropped]
        labels = [plan.renamed.get(self.names[place], table.column_names[place]) for place in kept]
        return table.select(kept).rename_columns(labels) if plan.dropped or plan.renamed else table

    def _queried(self, plan: Plan) -> pa.Table:
        """Query the new values of each column that changes, in which rows they stand, and which rows are dropped."""
        import pyarrow as pa

        table = SqlTable(self._types, quote, sql_value, lambda sql, *_: sql, DuckDBSql, POSITION)
        touched: dict[str, list[str]] = {}
        for step in plan.steps:
            touched.setdefault(step.column, []).append(table.write(step.where) if step.where else "TRUE")
        parts = [
            *(f"{value} AS v{place}" for place, value in enumerate(table.values(plan).values())),
            *(f"coalesce({' OR '.join(where)}, FALSE) AS t{place}" for place, where in enumerate(touched.values())),
            f"coalesce({table.dropped(plan) or 'FALSE'}, FALSE) AS dropped",
        ]
        ordered = f" ORDER BY {quote(POSITION)}" if plan.looks_at_other_rows else ""  # else they keep their order
        return pa.table(self._connection.sql(f"SELECT {', '.join(parts)} FROM data{ordered}"))


def _retyped(plan: Plan, column: str) -> bool:
    return any(step.changes_type for step in plan.steps if step.column == column)


def _put(column: pa.ChunkedArray, values: pa.ChunkedArray, rows: pa.ChunkedArray, is_retyped: bool) -> pa.ChunkedArray:
    """Give some rows of a column other values, in its type."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if is_retyped:
        return values
    if pa.types.is_dictionary(kind):
        merged = pc.if_else(rows, values.cast(kind.value_type), column.cast(kind.value_type))
        return merged.dictionary_encode().cast(kind)
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        values = pc.assume_timezone(values, kind.tz, ambiguous="earliest", nonexistent="earliest")
    return pc.if_else(rows, values.cast(kind, safe=False), column)
