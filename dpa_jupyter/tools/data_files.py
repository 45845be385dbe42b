"""Data files of the common formats: text is read by Polars, binary files by Arrow.

Polars ends the whole process where a damaged binary file promises more than there is memory; Arrow raises an error.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from io import BytesIO, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dpa_jupyter.errors import ToolError
from dpa_jupyter.tools.arrow_files import arrow_table, check_arrow_file, check_parquet_file, parquet_table

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

LAZY_BYTES = 500_000_000
"""A file from this size on is not read but scanned, a part at a time, whenever it is used."""
NOT_A_NUMBER = ("NA", "N/A", "NaN", "nan", "null", "NULL", "None", "#N/A", "-", "?")
"""Words that tools write into columns of numbers where there is none."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What came out of a file, and what was changed on the way, in sentences."""

    frame: pl.DataFrame | pl.LazyFrame
    notes: tuple[str, ...] = ()
    numbers: Mapping[str, type[pl.DataType]] = field(default_factory=dict)
    """Columns of text that were made numbers."""
    is_cut: bool = False


def read_data_file(path: Path, *, lazy_from: int = LAZY_BYTES, row_limit: int | None = None) -> FileRead:
    """Read a file by the format that its name says; one of `lazy_from` bytes or more is only scanned.

    So is one of more rows than the limit, where a scan gives the very columns that were read; else it is cut.

    Raises:
        ToolError: the format is unknown, or the content is not of it; with what to do.
    """
    import polars as pl
    import pyarrow as pa

    suffix = path.suffix.casefold()
    if suffix not in READERS:
        raise ToolError(f"read_table can't read {path.name}: it reads {', '.join(READERS)}.")
    try:
        if path.stat().st_size >= lazy_from:
            return FileRead(_scan(path, suffix), ("The file is large: it stays a Polars LazyFrame, read as needed.",))
        with path.open("rb", buffering=0) as file:  # Polars reads on where the system's own position is
            read = READERS[suffix](file, path)
        return _limited(read, path, suffix, row_limit)
    except pl.exceptions.NoDataError:
        raise ToolError(f"{path.name} is empty.") from None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, pa.ArrowException, UnicodeError) as error:
        raise ToolError(f"{path.name} is not a sound {suffix[1:]} file: {_first_line(error)}.") from None
    except MemoryError:
        raise ToolError(f"{path.name} is damaged, or needs more memory than there is.") from None
    except OSError as error:
        if error.strerror is None:  # Arrow's own word for what is damaged
            raise ToolError(f"{path.name} is not a sound {suffix[1:]} file: {_first_line(error)}.") from None
        raise ToolError(f"{path.name} can't be read: {error.strerror}.") from None


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:200]


def _limited(read: FileRead, path: Path, suffix: str, limit: int | None) -> FileRead:
    import polars as pl

    frame = read.frame
    if limit is None or isinstance(frame, pl.LazyFrame) or frame.height <= limit:
        return read
    more = f"{path.name} has {frame.height:,} rows, more than the row limit of {limit:,}"
    with suppress(pl.exceptions.PolarsError, ToolError):
        plan = _scan(path, suffix).with_columns(_numbers(read.numbers))
        if plan.collect_schema() == frame.schema:
            lazy = f"{more}: it stays a Polars LazyFrame, read as needed."
            return replace(read, frame=plan, notes=(*read.notes, lazy))
    return replace(read, frame=frame.head(limit), notes=(*read.notes, f"{more}: only the first are here."), is_cut=True)


def _scan(path: Path, suffix: str) -> pl.LazyFrame:
    import polars as pl

    if re.search(r"[*?\[]", str(path)):
        raise ToolError(
            f"{path.name} is too large to be read whole, and *, ? or [ in its path keep it from being scanned."
        )
    if suffix in {".parquet", ".pq"}:
        check_parquet_file(path)
        return pl.scan_parquet(path, glob=False, hive_partitioning=False)
    if suffix in {".arrow", ".feather", ".ipc"}:
        check_arrow_file(path)
        return pl.scan_ipc(path)
    if suffix in {".ndjson", ".jsonl"}:
        return pl.scan_ndjson(path, infer_schema_length=10_000)
    if suffix == ".json":
        raise ToolError(f"{path.name} is too large for one JSON document; make it NDJSON or Parquet.")
    with path.open("rb", buffering=0) as file:
        separator = _separator(file)
    return pl.scan_csv(path, glob=False, separator=separator, infer_schema_length=10_000, try_parse_dates=True)


def _csv(file: FileIO, path: Path) -> FileRead:
    import polars as pl

    notes = []
    separator = _separator(file)
    try:
        frame = _parse_csv(file, separator)
    except pl.exceptions.ComputeError as error:
        if "utf-8" not in str(error).casefold():
            raise _uneven_row(path, separator) or error from None
        try:
            file.seek(0)
            frame = _parse_csv(BytesIO(file.read().decode("cp1252").encode()), separator)
        except (pl.exceptions.ComputeError, UnicodeError):
            raise ToolError(f"{path.name} is not text in UTF-8; save it as UTF-8 first.") from None
        notes.append(f"{path.name} is not UTF-8; it was read as Windows-1252, so look at its special characters.")
    numbers, changed = _columns_of_numbers(frame)
    return FileRead(frame.with_columns(_numbers(numbers)), (*notes, *changed), numbers)


def _parse_csv(file: FileIO | BytesIO, separator: str) -> pl.DataFrame:
    """Parse with types inferred from the first 10,000 rows, or from all of them where those mislead."""
    import polars as pl

    def parse(rows: int | None) -> pl.DataFrame:
        file.seek(0)
        return pl.read_csv(file, separator=separator, infer_schema_length=rows, try_parse_dates=True)

    try:
        return parse(10_000)
    except pl.exceptions.ComputeError as error:
        if "could not parse" not in str(error):
            raise
        return parse(None)


def _separator(file: FileIO) -> str:
    """Return the separator that stands most often in the first line, outside of quotes."""
    file.seek(0)
    line = re.sub(rb'"[^"]*"', b"", file.read(1 << 16).partition(b"\n")[0])
    file.seek(0)
    return max((",", ";", "\t", "|"), key=lambda separator: line.count(separator.encode()))


def _uneven_row(path: Path, separator: str) -> ToolError | None:
    """Find the first row that has more values than the header has names."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = csv.reader(file, delimiter=separator)
        try:
            names = len(next(rows, []))
            for row in rows:
                if len(row) > names:
                    found = f"line {rows.line_num} has {len(row)} values where the header has {names} names"
                    return ToolError(f"{path.name} is uneven: {found}. Mend the file, or its quotes.")
        except csv.Error:
            return None
    return None


def _columns_of_numbers(frame: pl.DataFrame) -> tuple[dict[str, type[pl.DataType]], list[str]]:
    """Find the columns that are numbers but for words such as NA."""
    import polars as pl

    found: dict[str, type[pl.DataType]] = {}
    notes = []
    for name in [column for column, kind in frame.schema.items() if kind == pl.String]:
        texts = frame[name]
        marks = texts.is_in(NOT_A_NUMBER)
        marked = int(marks.sum())
        if not marked or marked == len(texts) - texts.null_count():
            continue
        cleaned = texts.to_frame().select(pl.when(~marks).then(pl.col(name))).to_series()
        for kind in (pl.Int64, pl.Float64):
            numbers = cleaned.cast(kind, strict=False)
            if numbers.null_count() == cleaned.null_count():
                found[name] = kind
                notes.append(f"{name} says NA or the like in {marked:,} rows, which were read as missing numbers.")
                break
    return found, notes


def _numbers(columns: Mapping[str, type[pl.DataType]]) -> list[pl.Expr]:
    """Turn these columns into numbers, and the words in them into missing ones."""
    import polars as pl

    return [
        pl.when(~pl.col(name).is_in(NOT_A_NUMBER)).then(pl.col(name)).cast(kind, strict=False).alias(name)
        for name, kind in columns.items()
    ]


def _ndjson(file: FileIO, path: Path) -> FileRead:
    import polars as pl

    return FileRead(pl.read_ndjson(file, infer_schema_length=None))


def _json(file: FileIO, path: Path) -> FileRead:
    """Read a list of objects; one object a line is often called .json as well."""
    import polars as pl

    try:
        return FileRead(pl.read_json(file, infer_schema_length=None))
    except pl.exceptions.ComputeError:
        file.seek(0)
        return _ndjson(file, path)


def _sound(read: Callable[[FileIO], pa.Table]) -> Callable[[FileIO, Path], FileRead]:
    def frame_of(file: FileIO, path: Path) -> FileRead:
        import polars as pl

        return FileRead(cast("pl.DataFrame", pl.from_arrow(read(file))))

    return frame_of


READERS: Mapping[str, Callable[[FileIO, Path], FileRead]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".tab": _csv,
    ".txt": _csv,
    ".parquet": _sound(parquet_table),
    ".pq": _sound(parquet_table),
    ".json": _json,
    ".ndjson": _ndjson,
    ".jsonl": _ndjson,
    ".arrow": _sound(arrow_table),
    ".feather": _sound(arrow_table),
    ".ipc": _sound(arrow_table),
}
