"""Binary files of tables, Parquet and Arrow's own, read by Arrow and trusted only once all of it was checked."""

from __future__ import annotations

from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

_BATCH_ROWS = 131_072
_MAGIC = b"ARROW1"
_LONGEST_TEXT = 100_000_000
"""Bytes of a text, and entries of a list, in what a Parquet file says of itself: a damaged one promises any number."""
_CHECKED_BYTES = 4_000_000_000
"""It takes about five seconds a gigabyte to look through a Parquet file; a larger one than this would take too long."""


def parquet_table(file: FileIO) -> pa.Table:
    """Read a Parquet file.

    Raises:
        ArrowException: it is damaged.
        OSError: it is damaged, or can't be read.
    """
    table = _opened(file).read()
    table.validate(full=True)
    return table


def check_parquet_file(path: Path) -> None:
    """Look through a file that is too large for memory, a part at a time; of a very large one only at its own account.

    Raises:
        ArrowException: it is damaged.
        OSError: it is damaged, or can't be read.
    """
    with _opened(path) as opened:
        if path.stat().st_size > _CHECKED_BYTES:
            return
        for batch in opened.iter_batches(_BATCH_ROWS):
            batch.validate(full=True)


def _opened(file: FileIO | Path) -> ParquetFile:
    from pyarrow.parquet import ParquetFile

    return ParquetFile(file, thrift_string_size_limit=_LONGEST_TEXT, thrift_container_size_limit=_LONGEST_TEXT)


def arrow_table(file: FileIO) -> pa.Table:
    """Read the file or the stream form; the file form begins with a magic word.

    Raises:
        ArrowException: it is damaged.
        OSError: it is damaged, or can't be read.
    """
    from pyarrow import ipc

    is_file = file.read(len(_MAGIC)) == _MAGIC
    file.seek(0)
    table = ipc.open_file(file).read_all() if is_file else ipc.open_stream(file).read_all()
    table.validate(full=True)
    return table


def check_arrow_file(path: Path) -> None:
    """Look through a file that is too large for memory, a batch at a time; of a very large one only at its own account.

    Raises:
        ArrowException: it is damaged.
        OSError: it is damaged, or can't be read.
    """
    import pyarrow as pa
    from pyarrow import ipc

    with pa.memory_map(str(path)) as source, ipc.open_file(source) as reader:
        if path.stat().st_size > _CHECKED_BYTES:
            return
        for number in range(reader.num_record_batches):
            reader.get_batch(number).validate(full=True)
