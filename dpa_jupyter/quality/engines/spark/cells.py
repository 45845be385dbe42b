"""A frame as a long table of cells, so that what is asked of every column is asked once, however many there are.

Aggregates of every column in one row make a query that grows with the columns: Spark takes minutes to plan it, and the
code that it generates runs into the limits of the JVM. Here only the list of cells grows, in a generator whose code
Spark splits; the aggregates are always the same few, grouped by the column's place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.frames.spark_types import base_type, spark_quote
from dpa_jupyter.quality.engines.spark.rows import SparkRows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

SLOTS = {"whole": "BIGINT", "number": "DOUBLE", "decimal": "STRING", "text": "STRING", "time": "TIMESTAMP_NTZ"}
"""The types that a cell can have, by the name of its column in the long table; an integer is a number, too.

A decimal is a number and, as a double holds 15 digits of its up to 38, also its digits as text: of one column, these
are equal where the values are.
"""
_SLOT_OF: dict[ColumnType, str] = {
    "boolean": "whole",
    "integer": "whole",
    "number": "number",
    "text": "text",
    "datetime": "time",
    "date": "time",
}
HASH = f"xxhash64({', '.join(SLOTS)})"
PRESENT = " OR ".join(f"{slot} IS NOT NULL" for slot in SLOTS)


def cells_of(rows: SparkRows, columns: Mapping[str, ColumnType]) -> DataFrame:
    """Return the cells that have a value: `place` of the column among these, and the value in the slot of its type.

    Of what is no number, text, time or truth, only that there is a value.
    """
    listed = [
        ", ".join([str(place), *_slots(rows.columns[name].sql, kind, _digits(rows, name))])
        for place, (name, kind) in enumerate(columns.items())
    ]
    # The first row gives the columns their types.
    empty = ", ".join(["-1", *(f"CAST(NULL AS {kind})" for kind in SLOTS.values())])
    generator = f"stack({len(listed) + 1}, {', '.join([empty, *listed])}) AS (place, {', '.join(SLOTS)})"
    return rows.plan.selectExpr(generator).where(PRESENT)


def value_slot(kind: ColumnType) -> str | None:
    """Return the slot that holds the values of a type; None where there is none."""
    return _SLOT_OF.get(kind)


def _digits(rows: SparkRows, name: str) -> str:
    """Write what reads the digits of a decimal; NULL for any other column."""
    is_decimal = base_type(rows.types[name]) == "decimal"
    return f"CAST({spark_quote(name)} AS STRING)" if is_decimal else "NULL"


def _slots(sql: str, kind: ColumnType, digits: str) -> list[str]:
    slots = {**dict.fromkeys(SLOTS, "NULL"), "decimal": digits}
    slot = value_slot(kind)
    if slot is None:
        slots["whole"] = f"CASE WHEN {sql} IS NOT NULL THEN 1L END"
    else:
        slots[slot] = f"CAST({sql} AS {SLOTS[slot]})"
    if kind == "integer":
        slots["number"] = f"CAST({sql} AS DOUBLE)"
    return list(slots.values())
