"""What the queries of one call may take together in time, and each in memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools.tool import ToolContext

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class QueryBounds:
    """A point in time after which queries are interrupted, and the bytes that each may use."""

    def __init__(self, seconds: float, memory: int) -> None:
        self.memory = memory
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    @classmethod
    def of_call(cls, context: ToolContext) -> QueryBounds:
        """Return the bounds of a call that begins now."""
        return cls(context.time_limit, context.memory_limit)

    def connect(self) -> DuckDBPyConnection:
        """Open an empty database that has this much memory, and no disk beside it."""
        import duckdb

        connection = duckdb.connect(config={"memory_limit": f"{self.memory}B", "temp_directory": ""})
        connection.execute("SET enable_progress_bar = false")
        return connection

    @contextmanager
    def of(self, connection: DuckDBPyConnection) -> Iterator[None]:
        """Interrupt what runs on the connection when the time is over.

        Raises:
            ToolError: the time is over, or the memory does not suffice.
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
        except duckdb.OutOfMemoryException:
            raise ToolError(sentence("it needs more memory than it may have; memory_limit allows more")) from None
        finally:
            timer.cancel()

    def _over(self) -> ToolError:
        return ToolError(sentence("it took longer than {size:g} seconds", size=self._seconds))
