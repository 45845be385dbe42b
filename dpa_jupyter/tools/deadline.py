"""A point in time after which a call's queries are interrupted."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ToolError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Deadline:
    """The end of a call's time, from now on in seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    @contextmanager
    def of(self, connection: DuckDBPyConnection) -> Iterator[None]:
        """Interrupt what runs on the connection when the time is over.

        Raises:
            ToolError: the time is over.
        """
        import duckdb

        left = self._end - time.monotonic()
        timer = threading.Timer(left, connection.interrupt)
        try:
            if left <= 0:
                raise self._over()
            timer.start()
            yield
        except duckdb.InterruptException:
            raise self._over() from None
        finally:
            timer.cancel()

    def _over(self) -> ToolError:
        return ToolError(f"it took longer than {self._seconds:g} seconds")
