"""A small frame of Spark that was brought here whole: it is measured like any other in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.errors import UserError
from dpa_jupyter.frames.arrow_tables import ArrowTables
from dpa_jupyter.frames.frame import Column, Frame
from dpa_jupyter.quality.engines.duckdb.source import Data

if TYPE_CHECKING:
    import pyarrow as pa


class _Brought(ArrowTables):
    """Reads a table whose columns are told as Spark has them, also those that could not be read."""

    def __init__(self, columns: tuple[Column, ...], reasons: dict[str, str]) -> None:
        self._columns, self._reasons = columns, reasons

    def columns(self, value: object) -> tuple[Column, ...]:
        """List the columns."""
        return self._columns

    def batches(self, value: object, columns: Sequence[str] | None, limit: int | None) -> pa.RecordBatchReader:
        """Stream columns, unless one of them could not be read."""
        for name in self._reasons if columns is None else columns:
            if name in self._reasons:
                raise UserError(self._reasons[name])
        return super().batches(value, columns, limit)


def brought(frame: Frame, data: Data) -> Frame:
    """Return the frame that these columns are, in the order of its rows."""
    import pyarrow as pa

    reasons = {name: each.removeprefix("could not be read: ") for name, each in data.items() if isinstance(each, str)}
    table = pa.table({name: each for name, each in data.items() if not isinstance(each, str)})
    return Frame(frame.name, table, _Brought(frame.adapter.columns(frame.value), reasons))
