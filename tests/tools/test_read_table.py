"""Data files become frames, and no file outside the allowed folders is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import cast

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import FrameCard
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.tools.allowed_files import allowed_file
from dpa_jupyter.tools.data_files import read_data_file
from dpa_jupyter.tools.read_table import read_table
from dpa_jupyter.tools.tool import Observation
from tests.tools.contexts import context_of
from tests.tools.damaged_files import WRITERS as DAMAGED
from tests.tools.kinds import DATA, MAKE, every_kind, frame_as


def read(path: str, *folders: Path, frames: tuple[Frame, ...] = ()) -> Observation:
    return cast("Observation", read_table.function(context_of(frames, folders=folders), path))


def refusal(path: str, *folders: Path) -> str:
    with pytest.raises(ToolError) as caught:
        read(path, *folders)
    return str(caught.value)


def table(path: str, folder: Path) -> pl.DataFrame:
    """Read a file where Polars is at home, so that the result is Polars' own."""
    return cast("pl.DataFrame", read(path, folder, frames=(frame_as("polars", {"a": [1]}, "other"),)).value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    made.mkdir()
    return made


SAMPLE = pl.DataFrame({"n": [1, 2, None], "x": [0.5, None, 2.5], "s": ["a", None, 'b,"c"'], "b": [True, False, None]})


def write_feather(frame: pl.DataFrame, path: Path) -> None:
    pyarrow.feather.write_feather(frame.to_arrow(), path)


WRITERS = {
    "d.csv": lambda frame, path: frame.write_csv(path),
    "d.TSV": lambda frame, path: frame.write_csv(path, separator="\t"),
    "d.parquet": lambda frame, path: frame.write_parquet(path),
    "d.json": lambda frame, path: frame.write_json(path),
    "lines.json": lambda frame, path: frame.write_ndjson(path),
    "d.ndjson": lambda frame, path: frame.write_ndjson(path),
    "d.arrow": lambda frame, path: frame.write_ipc(path),
    "stream.arrow": lambda frame, path: frame.write_ipc_stream(path),
    "d.feather": write_feather,
}


@pytest.mark.parametrize("name", list(WRITERS))
def test_every_format_gives_back_what_was_written(name: str, folder: Path) -> None:
    WRITERS[name](SAMPLE, folder / name)
    assert table(name, folder).equals(SAMPLE)


def test_the_frame_is_named_after_the_file_described_and_shown() -> None:
    context = context_of([], folders=(DATA,))
    seen = cast("Observation", read_table.function(context, "telco_churn.csv"))
    assert isinstance(context.frames["telco_churn"].value, pd.DataFrame)
    told = cast("FrameCard", seen.content)
    assert (told["frame"], told["rows"], told["column_count"]) == ("telco_churn", 7043, 20)
    again = cast("Observation", read_table.function(context, "telco_churn.csv", name="class"))
    assert cast("FrameCard", again.content)["frame"] == "_class"


@every_kind
def test_the_frame_is_of_the_library_that_is_in_use(kind: str) -> None:
    seen = read("planes.csv", DATA, frames=(frame_as(kind, {"a": [1]}, "other"),))
    eager = {"lazy polars": "polars"}.get(kind, kind)
    assert type(seen.value) is type(MAKE[eager](pa.table({"a": [1]})))


def test_types_are_inferred_also_where_the_first_rows_mislead(folder: Path) -> None:
    (folder / "late.csv").write_text("day,n\n" + "2020-01-02,1\n" * 10_001 + "2020-01-03,2.5\n")
    assert table("late.csv", folder).schema == {"day": pl.Date, "n": pl.Float64}


def test_the_separator_is_found(folder: Path) -> None:
    (folder / "d.csv").write_text('"a,b,c";n\n"x,y";1\n')
    assert table("d.csv", folder).to_dict(as_series=False) == {"a,b,c": ["x,y"], "n": [1]}


def test_words_for_missing_numbers_become_missing_and_that_is_said(folder: Path) -> None:
    (folder / "d.csv").write_text("n,x,country\n1,NA,NA\n-,2.5,DE\n3,1,FR\n")
    seen = read("d.csv", folder, frames=(frame_as("polars", {"a": [1]}),))
    assert cast("pl.DataFrame", seen.value).to_dict(as_series=False) == {
        "n": [1, None, 3],
        "x": [None, 2.5, 1.0],
        "country": ["NA", "DE", "FR"],
    }
    assert seen.quality == (
        "n says NA or the like in 1 rows, which were read as missing numbers.",
        "x says NA or the like in 1 rows, which were read as missing numbers.",
    )


def test_another_encoding_is_read_and_said(folder: Path) -> None:
    (folder / "d.csv").write_bytes("name,n\nMüller,1\n".encode("cp1252"))
    seen = read("d.csv", folder)
    assert cast("pd.DataFrame", seen.value)["name"].tolist() == ["Müller"]
    assert "Windows-1252" in seen.quality[0]


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("d.csv", b"a,b\n1,2\n3,4,5\n", "line 3 has 3 values where the header has 2 names"),
        ("d.csv", b"", "is empty"),
        ("d.csv", b"a,b\n\x81\x8d\x8f,1\n", "save it as UTF-8"),
        ("d.parquet", b"PAR1 but not really PAR1", "is not a sound parquet file"),
        ("d.arrow", b"ARROW1 but not really", "is not a sound arrow file"),
        ("d.json", b'{"a": ', "is not a sound json file"),
        ("d.xlsx", b"PK", "it reads .csv, .tsv"),
        ("noending", b"a", "it reads .csv, .tsv"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(name: str, content: bytes, hint: str, folder: Path) -> None:
    (folder / name).write_bytes(content)
    assert hint in refusal(name, folder)


def test_a_missing_file_is_answered_with_those_that_are_there(folder: Path) -> None:
    (folder / "sales_2024.csv").write_text("a\n1\n")
    (folder / ".env").write_text("SECRET=1")
    told = refusal("sales2024.csv", folder)
    assert told == "there is no file 'sales2024.csv'. Did you mean 'sales_2024.csv'? Data files there: sales_2024.csv."
    assert "is a folder. Data files there: sales_2024.csv." in refusal(".", folder)


def test_the_first_folder_that_has_the_file_gives_it(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "two" / "d.csv").write_text("a\n1\n")
    assert read("d.csv", tmp_path / "one", tmp_path / "two").content is not None


@pytest.mark.parametrize(
    "path",
    [
        "../outside.csv",
        "{tmp}/outside.csv",
        "sub/../../outside.csv",
        "link.csv",
        "linked/outside.csv",
        "chain.csv",
        "/etc/passwd",
        "/proc/self/environ",
        "~/outside.csv",
        "//{tmp}/outside.csv",
    ],
)
def test_no_path_and_no_link_leads_out_of_the_folders(path: str, folder: Path) -> None:
    outside = folder.parent / "outside.csv"
    outside.write_text("password\nhunter2\n")
    (folder / "sub").mkdir()
    (folder / "link.csv").symlink_to(outside)
    (folder / "chain.csv").symlink_to(folder / "link.csv")
    (folder / "linked").symlink_to(folder.parent)
    told = refusal(path.replace("{tmp}", str(folder.parent)), folder)
    assert "is outside the folders that may be read" in told
    assert "hunter2" not in told


def test_whether_a_file_outside_exists_is_not_told(folder: Path) -> None:
    there, not_there = folder.parent / "there.csv", folder.parent / "nowhere.csv"
    there.write_text("a\n1\n")
    assert refusal(str(there), folder).replace("there", "nowhere", 1) == refusal(str(not_there), folder)


@pytest.mark.parametrize("path", ["https://example.org/d.csv", "s3://b/d.parquet", "file:///etc/passwd"])
def test_no_address_is_fetched(path: str, folder: Path) -> None:
    assert "no addresses" in refusal(path, folder)


@pytest.mark.parametrize("path", ["a\x00b.csv", "~nobody_of_this_name/d.csv", "x" * 900, "x" * 5000, "", "loop.csv"])
def test_a_path_that_can_not_be_is_refused(path: str, folder: Path) -> None:
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    assert refusal(path, folder)


def test_a_pipe_is_no_file(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    assert "there is no file" in refusal("pipe.csv", folder)


def test_a_name_with_wildcards_is_one_file(folder: Path) -> None:
    (folder / "d[1]*.csv").write_text("a\n1\n")
    (folder / "d12.csv").write_text("a\n2\n")
    assert table("d[1]*.csv", folder)["a"].to_list() == [1]


@pytest.mark.parametrize("name", ["d.csv", "d.parquet", "d.ndjson", "d.arrow"])
def test_a_large_file_is_scanned_and_not_read(name: str, folder: Path) -> None:
    WRITERS[name](SAMPLE, folder / name)
    scanned = read_data_file(folder / name, lazy_from=0)
    assert isinstance(scanned.frame, pl.LazyFrame)
    assert scanned.frame.collect().equals(SAMPLE)
    assert "LazyFrame" in scanned.notes[0]


def test_without_folders_nothing_can_be_read() -> None:
    assert "may be read: none" in refusal("d.csv")


def test_hidden_files_are_not_read_by_their_own_name_or_by_a_link(folder: Path) -> None:
    hidden = folder / ".cloud"
    hidden.mkdir()
    (hidden / "keys.json").write_text('[{"key": "secret"}]')
    (folder / "link.json").symlink_to(hidden / "keys.json")
    for path in (".cloud/keys.json", "link.json", str(hidden / "keys.json"), ".cloud/none.json"):
        assert "is hidden" in refusal(path, folder)
    assert table("keys.json", hidden).height == 1


def test_a_link_that_stays_inside_is_followed(folder: Path) -> None:
    (folder / "d.csv").write_text("a\n1\n")
    (folder / "link.csv").symlink_to(folder / "d.csv")
    assert read("link.csv", folder).content is not None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["..", ".", "a", "link", "~", "", "/", "d.csv", "\\"]), max_size=8))
def test_whatever_the_path_the_file_is_inside(tmp_path: Path, parts: list[str]) -> None:
    folder = tmp_path / "project"
    (folder / "a").mkdir(parents=True, exist_ok=True)
    (tmp_path / "d.csv").touch()
    (folder / "d.csv").touch()
    if not (folder / "link").is_symlink():
        (folder / "link").symlink_to(tmp_path)
    try:
        found = allowed_file("/".join(parts), [folder], {".csv"})
    except ToolError:
        return
    assert found == folder / "d.csv"


MANY = pl.DataFrame({"n": range(300), "s": ["a", "NA", "c"] * 100, "k": ["1", "NA", "2.5"] * 100})


@pytest.mark.parametrize("name", ["d.csv", "d.parquet", "d.ndjson", "d.arrow"])
def test_a_file_of_more_rows_than_the_limit_is_no_frame_in_memory_but_a_plan_of_all_of_them(
    folder: Path, name: str
) -> None:
    getattr(MANY, {"d.arrow": "write_ipc"}.get(name, f"write_{name[2:]}"))(folder / name)
    whole = read_data_file(folder / name)
    read = read_data_file(folder / name, row_limit=100)
    assert isinstance(read.frame, pl.LazyFrame)
    assert read.frame.collect().equals(whole.frame.lazy().collect())
    assert "300 rows, more than the row limit of 100" in read.notes[-1]


def test_a_file_that_can_not_be_scanned_is_cut_at_the_row_limit_and_says_so(folder: Path) -> None:
    MANY.write_json(folder / "d.json")
    context = replace(context_of((), folders=(folder,)), row_limit=100)
    found = cast("Observation", read_table.function(context, "d.json"))
    assert len(cast("pd.DataFrame", found.value)) == 100
    assert "300 rows, more than the row limit of 100: only the first are here" in found.quality[-1]
    assert context.frames["d"].caveats == ("holds only the first rows of d.json: the row limit cut it.",)


def test_a_file_too_large_for_the_memory_limit_is_not_read_as_a_whole(folder: Path) -> None:
    pl.DataFrame({"n": range(100_000)}).write_csv(folder / "d.csv")
    context = replace(context_of((), folders=(folder,)), memory_limit=1 << 20)
    found = cast("Observation", read_table.function(context, "d.csv"))
    assert isinstance(found.value, pl.LazyFrame)


LARGE = 1 << 40


@pytest.mark.parametrize(
    ("name", "lazy_from"), [*((name, LARGE) for name in DAMAGED), ("d.parquet", 0), ("d.arrow", 0)]
)
def test_a_damaged_file_is_refused_and_never_ends_the_process(name: str, lazy_from: int) -> None:
    count = 700 if "parquet" in name or "arrow" in name else 100
    command = [sys.executable, "-m", "tests.tools.damaged_files", name, str(count), str(lazy_from)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2_000:]
