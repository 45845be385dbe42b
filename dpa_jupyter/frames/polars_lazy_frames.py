"""Polars LazyFrames as frames: plans that are streamed, and never collected whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import xxhash

from dpa_jupyter.frames.content_hash import content_hash
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.polars_arrow import BATCH_ROWS, arrow_reader, notes_on, polars_columns, readable

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

SLICES = 20
"""A sample of a scan is cut from so many places: each costs the reading of a few pages."""


class PolarsLazyFrames:
    """Reads Polars LazyFrames.

    Rows are counted and sampled without running the plan only where it is nothing but a scan of local Parquet or IPC
    files, which know their length and can be entered anywhere, or of a frame in memory.
    """

    type_name = "Polars LazyFrame"
    whole_cells = 10_000_000

    def recognises(self, value_type: type) -> bool:
        """Tell from the type alone whether this is a Polars LazyFrame."""
        return is_kind_of(value_type, "polars", "LazyFrame")

    def columns(self, value: object) -> tuple[Column, ...]:
        """List the columns that the plan will give; for files this reads their head."""
        return polars_columns(cast("pl.LazyFrame", value).collect_schema())

    def row_count(self, value: object) -> int | None:
        """Count the rows where that is a look into the files' metadata."""
        import polars as pl

        frame = cast("pl.LazyFrame", value)
        return int(frame.select(pl.len()).collect(engine="streaming").item()) if _is_scan(frame) else None

    def batches(self, value: object, columns: Sequence[str] | None, limit: int | None) -> pa.RecordBatchReader:
        """Run the plan for these columns and rows, and stream what it gives.

        Before Polars 1.34 there is no streaming into Python: there, what was asked for is collected first.
        """
        plan = self.readable_plan(value, columns)
        notes = notes_on(cast("pl.LazyFrame", value).collect_schema())
        return arrow_reader(_stream(plan if limit is None else plan.head(limit)), plan.collect_schema(), notes)

    def readable_plan(self, value: object, columns: Sequence[str] | None = None) -> pl.LazyFrame:
        """Return the plan for these columns (all if None) under their unique names, in types that Arrow has."""
        frame = cast("pl.LazyFrame", value)
        return readable(frame, frame.collect_schema(), columns, typed=False)

    def fingerprint(self, value: object) -> str:
        """Hash the plan, with size and time of change of the first local file of each scan; nothing is run.

        A frame in memory that was only made lazy is hashed by its content.
        """
        frame = cast("pl.LazyFrame", value)
        plan = _plan(frame)
        if plan.startswith("DF ["):
            schema = frame.collect_schema()
            content = readable(frame, schema, None, typed=True).collect()  # what is in memory already
            return content_hash(arrow_reader([content], content.schema, {}), about=(str(schema), plan))
        digest = xxhash.xxh3_128(_serialized(frame, plan))
        for path in _scanned_files(plan):
            status = path.stat()
            digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}".encode())
        return digest.hexdigest()

    def sample(self, value: object, rows: int) -> object:
        """Cut rows from places that are spread evenly over a scan, or take the first rows of any other plan."""
        import polars as pl

        frame = cast("pl.LazyFrame", value)
        total = self.row_count(frame)
        if total is None:
            return frame.head(rows)
        length = max(1, rows // SLICES)
        starts = (index * (total - length) // (SLICES - 1) for index in range(SLICES))
        return pl.concat([frame.slice(start, length) for start in starts])


def _stream(frame: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    return iter(frame.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True))


def _plan(frame: pl.LazyFrame) -> str:
    return frame.explain(optimized=False)


def _serialized(frame: pl.LazyFrame, plan: str) -> bytes:
    import polars as pl

    try:
        return frame.serialize()
    except (pl.exceptions.PolarsError, TypeError, ValueError):  # holds a function that can't be written down
        return plan.encode()


def _is_scan(frame: pl.LazyFrame) -> bool:
    first_line = _plan(frame).partition("\n")[0]
    return bool(re.match(r"(?i:(parquet|ipc) SCAN \[|DF \[)", first_line)) and "://" not in first_line


def _scanned_files(plan: str) -> Iterator[Path]:
    """List the local files that a plan shows: Polars prints the first of each scan."""
    for source in re.findall(r"SCAN \[([^\]\n]+?)(?:, \.\.\. \d+ other sources)?\]", plan):
        path = Path(source)
        if path.is_file():
            yield path
