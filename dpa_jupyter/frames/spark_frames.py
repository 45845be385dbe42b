"""PySpark DataFrames as frames: plans that run where Spark runs, of which only a bounded part ever comes here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import xxhash

from dpa_jupyter.errors import UserError
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.frames.spark_types import arrow_sql, spark_column_type, spark_quote
from dpa_jupyter.sentence import sentence
from dpa_jupyter.wording import counted

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

MOST_CELLS = 20_000_000
"""So many come here at once: about 200 MB of numbers, several times that of texts."""
SESSION_ZONE = "spark.sql.session.timeZone"
"""The setting with the zone in which a time of Spark's type TIMESTAMP is read and shown."""
PLACE = "place of the row in its plan"
"""The name of a column that is there for a moment: a number that grows with the rows, partition by partition."""


class SparkFrames:
    """Reads PySpark DataFrames, classic ones and those of Spark Connect, by their public methods."""

    type_name = "PySpark DataFrame"
    whole_cells = 2_000_000

    def recognises(self, value_type: type) -> bool:
        """Tell from the type alone whether this is a PySpark DataFrame."""
        return is_kind_of(value_type, "pyspark.sql", "DataFrame")

    def columns(self, value: object) -> tuple[Column, ...]:
        """List the columns from the schema; no job is run."""
        frame = cast("DataFrame", value)
        types = spark_types(frame)
        zone = frame.sparkSession.conf.get(SESSION_ZONE) if "timestamp" in types.values() else None
        return tuple(
            Column(name, spark_column_type(kind), kind, zone if kind == "timestamp" else None)
            for name, kind in types.items()
        )

    def row_count(self, value: object) -> int | None:
        """Return None: a plan knows its rows only when it is run."""
        return None

    def batches(self, value: object, columns: Sequence[str] | None, limit: int | None) -> pa.RecordBatchReader:
        """Run the plan for these columns and rows, in the order of its partitions.

        Raises:
            UserError: that would be more than can come here.
        """
        named = named_plan(cast("DataFrame", value))
        chosen = list(named.columns) if columns is None else list(columns)
        rows = self._bounded(named, len(chosen), limit)
        return collected(numbered(named), chosen, rows).drop_columns([PLACE]).to_reader()

    def fingerprint(self, value: object) -> str:
        """Hash the plan, with the names and types that it gives; nothing is run, so files are taken to stay."""
        frame = cast("DataFrame", value)
        about = repr((self.type_name, frame.semanticHash(), frame.dtypes))
        return xxhash.xxh3_128(about.encode("utf-8", "surrogatepass")).hexdigest()

    def sample(self, value: object, rows: int) -> object:
        """Take the first rows: where others are is known only when the plan is run."""
        return cast("DataFrame", value).limit(rows)

    def count(self, value: object) -> int:
        """Count the rows, in one job."""
        return cast("DataFrame", value).count()

    def draw(self, value: object, columns: Sequence[str], rows: int) -> tuple[pa.Table, int]:
        """Return all rows where there are no more than these, else about so many drawn by chance; and the rows."""
        named = named_plan(cast("DataFrame", value))
        most = min(rows, max(1, MOST_CELLS // max(1, len(columns))))
        total = self.count(value)
        drawn = named if total <= most else named.sample(fraction=most / total, seed=0)
        return collected(numbered(drawn), columns, most).drop_columns([PLACE]), total

    def _bounded(self, named: DataFrame, columns: int, limit: int | None) -> int:
        """Return how many rows come at most.

        Raises:
            UserError: these are too many.
        """
        most = max(1, MOST_CELLS // max(1, columns))
        if limit is not None and limit <= most:
            return limit
        rows = (named if limit is None else named.limit(limit)).count()
        if rows > most:
            raise UserError(
                sentence(
                    "{count:,} rows of {any} of a PySpark DataFrame are too many to bring here: choose"
                    " columns, filter or aggregate in Spark, or take a part such as frame.sample(0.01).",
                    count=rows,
                    any=counted(columns, "column"),
                )
            )
        return rows


def spark_types(frame: DataFrame) -> dict[str, str]:
    """Return the types of columns as Spark writes them, by the columns' unique names."""
    types = frame.dtypes
    return dict(zip(unique_names(name for name, _ in types), (kind for _, kind in types), strict=True))


def named_plan(frame: DataFrame) -> DataFrame:
    """Return a plan whose columns have unique names: the frame itself wherever they have already."""
    names = unique_names(frame.columns)
    return frame if list(names) == frame.columns else frame.toDF(*names)


def numbered(named: DataFrame) -> DataFrame:
    """Add the column `PLACE` to a plan of unique names."""
    return named.selectExpr("*", f"monotonically_increasing_id() AS {spark_quote(PLACE)}")


def collected(plan: DataFrame, columns: Sequence[str], limit: int) -> pa.Table:
    """Run a numbered plan for these columns and at most so many rows, in the order of its partitions.

    The last column is `PLACE`.
    """
    types = dict(plan.dtypes)
    selected = [f"{arrow_sql(name, types[name])} AS {spark_quote(name)}" for name in columns]
    return in_order(plan.selectExpr(*selected, spark_quote(PLACE)).limit(limit).toArrow())


def in_order(table: pa.Table) -> pa.Table:
    """Sort rows by their place: the limit of a plan takes parts of partitions as they come."""
    import pyarrow.compute as pc

    places = table.column(PLACE)
    if not len(places) or pc.all(pc.less_equal(places[:-1], places[1:])).as_py() in (True, None):
        return table
    return table.take(pc.sort_indices(places))
