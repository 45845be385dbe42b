"""Frames that were handed over appear under their names, in their own library, on memory that nobody can write."""

from __future__ import annotations

import mmap
from collections.abc import MutableMapping, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.sandbox.wire import FrameRequest, Library
from dpa_jupyter.sandbox.worker.frame_ledger import is_frame
from dpa_jupyter.sandbox.worker.mapped_parts import map_parts

if TYPE_CHECKING:
    import pyarrow as pa


class HandedFrames:
    """The contents that this process maps, and the names that stand for them."""

    def __init__(self) -> None:
        self._contents: dict[str, mmap.mmap] = {}
        self._bound: dict[str, tuple[str, object]] = {}

    def take(self, key: str, descriptors: Sequence[int]) -> None:
        """Map a content, of one part or more, and close its descriptors."""
        self._contents[key] = map_parts(descriptors)

    def bind(self, frame: FrameRequest, namespace: MutableMapping[str, object]) -> bool:
        """Put a frame under its name, and tell whether that was needed.

        A name that stands for this content already is left alone: what earlier code did to it stays done.
        """
        key, _ = self._bound.get(frame.name, ("", None))
        if key == frame.key and is_frame(namespace.get(frame.name)):
            return False
        value = namespace[frame.name] = load(self._contents[frame.key], frame.library)
        self._bound[frame.name] = (frame.key, value)
        return True

    def is_handed(self, name: str, value: object) -> bool:
        """Tell whether a name still stands for the frame that was put under it."""
        return name in self._bound and self._bound[name][1] is value


def load(content: mmap.mmap, library: Library) -> object:
    """Return a frame of this library that lives in the mapped memory as far as the library can."""
    import pyarrow as pa

    table = pa.ipc.open_stream(pa.py_buffer(content)).read_all()
    if library == "pandas":
        return _pandas_frame(table)
    if library == "polars":
        import polars as pl

        return pl.from_arrow(table)
    return table


def _pandas_frame(table: pa.Table) -> object:
    """Leave it to copy-on-write that code can change the frame: pandas 3 always has it."""
    import pandas as pd

    if int(pd.__version__.partition(".")[0]) < 3:
        pd.options.mode.copy_on_write = True
    return table.to_pandas(split_blocks=True)
