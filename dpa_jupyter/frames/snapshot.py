"""Frames as they are now, whatever the user does to their own from here on.

What a library can share safely is shared: the columns of Polars and Arrow never change in place, and pandas copies on
write where it is told to, as it is by default from version 3. An older pandas frame is copied in full. A lazy frame is
a plan, and reads its files when it is run. Objects inside cells, such as lists, are shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from dask.dataframe import DataFrame


def snapshot(catalog: FrameCatalog) -> FrameCatalog:
    """Return a catalog of the same frames, out of reach of changes to those."""
    copies: dict[int, object] = {}
    frames = []
    for name, frame in catalog.items():
        copy = copies.setdefault(id(frame.value), _copy(frame))  # two names of one frame stay so
        again = recognise(name, copy)
        assert again is not None
        frames.append(again)
    return FrameCatalog(frames)


def _copy(frame: Frame) -> object:
    match frame.adapter.type_name.split()[0]:
        case "pandas":
            import pandas as pd

            return pd.DataFrame(cast("pd.DataFrame", frame.value), copy=not _copies_on_write())
        case "Polars":
            return cast("pl.DataFrame | pl.LazyFrame", frame.value).clone()
        case "Dask":
            return cast("DataFrame", frame.value).copy()  # of the plan, which assignments replace
        case _:
            return frame.value


def _copies_on_write() -> bool:
    import pandas as pd

    if int(pd.__version__.partition(".")[0]) >= 3:
        return True
    return pd.get_option("mode.copy_on_write") is True
