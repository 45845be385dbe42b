"""Values that a column of another frame does not have: both columns are streamed, and neither frame is held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ColumnNotFoundError, FrameNotFoundError
from dpa_jupyter.frames.arrow_types import analysable
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.engines.duckdb.databases import connect
from dpa_jupyter.quality.expressions import Column, Literal, Predicate, Value, call
from dpa_jupyter.quality.languages.kinds import Kind, column_kind
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.predicates import Terms
from dpa_jupyter.quality.rules.tests import Refers

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ORPHANS = 10_000
"""Different values; more are not to be told one by one."""
FAMILIES: tuple[frozenset[Kind], ...] = (frozenset({"integer", "number"}), frozenset({"date", "datetime"}))


def refers(test: Refers, terms: Terms, own: Frame | None, frames: Mapping[str, Frame]) -> Predicate | str:
    """Return what is false in the rows whose value the other column does not have; where these are too many, say so.

    Raises:
        UserError: the other frame or column is not there, or its values can't be equal.
    """
    kind = terms.kind(test.column)
    if test.frame not in frames:
        raise FrameNotFoundError.named(test.frame, frames)
    other = frames[test.frame]
    kinds = {column.name: column_kind(column.type) for column in other.adapter.columns(other.value)}
    if test.to not in kinds:
        raise ColumnNotFoundError.named(test.to, kinds)
    if kind != kinds[test.to] and not any({kind, kinds[test.to]} <= family for family in FAMILIES):
        raise RuleError(f"`{test.column}` is {kind}, and `{test.frame}.{test.to}` is {kinds[test.to]}")
    if own is None:
        raise RuleError("other frames are out of sight here")
    found = _compared(_values(own, test.column), _values(other, test.to))
    if len(found) > MOST_ORPHANS:
        return f"more than {MOST_ORPHANS:,} different values are not in it"
    return call("not", call("is_in", Column(test.column), *found)) if found else Literal(True)


def _values(frame: Frame, column: str) -> pa.RecordBatchReader:
    """Stream one column as `v`, in a type that every engine knows."""
    import pyarrow as pa

    def prepared(batch: pa.RecordBatch) -> pa.Table:
        return pa.table({"v": analysable(pa.chunked_array([batch.column(0)], type=batch.schema.field(0).type))})

    reader = frame.adapter.batches(frame.value, [column], None)
    schema = prepared(pa.RecordBatch.from_pylist([], reader.schema)).schema
    parts = (prepared(batch).cast(schema) for batch in reader)
    return pa.RecordBatchReader.from_batches(schema, (batch for part in parts for batch in part.to_batches()))


def _compared(own: pa.RecordBatchReader, other: pa.RecordBatchReader) -> list[Value]:
    import duckdb

    try:
        return _orphans(own, other)
    except duckdb.Error as error:
        raise RuleError(f"the columns can't be compared: {' '.join(str(error).split())[:200]}") from None


def _orphans(own: pa.RecordBatchReader, other: pa.RecordBatchReader) -> list[Value]:
    connection = connect()
    for name, stream in (("own", own), ("other", other)):
        connection.register("stream", stream)
        connection.execute(f"CREATE TEMP TABLE {name} AS SELECT DISTINCT v FROM stream")
        connection.unregister("stream")
    sql = f"SELECT v FROM own ANTI JOIN other USING (v) WHERE v IS NOT NULL ORDER BY v LIMIT {MOST_ORPHANS + 1}"
    return [row[0] for row in connection.execute(sql).fetchall()]
