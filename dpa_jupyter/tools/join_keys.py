"""How often each key stands in two frames, counted by DuckDB: each frame is streamed once, and they are not joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from dpa_jupyter.findings import ColumnType, JoinSide
from dpa_jupyter.frames.arrow_types import analysable, column_type
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.plain_values import short_values
from dpa_jupyter.tools.query_bounds import QueryBounds

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

MOST_EXAMPLES = 5
Relation: TypeAlias = Literal["one to one", "one to many", "many to one", "many to many", "no match"]
Keyed: TypeAlias = tuple[Frame, Sequence[str]]
NUMBERS: frozenset[ColumnType] = frozenset({"integer", "number"})
FAMILIES: tuple[frozenset[ColumnType], ...] = (
    NUMBERS,
    frozenset({"text", "category"}),
    frozenset({"date", "datetime"}),
)
"""Types whose values can be equal."""


@dataclass(frozen=True, slots=True)
class Common:
    """What two frames have in common."""

    keys: int
    rows: int
    """Of the inner join."""
    left_rows: int
    """Rows of the first frame that find a match."""
    most_left: int
    most_right: int
    """In how many rows a common key stands at most."""

    @property
    def relation(self) -> Relation:
        """Say how many rows of one side belong to how many of the other."""
        if not self.keys:
            return "no match"
        if self.most_left > 1:
            return "many to many" if self.most_right > 1 else "many to one"
        return "one to many" if self.most_right > 1 else "one to one"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of two frames."""

    sides: tuple[JoinSide, JoinSide]
    types: tuple[tuple[ColumnType, ...], tuple[ColumnType, ...]]
    common: Common
    compared_as: Literal["values", "text"]


def compared(left: Keyed, right: Keyed, bounds: QueryBounds) -> Keys:
    """Count the keys of both frames and compare the counts.

    Raises:
        ToolError: it takes longer, or more memory, than it may.
    """
    connection = bounds.connect()
    streams = _stream(left), _stream(right)
    types = (_types(streams[0]), _types(streams[1]))
    as_text = [not _comparable(ours, others) for ours, others in zip(*types, strict=True)]
    with bounds.of(connection):
        for table, stream, kinds in zip("lr", streams, types, strict=True):
            _count(connection, table, stream, kinds, as_text)
        sides = (_side(connection, "l", "r", len(as_text)), _side(connection, "r", "l", len(as_text)))
        return Keys(sides, types, _common(connection, len(as_text)), "text" if any(as_text) else "values")


def _types(stream: pa.RecordBatchReader) -> tuple[ColumnType, ...]:
    return tuple(column_type(kind) for kind in stream.schema.types)


def _comparable(ours: ColumnType, others: ColumnType) -> bool:
    return ours == others or any({ours, others} <= family for family in FAMILIES)


def _count(
    connection: DuckDBPyConnection,
    table: str,
    stream: pa.RecordBatchReader,
    kinds: Sequence[ColumnType],
    as_text: Sequence[bool],
) -> None:
    connection.register("keys", stream)
    columns = [
        f"{_text(f'c{place}', kind) if text else f'c{place}'} AS k{place}"
        for place, (kind, text) in enumerate(zip(kinds, as_text, strict=True))
    ]
    connection.execute(f"CREATE TABLE {table} AS SELECT {', '.join(columns)}, count(*) AS n FROM keys GROUP BY ALL")
    connection.unregister("keys")


def _text(column: str, kind: ColumnType) -> str:
    """Write a value as text; a whole number without a point, since the other side may have it so."""
    if kind == "number":
        whole = f"CAST(CAST({column} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN {column} = trunc({column}) AND abs({column}) < 1e15 THEN {whole} ELSE {column}::VARCHAR END"
    return f"CAST({column} AS VARCHAR)"


def _side(connection: DuckDBPyConnection, table: str, other: str, width: int) -> JoinSide:
    known = " AND ".join(f"k{place} IS NOT NULL" for place in range(width))
    same = _same(table, other, width)
    rows, missing, distinct, repeated, most = _numbers(
        connection,
        f"SELECT sum(n), sum(n) FILTER (NOT ({known})), count(*) FILTER ({known}),"
        f" count(*) FILTER ({known} AND n > 1), max(n) FILTER ({known}) FROM {table}",
    )
    alone = f"FROM {table} ANTI JOIN {other} ON {same} WHERE {known}"
    (orphans,) = _numbers(connection, f"SELECT sum(n) {alone}")
    listed = ", ".join(f"k{place}" for place in range(width))
    examples = _examples(connection, f"SELECT {listed} {alone} ORDER BY n DESC, {listed} LIMIT {MOST_EXAMPLES}")
    return JoinSide(
        rows=rows,
        missing=missing,
        distinct=distinct,
        repeated=repeated,
        most_rows=most,
        orphans=orphans,
        orphan_examples=examples,
    )


def _common(connection: DuckDBPyConnection, width: int) -> Common:
    sql = (
        "SELECT count(*), sum(l.n::HUGEINT * r.n), sum(l.n), max(l.n), max(r.n)"
        f" FROM l JOIN r ON {_same('l', 'r', width)}"
    )
    return Common(*_numbers(connection, sql))


def _same(table: str, other: str, width: int) -> str:
    return " AND ".join(f"{table}.k{place} = {other}.k{place}" for place in range(width))


def _numbers(connection: DuckDBPyConnection, sql: str) -> list[int]:
    (found,) = connection.execute(sql).fetchall()
    return [int(each or 0) for each in found]


def _examples(connection: DuckDBPyConnection, sql: str) -> list[str | int | float | bool | None]:
    import pyarrow as pa

    found = pa.table(connection.sql(sql))
    columns = [short_values(column) for column in found.columns]
    rows = list(zip(*columns, strict=True))
    return [row[0] if len(row) == 1 else " · ".join(map(str, row)) for row in rows]


def _stream(keyed: Keyed) -> pa.RecordBatchReader:
    import pyarrow as pa

    frame, columns = keyed
    reader = frame.adapter.batches(frame.value, list(columns), None)
    schema = _prepared(reader.schema.empty_table()).schema
    parts = (_prepared(pa.Table.from_batches([batch])).cast(schema) for batch in reader)
    return pa.RecordBatchReader.from_batches(schema, (batch for part in parts for batch in part.to_batches()))


def _prepared(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    columns = [analysable(column) for column in table.columns]
    return pa.table(columns, names=[f"c{place}" for place in range(len(columns))])
