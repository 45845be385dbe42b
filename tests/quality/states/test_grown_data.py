"""A second look at data that grew finds what was kept of the first, and says what a whole look says."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.frames.content_hash import prefix_hashes
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.engines.of_frame import engine_of
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.report_json import plain
from dpa_jupyter.quality.states.store import Keeping, MemoryStates
from dpa_jupyter.safety.kept_states import FileStates
from dpa_jupyter.safety.sensitive_classes import LatestClasses

FLIGHTS = Path(__file__).parents[3] / "notebooks" / "data" / "flights.parquet"
COLUMNS = ["month", "dep_delay", "carrier", "tailnum", "distance", "time_hour"]
ROWS = 210_000
"""Of fewer all are looked at anyway."""


def keeping(folder: Path) -> Keeping:
    """Stand for a new kernel, which has nothing but what lies beside the notebook."""
    return Keeping(MemoryStates(FileStates(folder / ".dpa" / "n" / "states")), LatestClasses({}), least_cells=0)


def evidence_of(value: object, kept: Keeping | None) -> FrameEvidence:
    frame = recognise("df", value)
    assert frame is not None
    *_, last = engine_of(frame, kept).evidence(lambda _what, _share: None)
    return last


def told(value: object, kept: Keeping | None) -> tuple[str, object]:
    """Return the note of a report, and all that it says but for seconds, moments as far as adding up is exact."""
    frame = recognise("df", value)
    assert frame is not None
    *_, last = FrameStudy(catalogue(), engine=lambda each: engine_of(each, kept)).report(frame)
    columns = [
        (each.column.name, each.missing, each.distinct, each.minimum, each.maximum, each.quantiles, each.lengths)
        for each in last.evidence.columns
    ]
    moments = [
        None if moment is None else float(f"{moment.value:.9g}")
        for each in last.evidence.columns
        for moment in (each.mean, each.standard_deviation, each.skewness)
    ]
    assert last.score is not None
    findings = [plain(each) for each in last.findings]
    return last.note, (columns, moments, last.evidence.duplicate_rows, last.score["deductions"], findings)


def folder_of(table: pa.Table, ends: Sequence[int], folder: Path) -> Path:
    for place, (start, stop) in enumerate(zip([0, *ends], ends, strict=False)):
        if not (folder / f"{place:02}.parquet").exists():
            folder.mkdir(exist_ok=True)
            pq.write_table(table.slice(start, stop - start), folder / f"{place:02}.parquet", row_group_size=50_000)
    return folder


GROWING: dict[str, Callable[[pa.Table, Sequence[int], Path], object]] = {
    "pandas": lambda table, ends, _: table.slice(0, ends[-1]).to_pandas(),
    "folder of Parquet": lambda table, ends, folder: pl.scan_parquet(folder_of(table, ends, folder / "data")),
}


@pytest.mark.parametrize("library", GROWING)
def test_flights_that_grew_have_the_report_of_a_whole_look(library: str, tmp_path: Path) -> None:
    flights = pq.read_table(FLIGHTS, columns=COLUMNS)
    ends = [150_000, 310_000]

    note, _ = told(GROWING[library](flights, ends, tmp_path), keeping(tmp_path))
    assert "known already" not in note
    grown = GROWING[library](flights, [*ends, len(flights)], tmp_path)
    note, found = told(grown, keeping(tmp_path))

    assert "336,776 rows (310,000 were known already, 26,776 were measured now) in" in note
    assert found == told(grown, None)[1]


def numbers(seed: int = 0, rows: int = ROWS) -> pa.Table:
    draw = np.random.default_rng(seed)
    return pa.table({"id": np.arange(rows), "x": draw.normal(size=rows), "k": draw.integers(0, 5, rows)})


MAKERS: dict[str, Callable[[pa.Table], object]] = {
    "pandas": lambda table: table.to_pandas(),
    "Polars": pl.from_arrow,
}


@pytest.mark.parametrize("library", MAKERS)
def test_a_frame_whose_earlier_rows_changed_is_measured_whole(library: str, tmp_path: Path) -> None:
    make, table = MAKERS[library], numbers()
    x = table["x"].to_numpy().copy()
    kept = keeping(tmp_path)
    evidence_of(make(table.slice(0, ROWS - 5_000)), kept)
    x[100_000] += 1e-9

    grown, changed = make(table), make(table.set_column(1, "x", pa.array(x)))

    assert evidence_of(grown, kept).known_rows == ROWS - 5_000
    assert evidence_of(changed, kept).known_rows == 0
    assert evidence_of(make(table.rename_columns(["id", "y", "k"])), kept).known_rows == 0


def test_files_that_came_changed_or_went_leave_the_others_known(tmp_path: Path) -> None:
    data, table = tmp_path / "data", numbers()
    scan: dict[str, Callable[[], object]] = {
        "Polars": lambda: pl.scan_parquet(data / "*.parquet"),
        "DuckDB": lambda: duckdb.sql(f"SELECT * FROM '{data}/*.parquet'"),
    }
    folder_of(table, [70_000, 140_000, ROWS], data)

    def known(library: str = "Polars") -> int:
        return evidence_of(scan[library](), keeping(tmp_path)).known_rows

    assert known() == 0
    pq.write_table(numbers(1, 60_000), data / "000.parquet")  # it comes before all others
    assert known() == ROWS
    assert known("DuckDB") == ROWS + 60_000
    state = (data / "01.parquet").stat()
    pq.write_table(numbers(2, 70_000), data / "01.parquet")
    os.utime(data / "01.parquet", ns=(state.st_atime_ns, state.st_mtime_ns))
    assert known("DuckDB") == ROWS - 70_000 + 60_000
    (data / "02.parquet").rename(data / "03.parquet")
    assert known() == ROWS + 60_000


def test_row_groups_that_were_added_to_a_file_are_measured_alone(tmp_path: Path) -> None:
    table, path = numbers(rows=260_000), tmp_path / "all.parquet"
    for end in (220_000, 260_000):
        with pq.ParquetWriter(path, table.schema) as writer:
            for start in range(0, end, 20_000):
                writer.write_table(table.slice(start, 20_000))
        found = evidence_of(pl.scan_parquet(path), keeping(tmp_path))

    assert found.known_rows == 220_000
    assert found.column("id").distinct == evidence_of(table, None).column("id").distinct


def mails(rows: int = ROWS) -> pd.DataFrame:
    place = pd.Series(range(rows)).astype(str)
    return pd.DataFrame({"place": "place " + place, "email": "secret" + place + "@example.org"})


def test_nothing_of_sensitive_columns_is_kept_beyond_the_kernel(tmp_path: Path) -> None:
    frame, data = mails(), tmp_path / "mails.parquet"
    pl.from_pandas(frame).write_parquet(data, row_group_size=30_000)
    expected = evidence_of(pl.scan_parquet(data), keeping(tmp_path))

    files = list((tmp_path / ".dpa" / "n" / "states").glob("*.state"))
    found = evidence_of(pl.scan_parquet(data), keeping(tmp_path))

    assert len(files) == 1
    found_hashes = duckdb.connect().execute(f"SELECT hash(email) FROM '{data}' LIMIT 1000").fetchall()
    hashes = [np.uint64(each) for (each,) in found_hashes]
    for path in files:
        written = path.read_bytes()
        assert b"secret" not in written
        assert not any(each.tobytes() in written for each in hashes)
        assert b"place 99999" in written
    assert found.known_rows == ROWS
    assert [each.distinct for each in found.columns] == [each.distinct for each in expected.columns]
    assert [each.maximum for each in found.columns] == [each.maximum for each in expected.columns]


def test_states_are_private_and_what_is_damaged_or_no_file_is_measured_again(tmp_path: Path) -> None:
    table, folder = numbers(), tmp_path / ".dpa" / "n" / "states"

    def known() -> int:
        return evidence_of(table, keeping(tmp_path)).known_rows

    assert (known(), known()) == (0, ROWS)
    (path,) = folder.glob("*.state")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (folder / ".gitignore").read_text() == "*\n"
    whole = path.read_bytes()
    path.write_bytes(whole[:-100] + b"x" * 100)
    assert (known(), known()) == (0, ROWS)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert known() == 0
    assert not path.is_symlink()
    assert path.read_bytes() == whole


def test_what_was_used_longest_ago_goes_when_there_is_too_much(tmp_path: Path) -> None:
    store = FileStates(tmp_path / "states", most_bytes=2_500_000)
    tables = [numbers(seed) for seed in range(4)]

    def known(table: pa.Table) -> int:
        return evidence_of(table, Keeping(store, least_cells=0)).known_rows

    for table in tables:
        known(table)
    sizes = [path.stat().st_size for path in (tmp_path / "states").glob("*.state")]

    assert sum(sizes) <= 2_500_000
    assert known(tables[-1]) == ROWS
    assert known(tables[0]) == 0


def test_many_small_additions_become_few_states(tmp_path: Path) -> None:
    kept, data, table = keeping(tmp_path), tmp_path / "data", numbers(rows=300_000).select(["id"])
    for end in range(200_000, 300_001, 10_000):
        folder_of(table, [*range(25_000, 200_001, 25_000), *range(210_000, end + 1, 10_000)], data)
        found = evidence_of(pl.scan_parquet(data), kept)

    assert found.known_rows == 290_000
    assert found.column("id").distinct == evidence_of(table, None).column("id").distinct
    assert max(int(path.name.split("-")[1]) for path in tmp_path.rglob("*.state")) == 50_000


@given(st.lists(st.none() | st.text(max_size=3), max_size=30), st.lists(st.integers(1, 10), max_size=5))
def test_the_hash_of_the_first_rows_is_that_of_a_frame_of_these_rows(texts: list[str | None], sizes: list[int]) -> None:
    table = pa.table({"t": pa.array(texts, pa.string())})
    ends = {min(end, len(texts)) for end in np.cumsum(sizes).tolist()} - {0}

    found = prefix_hashes(table.to_reader(max_chunksize=4), ends)

    assert found == {end: prefix_hashes(table.slice(0, end).to_reader(), [end])[end] for end in ends}


def test_a_frame_that_is_measured_in_a_second_keeps_nothing(tmp_path: Path) -> None:
    store = FileStates(tmp_path / "states")
    evidence_of(numbers(), Keeping(store))

    assert not store.folder.exists()
