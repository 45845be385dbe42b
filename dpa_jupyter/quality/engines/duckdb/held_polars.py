"""A Polars frame in memory, whose texts DuckDB reads as Polars holds them: other readers need a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.engines.duckdb.held import HeldSource
from dpa_jupyter.quality.engines.duckdb.parts import Division
from dpa_jupyter.quality.engines.duckdb.source import Data, read_columns
from dpa_jupyter.quality.engines.time_limit import TimeLimit

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray


class PolarsSource(HeldSource):
    """A Polars frame."""

    def __init__(self, frame: Frame, connection: DuckDBPyConnection, limit: TimeLimit) -> None:
        # A clone shares the columns, and stays as it is where the frame is written into.
        super().__init__(replace(frame, value=cast("pl.DataFrame", frame.value).clone()), connection, limit)

    def is_as_before(self, division: Division) -> bool:
        """Tell that nobody wrote into the clone."""
        return True

    @property
    def _value(self) -> pl.DataFrame:
        return cast("pl.DataFrame", self._frame.value)

    def _taken(self, positions: NDArray[np.int64]) -> Data:
        drawn = self._value[positions]

        def read(columns: Sequence[str]) -> pa.Table:
            return self.limit.batches(lambda: self._frame.adapter.batches(drawn, columns, None)).read_all()

        return read_columns(self.names, read, self.limit)

    def _scanned(self) -> Data:
        import polars as pl

        texts = {
            name: column
            for name, column in zip(self.names, self._value.get_columns(), strict=True)
            if column.dtype == pl.String
        }

        def read(columns: Sequence[str]) -> pa.Table:
            return self.limit.batches(lambda: self._frame.adapter.batches(self._value, columns, None)).read_all()

        others = read_columns([name for name in self.names if name not in texts], read, self.limit)
        table = pl.DataFrame(list(texts.values())).to_arrow(compat_level=pl.CompatLevel.newest())
        return {**others, **dict(zip(texts, table.columns, strict=True))}
