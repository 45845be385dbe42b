"""Which objects are frames: told from their types, so that none of their code runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.frame import Frame, FrameAdapter

HISTORY_NAMES = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open"})
"""What IPython itself puts into the namespace."""


def recognise(name: str, value: object) -> Frame | None:
    """Return the object as a frame of this name, or None if it is no frame; a library is never imported for it."""
    value_type = type(value)
    for adapter in adapters():
        if adapter.recognises(value_type):
            return Frame(name, value, adapter)
    return None


def frames_in(namespace: Mapping[str, object]) -> FrameCatalog:
    """Find the frames among a kernel's variables, but for private names and IPython's own."""
    found = (
        recognise(name, value)
        for name, value in list(namespace.items())  # a thread may add a name meanwhile
        if isinstance(name, str) and not name.startswith("_") and name not in HISTORY_NAMES
    )
    return FrameCatalog(frame for frame in found if frame is not None)


@cache
def adapters() -> tuple[FrameAdapter, ...]:
    """Return what is known of each library."""
    from dpa_jupyter.frames.arrow_tables import ArrowTables
    from dpa_jupyter.frames.dask_frames import DaskFrames
    from dpa_jupyter.frames.duckdb_relations import DuckDBRelations
    from dpa_jupyter.frames.pandas_frames import PandasFrames
    from dpa_jupyter.frames.polars_frames import PolarsFrames
    from dpa_jupyter.frames.polars_lazy_frames import PolarsLazyFrames
    from dpa_jupyter.frames.spark_frames import SparkFrames

    in_memory = (PandasFrames(), PolarsFrames(), ArrowTables())
    return (*in_memory, PolarsLazyFrames(), DuckDBRelations(), DaskFrames(), SparkFrames())
