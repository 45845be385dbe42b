"""Databases that are used again once nobody uses them: to open and close one costs more than to ask small questions.

Two never share one at the same time, so that each has all of its memory and its threads.
"""

from __future__ import annotations

import os
import weakref
from collections import defaultdict, deque
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEPT = 4
"""So many databases at most wait for the next to use them; each has threads that sleep."""
Idle: TypeAlias = "deque[DuckDBPyConnection]"
_idle: defaultdict[tuple[int, int | None], Idle] = defaultdict(partial(deque, maxlen=KEPT))
"""By process, since one that was forked has none of the threads, and by how many threads a database has."""


def connect(threads: int | None = None) -> DuckDBPyConnection:
    """Connect to a database that writes no file and says nothing of its progress, with a thread per core by default."""
    idle = _idle[os.getpid(), threads]
    try:
        database = idle.pop()
    except IndexError:
        database = _opened(threads)
    connection = beside(database)
    weakref.finalize(connection, idle.append, database).atexit = False
    return connection


def beside(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    """Return another connection to the same database, with tables of its own."""
    other = connection.cursor()
    other.execute("SET enable_progress_bar = false")
    return other


def _opened(threads: int | None) -> DuckDBPyConnection:
    import duckdb

    several = {} if threads is None else {"threads": str(threads)}
    return duckdb.connect(config={"memory_limit": "2GB", "temp_directory": "", **several})
