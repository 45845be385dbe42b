"""The same data as a frame of each library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise

DATA = Path(__file__).parents[2] / "notebooks" / "data"
MAKE: dict[str, Callable[[pa.Table], object]] = {
    "pandas": lambda table: table.to_pandas(),
    "polars": pl.from_arrow,
    "lazy polars": lambda table: pl.LazyFrame(pl.from_arrow(table)),
    "arrow": lambda table: table,
}
every_kind = pytest.mark.parametrize("kind", list(MAKE))


def frame_of(value: object, name: str = "df") -> Frame:
    """Name a frame."""
    frame = recognise(name, value)
    assert frame is not None
    return frame


def frame_as(kind: str, data: pa.Table | dict[str, list[object]], name: str = "df") -> Frame:
    """Turn Arrow data into a frame of this kind."""
    return frame_of(MAKE[kind](pa.table(data) if isinstance(data, dict) else data), name)


def churn() -> pa.Table:
    """Read the churn data."""
    return pl.read_csv(DATA / "telco_churn.csv").to_arrow()
