"""Tasks computed by the scheduler that the user has chosen, for no longer than they may take."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

from dpa_jupyter.quality.engines.time_limit import TimeLimit, TooSlowError

if TYPE_CHECKING:
    from dask.delayed import Delayed


class Cluster(Protocol):
    """What a client of `distributed` can do."""

    def compute(self, collections: Sequence[Delayed]) -> object:
        """Send tasks to the cluster, and return what stands for their results."""
        ...

    def gather(self, futures: object) -> object:
        """Wait for results."""
        ...

    def cancel(self, futures: object) -> object:
        """Let nobody work on tasks any more."""
        ...


def computed(tasks: Sequence[Delayed], limit: TimeLimit) -> Sequence[object]:
    """Compute tasks; where that takes too long, those that have not begun are left out.

    Raises:
        TooSlowError: it took longer than it may.
    """
    cluster = _cluster(tasks)
    return _here(tasks, limit) if cluster is None else _there(cluster, tasks, limit)


def _cluster(tasks: Sequence[Delayed]) -> Cluster | None:
    from dask.base import get_scheduler

    client = getattr(get_scheduler(collections=list(tasks)), "__self__", None)
    return cast("Cluster", client) if hasattr(client, "cancel") else None


def _there(cluster: Cluster, tasks: Sequence[Delayed], limit: TimeLimit) -> Sequence[object]:
    futures = cluster.compute(list(tasks))
    found = limit.waited(lambda: cluster.gather(futures), lambda: cluster.cancel(futures))
    return cast("Sequence[object]", found)


def _here(tasks: Sequence[Delayed], limit: TimeLimit) -> Sequence[object]:
    from dask.base import compute
    from dask.callbacks import Callback

    left = threading.Event()

    def go_on(*_task: object) -> None:
        if left.is_set():
            raise TooSlowError("nobody waits for it any more")

    # The callbacks of the user, such as a progress bar, are passed over where others are given.
    callbacks = [*Callback.active, (None, None, go_on, None, None)]
    found = limit.waited(lambda: compute(*tasks, callbacks=callbacks), left.set)
    return cast("Sequence[object]", found)
