"""The columns of a frame that is in memory anyway, as Arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.halving import each_or_error

if TYPE_CHECKING:
    import pyarrow as pa


def held_columns(frame: Frame) -> Mapping[str, pa.ChunkedArray | str]:
    """Return each column, shared with the frame wherever Arrow can hold it as it is, or why it can't be read."""
    names = [column.name for column in frame.adapter.columns(frame.value)]

    def read(some: Sequence[str]) -> list[pa.ChunkedArray]:
        columns: list[pa.ChunkedArray] = frame.adapter.batches(frame.value, some, None).read_all().columns
        return columns

    found = each_or_error(names, read) if names else []
    return {
        name: _reason(each) if isinstance(each, Exception) else each for name, each in zip(names, found, strict=True)
    }


def _reason(error: Exception) -> str:
    return f"could not be read: {str(error).strip().partition(chr(10))[0] or type(error).__name__}"
