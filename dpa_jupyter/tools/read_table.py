"""A data file becomes a frame."""

from __future__ import annotations

from typing import cast

from dpa_jupyter.frames.card import card
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.allowed_files import allowed_file
from dpa_jupyter.tools.data_files import LAZY_BYTES, READERS, read_data_file
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.result_frames import in_library_of
from dpa_jupyter.tools.tables import SHOWN_ROWS, table_display
from dpa_jupyter.tools.tool import Observation, ToolContext
from dpa_jupyter.tools.variable_name import variable_name

CARD_TOKENS = 3000
BYTES_IN_MEMORY = 4
"""What a byte of a file may take in memory; a file that could pass the limit is not read as a whole."""


@tool()
def read_table(context: ToolContext, path: str, name: str | None = None) -> Observation:
    """Read a data file (CSV, TSV, Parquet, JSON, NDJSON, Arrow, Feather) into a new frame, and describe it.

    Only files in the notebook's folder, and in folders that the user named, can be read.

    Args:
        context: The folders, and the frames to add to.
        path: The file, from one of the folders or as an absolute path.
        name: What to call the frame; made from the file's name if not given.
    """
    import polars as pl

    file = allowed_file(path, context.folders, READERS)
    context.progress(f"reading {file.name}", None)
    lazy_from = min(LAZY_BYTES, context.memory_limit // BYTES_IN_MEMORY)
    read = read_data_file(file, lazy_from=lazy_from, row_limit=context.row_limit)
    value: object = read.frame
    if isinstance(read.frame, pl.DataFrame):
        value = in_library_of(context.frames.values(), read.frame.to_arrow())
    cut = [f"holds only the first rows of {file.name}: the row limit cut it."] if read.is_cut else []
    frame = context.frames.add(value, variable_name(name or file.stem, otherwise="table"), caveats=cut)
    told = card(frame, CARD_TOKENS)
    told["notes"] = [*read.notes, *told["notes"]]
    head = frame.adapter.batches(frame.value, None, SHOWN_ROWS).read_all()
    title = f"{frame.name}, from {file.name}" + (", the first rows" if told["rows"] is None else "")
    shown = table_display(title, head, told["rows"])
    return Observation(cast("Json", told), value=frame.value, displays=(shown,), quality=read.notes)
