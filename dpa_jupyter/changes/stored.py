"""A frame on disk: an Arrow stream in a file without a name, so that nothing is left of it, however the kernel ends."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class Stored:
    """What was written, and how to make the frame of it again."""

    def __init__(self, table: pa.Table, rebuild: Callable[[pa.Table], object]) -> None:
        """Write the table.

        Raises:
            OSError: there is no room, or no more files may be opened.
        """
        import pyarrow as pa

        self._rebuild = rebuild
        self._file = tempfile.TemporaryFile(prefix="dpa-")  # noqa: SIM115 - see below
        self._close = weakref.finalize(self, self._file.close)
        """Closed as soon as nobody can want it back."""
        compression = "lz4" if pa.Codec.is_available("lz4") else None
        options = pa.ipc.IpcWriteOptions(compression=compression)
        with pa.ipc.new_stream(pa.PythonFile(self._file, "w"), table.schema, options=options) as writer:
            writer.write_table(table)
        self._file.flush()

    def restore(self) -> object:
        """Read it back, and let go of the file."""
        import pyarrow as pa

        self._file.seek(0)
        table = pa.ipc.open_stream(pa.PythonFile(self._file, "r")).read_all()
        again = self._rebuild(table)
        self._close()
        return again
