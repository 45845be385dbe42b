"""What a full quality report costs, beside what others offer for the same data.

    bash benchmarks/run quality

Each measurement has a process of its own in which, before the clock starts, the libraries are imported and used once
on ten rows, and the data loaded where they are to be in memory; memory is what the peak rises above that.
Processor time is told too, as it does not depend on what else runs. Ours is the whole default report: all measures,
all checks of the catalogue, their failing rows counted, the score. ydata-profiling pins pandas below 3, so
it has an environment of its own; where a peer is not installed, its line says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from benchmarks.schema_cards import peak_megabytes

Result: TypeAlias = tuple[float, float, float, str]
"""Seconds, seconds of processor time, megabytes at the peak above those at the start, and what came of it."""
Case: TypeAlias = Callable[[Path], Result]
ROWS, LONG_ROWS, CHUNK_ROWS = 1_000_000, 10_000_000, 1_000_000
WIDE_ROWS = 10_000
LONG_COLUMNS = (
    *("id", "name", "email", "city", "status", "amount"),
    *("price", "quantity", "latitude", "rating", "flag", "created"),
)
FIRST_NAMES = ("anna", "bob", "carla", "dan", "eva", "finn", "gina", "hugo", "ida", "jan", "kim", "lena", "max", "nora")
TRIED = {"x": ["a", "b"] * 5}
"""What every tool is used on once before its time is taken."""
PANDAS_2 = Path(".venv-benchmarks-pandas-2/bin/python")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        mixed = Path(folder) / "mixed.parquet"
        write(mixed, ROWS, None)
        table(f"{ROWS:,} rows x 20 mixed columns, in memory", IN_MEMORY, mixed)
        by_rows = [Path(folder) / f"{rows}.parquet" for rows in (10_000, 100_000, 1_000_000, LONG_ROWS)]
        for path in by_rows:
            write(path, int(path.stem), LONG_COLUMNS)
        table(f"{LONG_ROWS:,} rows x 12 columns, from Parquet", FROM_PARQUET, by_rows[-1])
        growth("rows, of 12 columns from Parquet", "parquet", by_rows)
        growth(f"columns, of {WIDE_ROWS:,} rows in memory", "wide", [Path(str(n)) for n in (10, 100, 1_000, 5_000)])


def table(title: str, cases: Sequence[str], path: Path) -> None:
    print(f"\n{title}\n{'':38}{'seconds':>9}{'ratio':>7}{'processor s':>13}{'ratio':>7}{'memory MB':>11}")
    first = None
    for name in cases:
        found = measured(name, path)
        if found is None:
            print(f"{name:38}  not installed")
            continue
        first = first or found
        seconds, processor, megabytes, said = found
        ratios = seconds / first[0], processor / first[1]
        print(
            f"{name:38}{seconds:9.2f}{ratios[0]:7.2f}{processor:13.2f}{ratios[1]:7.2f}{megabytes:11,.0f}  {said}",
            flush=True,
        )


def growth(title: str, kind: str, paths: Sequence[Path]) -> None:
    print(f"\nGrowth with {title}\n{'':12}{'report s':>10}{'MB':>8}{'SUMMARIZE s':>13}{'ratio':>7}{'of processor':>17}")
    for path in paths:
        ours, theirs = measured(f"dpa_jupyter ({kind})", path), measured(f"DuckDB SUMMARIZE ({kind})", path)
        assert ours is not None
        assert theirs is not None
        size = f"{int(path.stem):,}"
        ratios = ours[0] / theirs[0], ours[1] / theirs[1]
        print(f"{size:>12}{ours[0]:10.2f}{ours[2]:8,.0f}{theirs[0]:13.2f}{ratios[0]:7.2f}{ratios[1]:17.2f}", flush=True)


def measured(name: str, path: Path) -> Result | None:
    """Measure in a new process; None where the peer is not there."""
    python = PANDAS_2 if name.startswith("ydata") else Path(sys.executable)
    if not python.exists():
        return None
    command = [str(python), "-m", "benchmarks.quality", name, str(path)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    if "ModuleNotFoundError" in ran.stderr:
        return None
    assert ran.returncode == 0, ran.stderr
    seconds, processor, megabytes, said = json.loads(ran.stdout.splitlines()[-1])
    return seconds, processor, megabytes, said


def timed(work: Callable[[], str]) -> Result:
    before = peak_megabytes(reset=True)
    begun, begun_processor = time.perf_counter(), time.process_time()
    said = work()
    seconds, processor = time.perf_counter() - begun, time.process_time() - begun_processor
    return seconds, processor, peak_megabytes() - before, said


def write(path: Path, rows: int, columns: Sequence[str] | None) -> None:
    import pyarrow.parquet as pq

    writer = None
    for start in range(0, rows, CHUNK_ROWS):
        part = mixed_table(min(CHUNK_ROWS, rows - start), start)
        part = part if columns is None else part.select(list(columns))
        writer = writer or pq.ParquetWriter(path, part.schema)
        writer.write_table(part, row_group_size=250_000)
    assert writer is not None
    writer.close()


def mixed_table(rows: int, start: int):  # type: ignore[no-untyped-def]  # noqa: ANN201 - pyarrow has no types
    """Make 20 columns as tables of customers or orders have them, with a few faults."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    draw = np.random.default_rng(start)

    def some(values: Sequence[str], shares: Sequence[float] | None = None) -> pa.Array:
        return pa.array(values).take(pa.array(draw.choice(len(values), rows, p=shares)))

    def joined(by: str, *parts: pa.Array) -> pa.Array:
        return pc.binary_join_element_wise(*(part.cast(pa.string()) for part in parts), by)

    def gaps(values: np.ndarray, share: float) -> pa.Array:
        return pa.array(values, mask=draw.random(rows) < share)

    place = pa.array(np.arange(start, start + rows))
    first = some(FIRST_NAMES)
    number = pa.array(draw.integers(0, max(4, rows // 4), rows))
    day = np.datetime64("2021-01-01") + draw.integers(0, 1_000, rows).astype("timedelta64[D]")
    moment = np.datetime64("2020-01-01", "us") + draw.integers(0, 10**14, rows).astype("timedelta64[us]")
    return pa.table(
        {
            "id": place,
            "token": joined("-", pa.array(draw.integers(0, 2**62, rows)), place),
            "name": joined(" ", first, number),
            "email": joined("@", joined(".", first, number), some(["example.org", "example.net"])),
            "city": some([f"city {place}" for place in range(500)]),
            "country": some(["DE", "FR", "US", "IT", "ES", "us"]),
            "status": some(["open", "closed", "pending", "N/A"], [0.5, 0.3, 0.19, 0.01]),
            "segment": some(["a", "b", "c"]).dictionary_encode(),
            "amount": gaps(draw.lognormal(3, 1, rows), 0.03),
            "price": draw.normal(100, 20, rows).round(2),
            "quantity": draw.integers(0, 100, rows),
            "score": gaps(draw.random(rows), 0.05),
            "rating": draw.integers(1, 6, rows, dtype="int8"),
            "latitude": draw.uniform(-90, 90, rows),
            "longitude": draw.uniform(-180, 180, rows),
            "flag": draw.random(rows) < 0.3,
            "created": moment,
            "day": day,
            "zip": pc.utf8_lpad(pa.array(draw.integers(0, 99_999, rows)).cast(pa.string()), 5, "0"),
            "comment": joined(" ", some(["order"]), number, some(["was late", "came broken"]), first, some(["called"])),
        }
    )


def wide_table(columns: int):  # type: ignore[no-untyped-def]  # noqa: ANN201 - pyarrow has no types
    import numpy as np
    import pyarrow as pa

    draw = np.random.default_rng(0)
    words = pa.array([f"word {place}" for place in range(50)])
    kinds = (
        lambda: pa.array(draw.normal(size=WIDE_ROWS)),
        lambda: pa.array(draw.integers(0, 1_000, WIDE_ROWS)),
        lambda: words.take(pa.array(draw.integers(0, 50, WIDE_ROWS))),
        lambda: pa.array(draw.random(WIDE_ROWS) < 0.5),
    )
    return pa.table({f"column_{place}": kinds[place % len(kinds)]() for place in range(columns)})


def pandas_frame(path: Path) -> object:
    import pyarrow.parquet as pq

    return pq.read_table(path).to_pandas()


def polars_frame(path: Path) -> object:
    import polars as pl

    return pl.read_parquet(path)


def lazy_frame(path: Path) -> object:
    import polars as pl

    return pl.scan_parquet(path)


def dask_frame(path: Path) -> object:
    import dask.dataframe as dd
    import pandas as pd

    from dpa_jupyter.quality.assessment import assess

    assess(dd.from_pandas(pd.DataFrame(TRIED), npartitions=2))
    return dd.read_parquet(path, split_row_groups=True)


def wide_frame(path: Path) -> object:
    return wide_table(int(path.stem))


def report_of(value: object) -> Result:
    """Measure our report, used once before as the peers are."""
    import pyarrow as pa

    from dpa_jupyter.frames.recognition import recognise
    from dpa_jupyter.quality.catalogue import catalogue
    from dpa_jupyter.quality.engines.of_frame import engine_of
    from dpa_jupyter.quality.report import run

    checks = catalogue()
    tried, frame = recognise("tried", pa.table(TRIED)), recognise("df", value)
    assert tried is not None
    assert frame is not None
    assert list(run(engine_of(tried), checks))

    def work() -> str:
        begun = time.perf_counter()
        reports = run(engine_of(frame), checks)
        first = next(reports)
        shown = time.perf_counter() - begun
        *_, last = [first, *reports]
        assert last.score is not None
        faults = sum(finding.severity != "note" for finding in last.findings)
        return f"first columns after {shown:.2f} s; {faults} faults, {last.score.value:.1f} points"

    return timed(work)


def summarize(source: str, value: object | None = None) -> Result:
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SUMMARIZE SELECT 'a' AS x FROM range(10)").fetchall()
    if value is not None:
        connection.register("frame", value)
    return timed(lambda: f"{len(connection.execute(f'SUMMARIZE {source}').fetchall()):,} columns")


def polars_describe(value: object) -> Result:
    import polars as pl

    assert isinstance(value, pl.DataFrame | pl.LazyFrame)
    pl.DataFrame(TRIED).describe()
    return timed(lambda: f"{value.describe().width - 1:,} columns")


def pointblank_scan(path: Path, *, is_held: bool) -> Result:
    """Scan a frame; pointblank reads no Parquet itself, so that what reads it for it is timed too."""
    import pointblank  # type: ignore[import-not-found,unused-ignore]  # only in the benchmarks' environment
    import polars as pl

    pointblank.DataScan(pl.DataFrame(TRIED)).to_json()
    held = polars_frame(path) if is_held else None
    return timed(
        lambda: f"{len(pointblank.DataScan(polars_frame(path) if held is None else held).to_json()):,} characters"
    )


def skrub_report(value: object) -> Result:
    import pandas as pd
    import skrub  # type: ignore[import-not-found,unused-ignore]  # as above

    skrub.TableReport(pd.DataFrame(TRIED), verbose=0).html()
    return timed(lambda: f"{len(skrub.TableReport(value, verbose=0).html()):,} characters")


def ydata_minimal(value: object) -> Result:
    import pandas as pd
    from ydata_profiling import ProfileReport  # type: ignore[import-not-found,unused-ignore]  # as above

    ProfileReport(pd.DataFrame(TRIED), minimal=True, progress_bar=False).to_json()
    return timed(lambda: f"{len(ProfileReport(value, minimal=True, progress_bar=False).to_json()):,} characters")


CASES: dict[str, Case] = {
    "DuckDB SUMMARIZE (pandas)": lambda path: summarize("frame", pandas_frame(path)),
    "dpa_jupyter (pandas)": lambda path: report_of(pandas_frame(path)),
    "dpa_jupyter (Polars)": lambda path: report_of(polars_frame(path)),
    "Polars describe (Polars)": lambda path: polars_describe(polars_frame(path)),
    "pointblank DataScan (Polars)": lambda path: pointblank_scan(path, is_held=True),
    "skrub TableReport (pandas)": lambda path: skrub_report(pandas_frame(path)),
    "ydata-profiling minimal (pandas 2)": lambda path: ydata_minimal(pandas_frame(path)),
    "DuckDB SUMMARIZE (parquet)": lambda path: summarize(f"SELECT * FROM '{path}'"),
    "dpa_jupyter (parquet)": lambda path: report_of(lazy_frame(path)),
    "Polars describe (parquet)": lambda path: polars_describe(lazy_frame(path)),
    "pointblank DataScan (parquet)": lambda path: pointblank_scan(path, is_held=False),
    "dpa_jupyter (Dask)": lambda path: report_of(dask_frame(path)),
    "dpa_jupyter (wide)": lambda path: report_of(wide_frame(path)),
    "DuckDB SUMMARIZE (wide)": lambda path: summarize("frame", wide_frame(path)),
}
IN_MEMORY = list(CASES)[:7]
FROM_PARQUET = list(CASES)[7:12]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(CASES[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main()
