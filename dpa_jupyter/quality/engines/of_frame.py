"""Which engine measures a frame: DuckDB's, but for frames that have one of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.states.store import Keeping


def engine_of(frame: Frame, keeping: Keeping | None = None) -> MetricEngine:
    """Return an engine that measures a frame where it is, and keeps what it finds for the next look if it can."""
    make = ENGINES.get(frame.adapter.type_name)
    return make(frame) if make else DuckDBEngine(frame, keeping=keeping)


def _dask(frame: Frame) -> MetricEngine:
    from dpa_jupyter.quality.engines.dask.engine import DaskEngine

    return DaskEngine(frame)


def _spark(frame: Frame) -> MetricEngine:
    from dpa_jupyter.quality.engines.spark.engine import SparkEngine

    return SparkEngine(frame)


ENGINES: Mapping[str, Callable[[Frame], MetricEngine]] = {"Dask DataFrame": _dask, "PySpark DataFrame": _spark}
"""By what a frame's adapter calls it; each imports its engine when it is first needed."""
