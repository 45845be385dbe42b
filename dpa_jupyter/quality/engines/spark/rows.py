"""The rows of a frame of Spark, numbered as its partitions have them, so that few of them can be named and fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.spark_frames import PLACE, collected, named_plan, numbered
from dpa_jupyter.frames.spark_types import spark_quote
from dpa_jupyter.quality.engines.duckdb.source import Data, read_columns
from dpa_jupyter.quality.engines.spark.time_limit import SparkLimit
from dpa_jupyter.quality.engines.tables.sample import sampled_positions
from dpa_jupyter.quality.engines.time_limit import SECONDS
from dpa_jupyter.quality.languages.spark_sql import spark_value
from dpa_jupyter.quality.languages.sql import SqlColumn

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray
    from pyspark.sql import DataFrame

    Places = NDArray[np.int64]

WITHIN = 33
"""So many bits of `monotonically_increasing_id` number a row within its partition, those above number the partition."""


class SparkRows:
    """A plan with a number for each row, which is the same in each run as long as the plan gives rows in one order."""

    def __init__(self, frame: Frame, seconds: float = SECONDS) -> None:
        value = cast("DataFrame", frame.value)
        named = named_plan(value)
        self.limit = SparkLimit(value.sparkSession, seconds)
        """What each job may take."""
        self.types: Mapping[str, str] = dict(named.dtypes)
        self.columns = {name: spark_value(spark_quote(name), kind) for name, kind in self.types.items()}
        """How queries read them."""
        self.plan = numbered(named)

    def reading(self, names: Sequence[str]) -> dict[str, SqlColumn]:
        """Return how queries read columns; those that are not there are left out."""
        return {name: self.columns[name] for name in names if name in self.columns}

    def head(self, rows: int) -> Data:
        """Read the first rows of all columns, in one job unless one of them fails."""

        def read(names: Sequence[str]) -> pa.Table:
            return collected(self.plan, names, rows).drop_columns([PLACE])

        return read_columns(list(self.types), read, self.limit)

    def sample(self, wanted: int) -> tuple[Data, Places]:
        """Read the same sample of rows as of any other frame that has them in this order, and their places."""
        places = self.places(sampled_positions(self.total, wanted))
        found = places

        def read(names: Sequence[str]) -> pa.Table:
            nonlocal found
            table = self._at(names, places)
            found = table.column(PLACE).to_numpy()
            return table.drop_columns([PLACE])

        return read_columns(list(self.types), read, self.limit), found

    def _at(self, names: Sequence[str], places: Places) -> pa.Table:
        """Read rows by their places."""
        import pyarrow as pa
        from pyspark.sql import functions

        wanted = self.plan.sparkSession.createDataFrame(pa.table({PLACE: places}))
        return collected(self.plan.join(functions.broadcast(wanted), PLACE, "left_semi"), names, len(places))

    @cached_property
    def _partitions(self) -> tuple[Places, Places, Places]:
        """Count the rows of each partition: their numbers, the rows in each, and those up to its end."""
        of_partition = self.plan.selectExpr(f"shiftright({spark_quote(PLACE)}, {WITHIN}) AS partition")
        counted = of_partition.groupBy("partition").count()
        table = self.limit.once(counted.toArrow).sort_by("partition")
        counts = table.column("count").to_numpy()
        return table.column("partition").to_numpy(), counts, np.cumsum(counts)

    @property
    def total(self) -> int:
        """Count the rows, in a job that is run once.

        Raises:
            TooSlowError: that takes too long.
        """
        ends = self._partitions[2]
        return int(ends[-1]) if len(ends) else 0

    def places(self, positions: Places) -> Places:
        """Return the places of rows by their positions in the whole frame, counted from 0."""
        numbers, counts, ends = self._partitions
        which = np.searchsorted(ends, positions, side="right")
        return (numbers[which] << WITHIN) + positions - (ends[which] - counts[which])

    def positions(self, places: Places) -> pa.Array:
        """Return the positions of rows by their places; NULL where a run parted the rows in another way."""
        import pyarrow as pa

        numbers, counts, ends = self._partitions
        if not len(numbers):
            return pa.nulls(len(places), pa.int64())
        which = np.minimum(np.searchsorted(numbers, places >> WITHIN), len(numbers) - 1)
        within = places & ((1 << WITHIN) - 1)
        is_known = (numbers[which] == places >> WITHIN) & (within < counts[which])
        return pa.array(ends[which] - counts[which] + within, pa.int64(), mask=~is_known)
