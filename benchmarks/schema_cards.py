"""How long a schema card takes, and how much memory, beside what libraries offer for the same frame.

Run with `uv run python benchmarks/schema_cards.py`. Each measurement has a process of its own, so that peak memory is
its own. The large file (about 1 GB) is made in a temporary folder and removed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Result: TypeAlias = tuple[float, float, str]
"""Seconds, megabytes at the peak above those at the start, and what came of it."""
WIDE_COLUMNS = 10_000
WIDE_ROWS = 1_000
LONG_ROWS = 50_000_000
CHUNK_ROWS = 1_000_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.parquet"
        write_long(path)
        table(f"pandas frame, {WIDE_COLUMNS:,} columns x {WIDE_ROWS:,} rows", WIDE, path)
        table(f"lazy Parquet scan, {LONG_ROWS:,} rows x 6 columns, {path.stat().st_size / 1e6:,.0f} MB", LONG, path)


def write_long(path: Path) -> None:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    generator = np.random.default_rng(0)
    names = pa.array(["AA", "B6", "DL", "UA", "WN"])
    writer = None
    for start in range(0, LONG_ROWS, CHUNK_ROWS):
        place = np.arange(start, start + CHUNK_ROWS)
        part = pa.table(
            {
                "id": place,
                "amount": generator.normal(100, 15, CHUNK_ROWS),
                "delay": generator.integers(-20, 200, CHUNK_ROWS, "int32"),
                "late": generator.random(CHUNK_ROWS) < 0.2,
                "at": np.datetime64("2024-01-01", "us") + place.astype("timedelta64[s]"),
                "carrier": names.take(pa.array(generator.integers(0, 5, CHUNK_ROWS))),
            }
        )
        writer = writer or pq.ParquetWriter(path, part.schema)
        writer.write_table(part, row_group_size=250_000)
    assert writer is not None
    writer.close()


def table(title: str, cases: dict[str, Callable[[Path], Result]], path: Path) -> None:
    print(f"\n{title}\n{'':34}{'seconds':>10}{'ratio':>8}{'memory MB':>12}")
    first = None
    for name in cases:
        command = [sys.executable, __file__, name, str(path)]
        answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        first = first or answer["seconds"]
        ratio = answer["seconds"] / first
        print(f"{name:34}{answer['seconds']:10.2f}{ratio:8.1f}{answer['megabytes']:12,.0f}  {answer['said']}")


def measure(name: str, path: Path) -> None:
    seconds, megabytes, said = {**WIDE, **LONG}[name](path)
    print(json.dumps({"seconds": seconds, "megabytes": megabytes, "said": said}))


def timed(work: Callable[[], str]) -> Result:
    before = peak_megabytes(reset=True)
    start = time.perf_counter()
    said = work()
    return time.perf_counter() - start, peak_megabytes() - before, said


def peak_megabytes(*, reset: bool = False) -> float:
    """Read the peak of resident memory from Linux; `getrusage` would give that of the parent process too."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return float(status.split("VmHWM:")[1].split()[0]) / 1024


def wide_frame() -> object:
    import numpy as np
    import pandas as pd

    generator = np.random.default_rng(0)
    numbers = generator.normal(size=(WIDE_ROWS, WIDE_COLUMNS))
    frame = pd.DataFrame(numbers, columns=[f"reading_{place}" for place in range(WIDE_COLUMNS)])
    return frame.assign(**{f"reading_{place}": "on" for place in range(0, WIDE_COLUMNS, 100)})


def card_of(value: object) -> Result:
    import duckdb
    import pyarrow.compute

    from dpa_jupyter.frames.card import card
    from dpa_jupyter.frames.card_budget import estimated_tokens
    from dpa_jupyter.frames.recognition import recognise

    assert duckdb.__version__
    assert pyarrow.compute
    frame = recognise("df", value)
    assert frame is not None

    def work() -> str:
        described = card(frame)
        rows, used = described["rows"], described["rows_used"]
        return f"{estimated_tokens(described):,} tokens, {described['precision']}, {used:,} of {rows:,} rows"

    return timed(work)


def card_of_wide(_: Path) -> Result:
    return card_of(wide_frame())


def card_of_long(path: Path) -> Result:
    import polars as pl

    return card_of(pl.scan_parquet(path))


def pandas_describe(_: Path) -> Result:
    frame = wide_frame()
    return timed(lambda: f"{len(frame.describe(include='all').to_json()) // 3:,} tokens")  # type: ignore[attr-defined]  # a DataFrame


def duckdb_summarize_wide(_: Path) -> Result:
    import duckdb

    connection = duckdb.connect()
    connection.register("wide", wide_frame())
    return timed(lambda: f"{len(connection.execute('SUMMARIZE wide').df().to_json()) // 3:,} tokens")


def polars_describe(path: Path) -> Result:
    import polars as pl

    return timed(lambda: f"{len(pl.scan_parquet(path).describe().write_json()) // 3:,} tokens")


def duckdb_summarize_long(path: Path) -> Result:
    import duckdb

    query = f"SUMMARIZE SELECT * FROM '{path}'"
    return timed(lambda: f"{len(duckdb.execute(query).df().to_json()) // 3:,} tokens")


WIDE: dict[str, Callable[[Path], Result]] = {
    "dpa_jupyter card (wide)": card_of_wide,
    "pandas describe(include='all')": pandas_describe,
    "DuckDB SUMMARIZE (wide)": duckdb_summarize_wide,
}
LONG: dict[str, Callable[[Path], Result]] = {
    "dpa_jupyter card (long)": card_of_long,
    "polars describe()": polars_describe,
    "DuckDB SUMMARIZE (long)": duckdb_summarize_long,
}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
