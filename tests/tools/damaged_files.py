"""Reads files that were damaged at random: run as a program, since the fault that is feared ends the process."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import polars as pl

from dpa_jupyter.errors import ToolError
from dpa_jupyter.tools.data_files import read_data_file

ROWS = 300
FLAT = pl.DataFrame(
    {
        "n": range(ROWS),
        "x": [number / 7 if number % 5 else None for number in range(ROWS)],
        "s": [f"text {number % 13}" * (number % 4) for number in range(ROWS)],
        "b": [number % 2 == 0 for number in range(ROWS)],
    }
)
NESTED = FLAT.with_columns(
    pl.concat_list("n", "n").alias("list"),
    pl.struct("n", "s").alias("struct"),
    pl.col("s").cast(pl.Categorical).alias("c"),
)
WRITERS: Mapping[str, Callable[[Path], object]] = {
    "d.csv": lambda path: FLAT.head(30).write_csv(path),
    "d.json": FLAT.write_json,
    "d.ndjson": FLAT.write_ndjson,
    "d.parquet": NESTED.write_parquet,
    "plain.parquet": lambda path: FLAT.write_parquet(path, compression="uncompressed", use_pyarrow=True),
    "d.arrow": NESTED.write_ipc,
    "d.feather": lambda path: NESTED.write_ipc(path, compression="lz4"),
    "stream.arrow": NESTED.write_ipc_stream,
}
ENDS = 1500
"""Bytes at both ends of a file, where formats keep what they say of themselves."""
ODD = (0, 1, 127, 128, 255)


def damaged(good: bytes, chance: random.Random) -> bytes:
    """Change a few bytes anywhere or at an end, or cut the file."""
    if chance.random() < 0.25:
        return good[: chance.randrange(len(good))]
    bad = bytearray(good)
    first, last = chance.choice([(0, len(good)), (0, ENDS), (len(good) - ENDS, len(good))])
    for _ in range(chance.randrange(1, 4)):
        bad[chance.randrange(max(first, 0), min(last, len(good)))] = chance.choice([*ODD, chance.randrange(256)])
    return bytes(bad)


def read_all(name: str, count: int, lazy_from: int) -> None:
    """Damage a file in many ways and read each: it is read, or refused in one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        WRITERS[name](path)
        good = path.read_bytes()
        for seed in range(count):
            path.write_bytes(damaged(good, random.Random(seed)))
            with suppress(ToolError):
                frame = read_data_file(path, lazy_from=lazy_from).frame
                with suppress(pl.exceptions.PolarsError, pl.exceptions.PanicException):
                    frame.lazy().collect().to_arrow()


if __name__ == "__main__":
    read_all(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
