"""Small frames of Dask, computed in the thread that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from weakref import finalize

if TYPE_CHECKING:
    import pandas as pd
    from dask.dataframe import DataFrame


@contextmanager
def as_it_is() -> Iterator[None]:
    """Let Dask work in one thread, and leave objects what they are: by default it makes texts of all of them."""
    import dask

    with dask.config.set({"scheduler": "synchronous", "dataframe.convert-string": False}):
        yield


def in_partitions(frame: pd.DataFrame, partitions: int = 3) -> DataFrame:
    """Cut a frame into partitions, its rows in their order."""
    import dask.dataframe as dd

    made: DataFrame = dd.from_pandas(frame, npartitions=partitions, sort=False)
    return made


class Watched:
    """Makes partitions, and watches how many of them there are at a time."""

    def __init__(self, make: Callable[[int], pd.DataFrame]) -> None:
        self._make = make
        self.made = 0
        self._alive = 0
        self.most = 0
        """So many were alive at once."""

    def __call__(self, number: int) -> pd.DataFrame:
        """Make a partition."""
        part = self._make(number)
        self.made += 1
        self._alive += 1
        self.most = max(self.most, self._alive)
        finalize(part, self._gone)
        return part

    def _gone(self) -> None:
        self._alive -= 1

    def frame(self, numbers: Sequence[int]) -> DataFrame:
        """Return a frame of such partitions."""
        import dask.dataframe as dd

        made: DataFrame = dd.from_map(self, numbers, meta=self._make(numbers[0]).head(0))
        return made
