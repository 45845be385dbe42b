"""SQL over every frame of the kernel, by DuckDB: it reads, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import QueryResult
from dpa_jupyter.frames.database import open_database, table_names
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.result_frames import in_library_of, with_plain_numbers
from dpa_jupyter.tools.select_only import first_lines, tables_read
from dpa_jupyter.tools.tables import SHOWN_COLUMNS, head, table_display
from dpa_jupyter.tools.tool import Observation, ToolContext
from dpa_jupyter.tools.words import variable_name

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

PREVIEW_ROWS = 30


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
    frames = [named[table] for table in sorted(await asyncio.to_thread(tables_read, sql, named))]
    result = await _run(context, sql, frames)
    kept = with_plain_numbers(result.slice(0, context.row_limit), keep_decimals=_have_decimals(frames))
    frame = context.frames.add(
        in_library_of(frames or context.frames.values(), kept), variable_name(name, otherwise="result")
    )
    truncated = result.num_rows > context.row_limit
    notes = _notes(context, frame.name, kept, truncated=truncated)
    content = QueryResult(
        frame=frame.name,
        rows=kept.num_rows,
        columns=kept.column_names[:SHOWN_COLUMNS],
        preview=head(kept, PREVIEW_ROWS),
        more_rows=max(0, kept.num_rows - PREVIEW_ROWS),
        truncated=truncated,
        notes=notes,
    )
    return Observation(
        cast("Json", content),
        value=frame.value,
        displays=(table_display(frame.name, kept),),
        quality=tuple(notes[:1]) if truncated else (),
    )


async def _run(context: ToolContext, sql: str, frames: Iterable[Frame]) -> pa.Table:
    """Run a checked statement; it is interrupted when its time is over, or when nobody waits for it any more."""
    import duckdb

    connection = await asyncio.to_thread(open_database, frames)
    try:
        async with asyncio.timeout(context.time_limit):
            return await asyncio.to_thread(_fetch, connection, sql, context.row_limit + 1)
    except TimeoutError:
        raise ToolError(
            f"the query took longer than {context.time_limit:g} seconds and was stopped; filter or aggregate first."
        ) from None
    finally:
        with suppress(duckdb.ConnectionException):  # closed: the query has ended
            connection.interrupt()


def _fetch(connection: DuckDBPyConnection, sql: str, limit: int) -> pa.Table:
    import duckdb
    import pyarrow as pa

    with connection:
        try:
            return pa.table(connection.sql(sql).limit(limit))
        except duckdb.OutOfMemoryException:
            raise ToolError("the query needs more memory than it may have; filter or aggregate first.") from None
        except duckdb.ConversionException as error:
            raise ToolError(f"{first_lines(error)} TRY_CAST gives NULL where a value can't be converted.") from None
        except (duckdb.Error, pa.ArrowException) as error:
            raise ToolError(f"DuckDB refuses the query: {first_lines(error)}") from None


def _have_decimals(frames: Iterable[Frame]) -> bool:
    columns = (column for frame in frames for column in frame.adapter.columns(frame.value))
    return any("decimal" in column.native_type.casefold() for column in columns)


def _notes(context: ToolContext, name: str, table: pa.Table, *, truncated: bool) -> list[str]:
    notes = []
    if truncated:
        notes.append(f"{name} holds only the first {context.row_limit:,} rows of the result: the row limit cut it.")
    if table.num_columns > SHOWN_COLUMNS:
        notes.append(f"{name} has {table.num_columns:,} columns; the first {SHOWN_COLUMNS} are listed.")
    return notes
