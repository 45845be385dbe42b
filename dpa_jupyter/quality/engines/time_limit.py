"""How long a scan of a frame may take, so that one slow column does not keep the report from everyone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, Full, Queue
from typing import TYPE_CHECKING, Any, TypeVar

from dpa_jupyter.errors import DpaError
from dpa_jupyter.frames.halving import each_or_error

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

Item = TypeVar("Item")
Result = TypeVar("Result")

SECONDS = 300.0
"""Ten million rows are scanned in a tenth of it; what takes longer mostly waits for something."""
TRIES = 4
"""A scan and its halves may take so many times as long in all."""
PATIENCE = 0.05
"""So often, in seconds, who hands batches over looks whether anybody still wants them."""


class TooSlowError(DpaError):
    """A scan took longer than it may."""


class TooSlow(str):
    """Why a column has no values: reading it took too long."""

    __slots__ = ()


class TimeLimit:
    """What a scan may take: so many seconds at first, and half of that for each part of one that took longer.

    Args:
        seconds: that a scan may take.
        connection: that is interrupted when they are over; without one, only streams are left when they are.
    """

    def __init__(self, seconds: float = SECONDS, connection: DuckDBPyConnection | None = None) -> None:
        self._seconds, self._connection = seconds, connection
        self._end: float | None = None

    def with_connection(self, connection: DuckDBPyConnection) -> TimeLimit:
        """Return the same limit for another connection."""
        return TimeLimit(self._seconds, connection)

    def each(
        self, items: Sequence[Item], work: Callable[[Sequence[Item]], Sequence[Result] | Iterator[Result]]
    ) -> list[Result | Exception]:
        """Return the result of each item or its error, which is `TooSlowError` where the time is over."""
        last = time.monotonic() + TRIES * self._seconds
        seconds = self._seconds

        def tried(some: Sequence[Item]) -> list[Result]:
            nonlocal seconds
            with self._until(min(time.monotonic() + seconds, last)):
                seconds = self._seconds / 2
                return list(work(some))

        return each_or_error(items, tried) if items else []

    def batches(self, opened: Callable[[], pa.RecordBatchReader]) -> pa.RecordBatchReader:
        """Read in another thread, which can be left to itself: nothing can interrupt a library in the midst of it."""
        import pyarrow as pa

        end = time.monotonic() + self._seconds if self._end is None else self._end
        handed = _Handed(opened, end)
        schema = handed.next()
        return pa.RecordBatchReader.from_batches(schema, _Rest(handed))

    @contextmanager
    def _until(self, end: float) -> Iterator[None]:
        left = end - time.monotonic()
        if left <= 0:
            raise self._over()
        before, self._end = self._end, end
        try:
            with self._interrupted_in(left):
                yield
        except Exception as error:
            # DuckDB tells in words of its own that it was interrupted, or that a stream broke off.
            if self._connection is not None and time.monotonic() >= end:
                raise self._over() from error
            raise
        finally:
            self._end = before

    @contextmanager
    def _interrupted_in(self, seconds: float) -> Iterator[None]:
        if self._connection is None:
            yield
            return
        timer = threading.Timer(seconds, self._connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # an interpreter that ends with a thread in the midst of its end may crash

    def _over(self) -> TooSlowError:
        return TooSlowError(f"took longer than {self._seconds:g} seconds")


class _Handed:
    """What a thread of its own reads, handed over one by one: the schema, then the batches."""

    def __init__(self, opened: Callable[[], pa.RecordBatchReader], end: float) -> None:
        self._opened, self._end = opened, end
        self._queue: Queue[Any] = Queue(1)
        self._unwanted = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def next(self) -> Any:  # noqa: ANN401 - a schema first, then batches
        """Return what comes next, None at the end.

        Raises:
            TooSlowError: it did not come in time.
        """
        try:
            found = self._queue.get(timeout=max(0.0, self._end - time.monotonic()))
        except Empty:
            self.leave()
            raise TooSlowError("took too long") from None
        if found is None or isinstance(found, Exception):
            self._thread.join()  # nothing is left for it to do; an interpreter that ends may crash while it ends, too
        if isinstance(found, Exception):
            raise found
        return found

    def leave(self) -> None:
        """Let the thread go."""
        self._unwanted.set()

    def _read(self) -> None:
        try:
            reader = self._opened()
            self._hand(reader.schema)
            for batch in reader:
                if not self._hand(batch):
                    return
            self._hand(None)
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asks for the next
            self._hand(error)

    def _hand(self, found: object) -> bool:
        while not self._unwanted.is_set():
            try:
                self._queue.put(found, timeout=PATIENCE)
            except Full:
                continue
            return True
        return False


class _Rest:
    """The batches; the thread is let go with this, also where nobody ever asked for one."""

    def __init__(self, handed: _Handed) -> None:
        self._handed = handed

    def __iter__(self) -> _Rest:
        return self

    def __next__(self) -> pa.RecordBatch:
        batch = self._handed.next()
        if batch is None:
            raise StopIteration
        return batch

    def __del__(self) -> None:
        self._handed.leave()
