"""What a second look costs after the data grew by 5 %, beside a look at all of it.

    bash benchmarks/run grown_data

Each look has a process of its own, in which the libraries are imported and used once before the clock starts, and data
in memory is loaded. A whole look keeps nothing. The second finds what the first one kept: in a new kernel what lies
beside the notebook, so that sensitive columns are measured anew, in the same one everything.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.quality import LONG_COLUMNS, TRIED, Result, mixed_table, timed

if TYPE_CHECKING:
    from dpa_jupyter.quality.states.store import Keeping
    from dpa_jupyter.safety.sensitive_classes import LatestClasses

GROWTH = 1.05
PARTS, GROUP = 10, 250_000
SIZES = {
    "pandas": (250_000, 500_000, 1_000_000, 5_000_000),
    "Polars": (1_000_000, 5_000_000),
    "Parquet file": (1_000_000, 10_000_000),
    "Parquet folder": (1_000_000, 10_000_000),
    "DuckDB relation": (1_000_000,),
}
LOOKS = ("whole", "new kernel", "same kernel")


def main() -> None:
    heads = "".join(f"{f'{look}, s':>16}{'processor':>11}" for look in LOOKS)
    print(f"{'12 columns':18}{'rows':>12}{heads}    ratio to whole, of processor time in brackets")
    for kind, sizes in SIZES.items():
        for rows in sizes:
            with tempfile.TemporaryDirectory() as folder:
                row(kind, rows, Path(folder))


def row(kind: str, rows: int, folder: Path) -> None:
    before = int(rows / GROWTH)
    ends = [before * part // PARTS for part in range(PARTS + 1)]
    write(folder / "begun", ends, in_one=kind == "Parquet file")
    write(folder / "grown", [*ends, rows], in_one=kind == "Parquet file")
    measured(kind, "first", folder)
    found = [measured(kind, look, folder) for look in LOOKS]
    told = "".join(f"{each[0]:16.2f}{each[1]:11.2f}" for each in found)
    ratios = ", ".join(f"{each[0] / found[0][0]:.2f} ({each[1] / found[0][1]:.2f})" for each in found[1:])
    same = "" if len({each[3] for each in found}) == 1 else "  NOT THE SAME REPORT"
    print(f"{kind:18}{rows:>12,}{told}    {ratios}{same}", flush=True)


def write(folder: Path, ends: Sequence[int], *, in_one: bool) -> None:
    """Write a Parquet file for each part, or all parts into one."""
    import pyarrow.parquet as pq

    folder.mkdir()
    writer = None
    for place, (start, stop) in enumerate(pairwise(ends)):
        part = mixed_table(stop - start, start).select(list(LONG_COLUMNS))
        if writer is None or not in_one:
            writer = pq.ParquetWriter(folder / f"{place:02}.parquet", part.schema)
        writer.write_table(part, row_group_size=GROUP)
        if not in_one or stop == ends[-1]:
            writer.close()


def measured(kind: str, look: str, folder: Path) -> Result:
    command = [sys.executable, "-m", "benchmarks.grown_data", kind, look, str(folder)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    seconds, processor, megabytes, said = json.loads(ran.stdout.splitlines()[-1])
    return seconds, processor, megabytes, said


def look_at(kind: str, look: str, folder: Path) -> Result:
    """Take the time of one look."""
    import pyarrow as pa

    from dpa_jupyter.quality.states.store import Keeping, MemoryStates
    from dpa_jupyter.safety.kept_states import FileStates
    from dpa_jupyter.safety.sensitive_classes import LatestClasses

    sensitive = LatestClasses({})
    store = MemoryStates(FileStates(folder / ".dpa" / "notebook" / "states"))
    keeping = Keeping(MemoryStates() if look == "same kernel" else store, sensitive)
    report(pa.table(TRIED), Keeping(store, sensitive, least_cells=0), sensitive)
    if look == "same kernel":
        report(frame(kind, folder / "begun"), keeping, sensitive)
    value = frame(kind, folder / ("begun" if look == "first" else "grown"))
    return timed(lambda: report(value, None if look == "whole" else keeping, sensitive))


def report(value: object, keeping: Keeping | None, sensitive: LatestClasses) -> str:
    """Return what was found, to be held against another look's."""
    from dpa_jupyter.frames.recognition import recognise
    from dpa_jupyter.quality.catalogue import catalogue
    from dpa_jupyter.quality.engines.of_frame import engine_of
    from dpa_jupyter.quality.report import Terms, run

    known = recognise("df", value)
    assert known is not None
    *_, last = run(engine_of(known, keeping), catalogue(), Terms(classifier=sensitive))
    assert last.score is not None
    return repr((last.score.value, [(each.check, each.columns, each.failed) for each in last.findings]))


def frame(kind: str, folder: Path) -> object:
    import duckdb
    import polars as pl
    import pyarrow.parquet as pq

    makers: dict[str, Callable[[], object]] = {
        "pandas": lambda: pq.read_table(folder).to_pandas(),
        "Polars": lambda: pl.read_parquet(folder),
        "Parquet file": lambda: pl.scan_parquet(folder / "00.parquet"),
        "Parquet folder": lambda: pl.scan_parquet(folder),
        "DuckDB relation": lambda: duckdb.read_parquet(str(folder / "*.parquet")),
    }
    return makers[kind]()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(look_at(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
    else:
        main()
