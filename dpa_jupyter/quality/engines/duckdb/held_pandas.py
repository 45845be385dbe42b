"""A pandas frame in memory, of which the first rows are told before all of it is converted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from dpa_jupyter.quality.engines.duckdb.held import HeldSource
from dpa_jupyter.quality.engines.duckdb.source import Drawn, read_columns
from dpa_jupyter.quality.engines.tables.sample import sampled_positions

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class PandasSource(HeldSource):
    """A pandas frame."""

    def first(self, wanted: int) -> Drawn:
        """Draw a sample, and convert no more; its columns of objects may hold less than all rows do."""
        if wanted >= self._rows:
            return super().first(wanted)
        positions = sampled_positions(self._rows, wanted)
        drawn = cast("pd.DataFrame", self._frame.value).iloc[positions]

        def read(columns: Sequence[str]) -> pa.Table:
            return self.limit.batches(lambda: self._frame.adapter.batches(drawn, columns, None)).read_all()

        return Drawn(read_columns(self.names, read, self.limit), positions, self._rows)
