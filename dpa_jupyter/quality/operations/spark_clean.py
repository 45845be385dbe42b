"""A plan in PySpark, to run or to read."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from dpa_jupyter.frames.spark_types import spark_quote
from dpa_jupyter.quality.languages.spark_sql import SparkSql, fitted_to_spark, spark_value
from dpa_jupyter.quality.operations.plan import Plan
from dpa_jupyter.quality.operations.script import Steps
from dpa_jupyter.quality.operations.sql_values import SqlTable

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

POSITION = "position of the row"
MARK = "is dropped"
"""Names of columns that are there for a moment."""


def clean_spark(
    frame: DataFrame, plan: Plan, types: Mapping[str, str], functions: ModuleType, steps: Steps
) -> DataFrame:
    """Carry a plan out on a frame, lazily.

    Rows of Spark have no order of their own; which of several that repeat each other stays is told by the order in
    which they are read.

    Args:
        frame: the source, or a name that records what is done with it.
        plan: what to do.
        types: of the columns, by name, as Spark writes them.
        functions: `pyspark.sql.functions`, or a name that records.
        steps: runs them or writes them down.
    """
    table = SqlTable(types, spark_quote, spark_value, fitted_to_spark, SparkSql, POSITION)
    changed: dict[str, Column] = {}
    for name, value in table.values(plan).items():
        for step in plan.steps:
            if step.column == name:
                steps.note(step.operation)
        changed[name] = steps.let(functions.expr(value), column=name)
    marked = _marked(plan, table, functions, steps)
    cleaned = frame
    if plan.looks_at_other_rows:
        cleaned = cleaned.withColumn(POSITION, functions.monotonically_increasing_id())
    if changed or marked is not None:
        marks = {} if marked is None else {MARK: marked}
        cleaned = cleaned.withColumns({**changed, **marks})
    if marked is not None:
        cleaned = cleaned.where(~functions.col(MARK))
    if plan.looks_at_other_rows:  # which shuffles them
        cleaned = cleaned.orderBy(POSITION)
    gone = [*([MARK] if marked is not None else []), *([POSITION] if plan.looks_at_other_rows else []), *plan.dropped]
    if gone:
        cleaned = cleaned.drop(*gone)
    return cleaned.withColumnsRenamed(dict(plan.renamed)) if plan.renamed else cleaned


def _marked(plan: Plan, table: SqlTable, functions: ModuleType, steps: Steps) -> Column | None:
    """Return in which rows any of the predicates for dropping is true."""
    for drop in plan.drops:
        steps.note(drop.operation)
    where = table.dropped(plan)
    return steps.let(functions.expr(f"coalesce({where}, FALSE)"), name="dropped") if where else None
