"""A frame as a long table of cells, so that what is asked of every column is asked once, however many there are.

Aggregates of every column in one row make a query that grows with the columns: Spark takes minutes to plan it, and the
code that it generates runs into the limits of the JVM. Here only the list of cells grows, in a generator whose code
Spark splits; the aggregates are always the same few, grouped by the column's place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.engines.spark.rows import SparkRows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

SLOTS = {"whole": "BIGINT", "number": "DOUBLE", "text": "STRING", "time": "TIMESTAMP_NTZ"}
"""The types that a cell can have, by the name of its column in the long table; an integer is a number, too."""
HASH = f"xxhash64({', '.join(SLOTS)})"
PRESENT = " OR ".join(f"{slot} IS NOT NULL" for slot in SLOTS)


def cells_of(rows: SparkRows, columns: Mapping[str, ColumnType]) -> DataFrame:
    """Return the cells that have a value: `place` of the column among these, and the value in the slot of its type.

    Of what is no number, text, time or truth, only that there is a value.
    """
    listed = [
        ", ".join([str(place), *_slots(rows.columns[name].sql, kind)])
        for place, (name, kind) in enumerate(columns.items())
    ]
    # The first row gives the columns their types.
    empty = ", ".join(["-1", *(f"CAST(NULL AS {kind})" for kind in SLOTS.values())])
    generator = f"stack({len(listed) + 1}, {', '.join([empty, *listed])}) AS (place, {', '.join(SLOTS)})"
    return rows.plan.selectExpr(generator).where(PRESENT)


def _slots(sql: str, kind: ColumnType) -> list[str]:
    slots = dict.fromkeys(SLOTS, "NULL")
    match kind:
        case "integer":
            slots |= {"whole": f"CAST({sql} AS BIGINT)", "number": f"CAST({sql} AS DOUBLE)"}
        case "number":
            slots["number"] = f"CAST({sql} AS DOUBLE)"
        case "boolean":
            slots["whole"] = f"CAST({sql} AS BIGINT)"
        case "text":
            slots["text"] = sql
        case "datetime" | "date":
            slots["time"] = f"CAST({sql} AS TIMESTAMP_NTZ)"
        case _:
            slots["whole"] = f"CASE WHEN {sql} IS NOT NULL THEN 1L END"
    return list(slots.values())
