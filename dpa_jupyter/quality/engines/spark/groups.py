"""Exact counts of the values of columns that have few different ones, in one job for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.quality.engines.duckdb.engine import is_few
from dpa_jupyter.quality.engines.duckdb.groups import FEW
from dpa_jupyter.quality.engines.spark.cells import SLOTS, cells_of, value_slot
from dpa_jupyter.quality.engines.spark.rows import SparkRows
from dpa_jupyter.quality.engines.tables.column_evidence import from_counts
from dpa_jupyter.quality.evidence import ColumnEvidence, ValueCounts

if TYPE_CHECKING:
    import pyarrow as pa

MOST_COUNTS = 2_000_000
"""So many values of all columns come here at most."""


def count_groups(rows: SparkRows, estimates: Sequence[ColumnEvidence], total: int) -> list[ColumnEvidence]:
    """Measure columns of few different values in all rows, all but what their texts are; leave out the others.

    Those of more values than the sample lets expect are left out as well, and so are all where the job fails.
    """
    most = min(2 * FEW, MOST_COUNTS // max(1, len(estimates)))
    few = [known for known in estimates if is_few(known) and _seen(known) <= most // 2 and value_slot(known.type)]
    try:
        table = rows.limit.once(lambda: _counted(rows, few, most)) if few else None
    except Exception:  # noqa: BLE001 - a column can fail in any way; what is not counted here is scanned
        return []
    found = []
    for place, known in enumerate(few):
        counts = _value_counts(table, place, known)
        if counts is not None and len(counts.values) <= most:
            found.append(from_counts(known.column, known.type, total, counts))
    return found


def _seen(known: ColumnEvidence) -> int:
    return len(known.values.values) if known.values is not None else 0


def _counted(rows: SparkRows, few: Sequence[ColumnEvidence], most: int) -> pa.Table:
    """Count the values of all columns at once, one more than are wanted of each, so that more are known by that."""
    cells = cells_of(rows, {known.column.name: known.type for known in few})
    counted = cells.groupBy("place", *SLOTS).count()
    numbered = counted.selectExpr("*", "row_number() OVER (PARTITION BY place ORDER BY count DESC) AS number_of_value")
    return numbered.where(f"number_of_value <= {most + 1}").limit((most + 1) * len(few)).toArrow()


def _value_counts(table: pa.Table | None, place: int, known: ColumnEvidence) -> ValueCounts | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    slot = value_slot(known.type)
    if table is None or slot is None or known.values is None:
        return None
    if pa.types.is_decimal(known.values.values.type):
        slot = "decimal"
    part = table.filter(pc.equal(table.column("place"), place)).select([slot, "count"])
    ordered = part.sort_by([("count", "descending"), (slot, "ascending")]).combine_chunks()
    values, counts = (ordered.column(name).combine_chunks() for name in (slot, "count"))
    try:
        typed = values.cast(known.values.values.type, safe=False)
    except pa.ArrowException:  # a type that holds less than Spark's, by what the sample has
        return None
    return ValueCounts(typed, counts.cast(pa.int64()), is_complete=True)
