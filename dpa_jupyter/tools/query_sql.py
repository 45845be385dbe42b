"""SQL over every frame of the kernel, by DuckDB: it reads, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import QueryResult
from dpa_jupyter.frames.database import open_database, table_names
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import column_names, known_rows
from dpa_jupyter.json_types import Json
from dpa_jupyter.sentence import raised, sentence
from dpa_jupyter.tools.endless import endless_notes
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.memory_watch import MemoryWatch
from dpa_jupyter.tools.result_frames import as_frames_are, in_library_of
from dpa_jupyter.tools.select_only import tables_read
from dpa_jupyter.tools.sql_refusal import first_lines, refusal
from dpa_jupyter.tools.tables import SHOWN_COLUMNS, head, table_display
from dpa_jupyter.tools.tool import Observation, ToolContext
from dpa_jupyter.tools.variable_name import variable_name
from dpa_jupyter.wording import counted

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

PREVIEW_ROWS = 30
MOST_ZONES = 5
LOOK_SECONDS = 0.05
NO_MEMORY = sentence("the query needs more memory than it may have; filter or aggregate first.")


@tool(level="read")
async def query_sql(context: ToolContext, sql: str, name: str = "result") -> Observation:
    """Query the frames with one SELECT in DuckDB's SQL; every frame is a table of its own name.

    The whole result becomes a new frame that later calls can name. Use this for any number that no other tool gives.

    Args:
        context: The frames, and the limits of the call.
        sql: One SELECT, WITH, VALUES, DESCRIBE or SUMMARIZE statement.
        name: What to call the frame that holds the result.
    """
    tables = table_names(context.frames)
    named = {table: replace(context.frames[frame], name=table) for frame, table in tables.items()}
    read = sorted(await asyncio.to_thread(tables_read, sql, named))
    frames = [named[table] for table in read]
    parents = [frame for frame, table in tables.items() if table in read]
    _check_columns(frames)
    connection = await asyncio.to_thread(open_database, frames, memory_limit=f"{context.memory_limit}B")
    zones = _zone_notes(connection, frames)
    result = await _run(context, connection, sql)
    return await asyncio.to_thread(
        _keep, context, result, frames, parents, zones, variable_name(name, otherwise="result")
    )


def _check_columns(frames: Iterable[Frame]) -> None:
    """Refuse frames that have no columns.

    Raises:
        ToolError: SQL knows no table without a column.
    """
    for frame in frames:
        if column_names(frame) == ():
            rows = known_rows(frame)
            size = "" if rows is None else f" and {counted(rows, 'row')}"
            raise ToolError(
                sentence(
                    "{name} has no columns{any}: SQL can't query a table without columns.", name=frame.name, any=size
                )
            )


def _keep(
    context: ToolContext,
    result: pa.Table,
    frames: Sequence[Frame],
    parents: Sequence[str],
    zones: Sequence[str],
    name: str,
) -> Observation:
    """Make a frame of the result, in the library of the frames that it came from, and tell its head."""
    rows = result.slice(0, context.row_limit)
    truncated = rows.num_rows < result.num_rows
    table = as_frames_are(rows, keep_decimals=_have_decimals(frames))
    cut = [f"holds only the first {table.num_rows:,} rows of the result: the row limit cut it."] if truncated else []
    value = in_library_of(frames or context.frames.values(), table)
    frame = context.frames.add(value, name, parents=parents, caveats=cut)
    caveats = [*(f"{frame.name} {caveat}" for caveat in cut), *zones, *endless_notes(table, frames)]
    unlisted = [f"{frame.name} has {table.num_columns:,} columns; the first {SHOWN_COLUMNS} are listed."]
    content = QueryResult(
        frame=frame.name,
        rows=table.num_rows,
        columns=table.column_names[:SHOWN_COLUMNS],
        preview=head(table, PREVIEW_ROWS),
        more_rows=max(0, table.num_rows - PREVIEW_ROWS),
        truncated=truncated,
        notes=[*caveats, *(unlisted if table.num_columns > SHOWN_COLUMNS else [])],
    )
    shown = table_display(frame.name, table)
    return Observation(cast("Json", content), value=frame.value, displays=(shown,), quality=tuple(caveats))


async def _run(context: ToolContext, connection: DuckDBPyConnection, sql: str) -> pa.Table:
    """Run a checked statement; it is interrupted when its time is over, or when nobody waits for it any more."""
    import duckdb

    try:
        async with asyncio.timeout(context.time_limit):
            return await _watched(context, connection, sql)
    except TimeoutError:
        raise ToolError(
            sentence(
                "the query took longer than {size:g} seconds and was stopped; filter or aggregate first.",
                size=context.time_limit,
            )
        ) from None
    finally:
        with suppress(duckdb.ConnectionException):  # closed: the query has ended
            connection.interrupt()


async def _watched(context: ToolContext, connection: DuckDBPyConnection, sql: str) -> pa.Table:
    """Run a statement, and look now and then at what memory it takes: DuckDB does not count all of it."""
    watch = MemoryWatch(context.memory_limit)
    fetched = asyncio.create_task(asyncio.to_thread(_fetch, connection, sql, context.row_limit + 1))
    try:
        while not (await asyncio.wait([fetched], timeout=LOOK_SECONDS))[0]:
            if watch.is_over():
                raise ToolError(NO_MEMORY)
        return fetched.result()
    finally:
        fetched.cancel()


def _fetch(connection: DuckDBPyConnection, sql: str, limit: int) -> pa.Table:
    import duckdb
    import pyarrow as pa

    with connection:
        try:
            return pa.table(connection.sql(sql).limit(limit))
        except duckdb.OutOfMemoryException:
            raise ToolError(NO_MEMORY) from None
        except duckdb.ConversionException as error:
            form = "{error} TRY_CAST gives NULL where a value can't be converted."
            raise ToolError(sentence(form, error=raised(error, first_lines(error)))) from None
        except (duckdb.Error, pa.ArrowException) as error:
            raise ToolError(refusal(error)) from None


def _have_decimals(frames: Iterable[Frame]) -> bool:
    columns = (column for frame in frames for column in frame.adapter.columns(frame.value))
    return any("decimal" in column.native_type.casefold() for column in columns)


def _zone_notes(connection: DuckDBPyConnection, frames: Iterable[Frame]) -> list[str]:
    """Warn where the hours and days that SQL takes from a time are not those of its own zone."""
    ((ours,),) = connection.execute("SELECT current_setting('TimeZone')").fetchall()
    return [
        f"SQL takes hours and days of {field.name} in {ours}; local is {field.name} AT TIME ZONE '{field.type.tz}'."
        for frame in frames
        for field in frame.adapter.batches(frame.value, None, 0).schema
        if getattr(field.type, "tz", None) not in {None, ours}
    ][:MOST_ZONES]
