"""A DuckDB database over frames that can read them and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dpa_jupyter.errors import UserError
from dpa_jupyter.frames.arrow_types import without_nan
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.sentence import sentence, words_of

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

WIDE = 50
"""A plan of more columns is not streamed whole for a query that needs a few of them."""


def open_database(frames: Iterable[Frame], *, memory_limit: str = "2GB") -> DuckDBPyConnection:
    """Open a database in memory in which each frame is a table under its `table_names` name.

    No file, no network, no extension and no setting is within reach of SQL. A NaN is NULL in every table, so that
    aggregates agree with pandas. Frames in memory are shared with DuckDB, not copied, wherever Arrow can hold their
    columns as they are. A LazyFrame, or a frame of Dask, is streamed anew for each mention in a query, so that it is
    never in memory as a whole; a wide one, or any before DuckDB 2.0, is handed over as a plan of Polars: DuckDB then
    loads the columns that the query names.

    Raises:
        UserError: one of them can't be brought here, so give only those that a query names.
    """
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "enable_external_access": "false",
            "python_enable_replacements": "false",
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "allow_community_extensions": "false",
            "temp_directory": "",
            "memory_limit": memory_limit,
        },
    )
    known = list(frames)
    for frame, name in zip(known, table_names(frame.name for frame in known).values(), strict=True):
        connection.register(name, _brought(frame))
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET lock_configuration = true")
    return connection


def quote(identifier: str) -> str:
    """Write any name as an SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def table_names(names: Iterable[str]) -> dict[str, str]:
    """Return the table name of each frame: its own, but with a number where SQL, which ignores case, needs one."""
    listed = list(names)
    return dict(zip(listed, unique_names(listed), strict=True))


def _brought(frame: Frame) -> object:
    """Return what DuckDB reads a frame from, or say which one can't be had."""
    try:
        return _scannable(frame)
    except UserError as error:
        form = "{name} can't be a table of SQL: {sentence}"
        raise UserError(sentence(form, name=frame.name, sentence=words_of(error))) from error


def _scannable(frame: Frame) -> object:
    from dpa_jupyter.frames.dask_frames import DaskFrames
    from dpa_jupyter.frames.polars_lazy_frames import PolarsLazyFrames

    adapter = frame.adapter
    if not isinstance(adapter, PolarsLazyFrames | DaskFrames):
        return queryable(adapter.batches(frame.value, None, None).read_all())
    if len(adapter.columns(frame.value)) > WIDE or not _asks_streams_anew():
        return adapter.readable_plan(frame.value).fill_nan(None)
    return ArrowStream(frame)


def _asks_streams_anew() -> bool:
    """Tell whether DuckDB asks an object for a new stream at each scan; before 2.0 a second scan found it used up."""
    import duckdb

    return int(duckdb.__version__.partition(".")[0]) >= 2


def queryable(table: pa.Table) -> pa.Table:
    """Bring the types that DuckDB does not know, or not in its oldest supported version, into others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for index, field in enumerate(table.schema):
        if pa.types.is_float16(field.type) or pa.types.is_decimal256(field.type):
            table = table.set_column(index, field.name, table.column(index).cast(pa.float64()))
        elif pa.types.is_run_end_encoded(field.type):
            table = table.set_column(index, field.name, pc.run_end_decode(table.column(index)))
    return without_nan(table)


class ArrowStream:
    """A frame as Arrow's stream interface knows it: read anew, from the start, whenever it is asked for."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._schema = frame.adapter.batches(frame.value, None, 0).schema

    def __arrow_c_schema__(self) -> object:
        return self._schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        import pyarrow as pa

        reader = self._frame.adapter.batches(self._frame.value, None, None)
        cleaned = (batch for part in reader for batch in without_nan(pa.Table.from_batches([part])).to_batches())
        return pa.RecordBatchReader.from_batches(self._schema, cleaned).__arrow_c_stream__(requested_schema)
