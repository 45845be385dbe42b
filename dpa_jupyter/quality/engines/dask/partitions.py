"""The partitions of a frame, and what is made of all of them in one computation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np

from dpa_jupyter.errors import DpaError, FrameError
from dpa_jupyter.frames.dask_frames import DaskFrames
from dpa_jupyter.frames.dask_partitions import partitions_of
from dpa_jupyter.frames.frame import Column, Frame
from dpa_jupyter.quality.engines.dask.computing import computed
from dpa_jupyter.quality.engines.dask.tasks import count_rows
from dpa_jupyter.quality.engines.time_limit import TimeLimit
from dpa_jupyter.sentence import raised, sentence

if TYPE_CHECKING:
    import pyarrow as pa
    from dask.dataframe import DataFrame
    from dask.delayed import Delayed
    from numpy.typing import NDArray

Result = TypeVar("Result")
MERGED_AT_ONCE = 8
"""Results of so many partitions are merged as soon as they are there, so that few are held at a time."""
WAVE = 16
"""So many partitions are looked through at once for rows, of which the first may be enough."""


class Partitions:
    """The partitions of a Dask frame; it is computed by the scheduler that the user has chosen.

    Args:
        frame: whose partitions these are.
        limit: what a computation may take; one that takes longer is left, with `TooSlowError`.
    """

    def __init__(self, frame: Frame, limit: TimeLimit) -> None:
        self._frame, self.limit = frame, limit

    @cached_property
    def schema(self) -> pa.Schema:
        """Return how columns are read, whichever partition they are in."""
        adapter = self._frame.adapter
        assert isinstance(adapter, DaskFrames)
        return adapter.schema(self._frame.value)

    @property
    def columns(self) -> tuple[Column, ...]:
        """List the columns; of one without any value it is not known what it would hold."""
        import pyarrow as pa

        listed = zip(self._frame.adapter.columns(self._frame.value), self.schema, strict=True)
        return tuple(replace(each, type="other") if pa.types.is_null(field.type) else each for each, field in listed)

    @cached_property
    def names(self) -> list[str]:
        """Name the columns."""
        return list(self.schema.names)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Return the position of each partition's first row, and at last the number of all rows."""
        counted = cast("list[int]", self._computed([self._task(count_rows, part) for part in self._read(())]))
        return np.concatenate([[0], np.cumsum(counted)]).astype(np.int64)

    @property
    def rows(self) -> int:
        """Return the number of all rows."""
        return int(self.starts[-1])

    def each(self, work: Callable[..., Result], columns: Sequence[str], arguments: Sequence[object]) -> list[Delayed]:
        """Return a task for each partition that does some work on columns of it.

        Args:
            work: takes a partition, the schema of its columns and the arguments.
            columns: that are read.
            arguments: the same for all partitions, or a `PerPartition`.
        """
        schema = self.read_as(columns)
        parts = self._read(columns)
        return [
            self._task(
                work, part, schema, *(each[place] if isinstance(each, PerPartition) else each for each in arguments)
            )
            for place, part in enumerate(parts)
        ]

    def read_as(self, columns: Sequence[str]) -> pa.Schema:
        """Return how these columns are read."""
        import pyarrow as pa

        return pa.schema([self.schema.field(name) for name in columns])

    def merged(self, tasks: Sequence[Delayed], merge: Callable[[Sequence[Result]], Result]) -> Result:
        """Compute tasks and merge their results as a tree."""
        level = list(tasks)
        while len(level) > 1:
            groups = [level[start : start + MERGED_AT_ONCE] for start in range(0, len(level), MERGED_AT_ONCE)]
            level = [self._task(merge, group) for group in groups]
        return cast("Result", self._computed(level)[0])

    def in_waves(self, tasks: Sequence[Delayed]) -> Iterator[object]:
        """Compute tasks in order, some at a time, as far as their results are asked for."""
        for start in range(0, len(tasks), WAVE):
            yield from self._computed(tasks[start : start + WAVE])

    def _read(self, columns: Sequence[str]) -> list[Delayed]:
        return partitions_of(cast("DataFrame", self._frame.value), columns)

    def _task(self, work: Callable[..., object], *arguments: object) -> Delayed:
        from dask.delayed import delayed

        task: Delayed = delayed(work, pure=False, traverse=False)(*arguments)
        return task

    def _computed(self, tasks: Sequence[Delayed]) -> Sequence[object]:
        try:
            return computed(tasks, self.limit)
        except DpaError:
            raise
        except Exception as error:
            told = f"{type(error).__name__}: {_first_line(error)}"
            form = "{name} can't be computed: {error}"
            raise FrameError(sentence(form, name=self._frame.name, error=raised(error, told))) from error


def _first_line(error: Exception) -> str:
    """Return the first line of what an error says: Dask explains much below it."""
    return str(error).strip().partition("\n")[0]


class PerPartition(list[object]):
    """An argument that is another for each partition."""
