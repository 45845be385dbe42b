"""Saved baselines: what is in the file, what is not, and what becomes of a file that somebody damaged."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.errors import DpaError, SessionError, UserError
from dpa_jupyter.quality.drift.examine import drift
from dpa_jupyter.quality.drift.kept import MOST_COLUMNS, MOST_QUANTILES, SavedPortrait, without_values
from dpa_jupyter.quality.drift.portrait import FramePortrait
from dpa_jupyter.quality.drift.saved_json import from_json, to_json
from dpa_jupyter.safety.kept_baselines import MOST_BYTES, FileBaselines
from tests.frames.odd_frames import odd_frames
from tests.quality.drift.portraits import portrait, quick_portrait

ROWS = 3_000


@cache
def people() -> pa.Table:
    generator = np.random.default_rng(0)
    return pa.table(
        {
            "email": [f"person{place % 400}@example.org" for place in range(ROWS)],
            "ward": [f"ward {place % 7}" for place in range(ROWS)],
            "salary": generator.lognormal(10, 1, ROWS),
            "age": generator.integers(18, 90, ROWS),
        }
    )


@cache
def portrait_of_people() -> FramePortrait:
    return portrait(people(), "people")


def saved(*sensitive: str, known: FramePortrait | None = None, name: str = "march") -> SavedPortrait:
    """Save what is known of the people, or of something else."""
    return SavedPortrait(name, 1_700_000_000.0, without_values(known or portrait_of_people(), sensitive))


def read_back(known: SavedPortrait) -> FramePortrait:
    return from_json(to_json(known)).portrait


def test_what_was_saved_tells_the_same_as_the_frame_itself() -> None:
    then = people()
    now = then.set_column(2, "salary", pa.array(then["salary"].to_numpy() * 2)).slice(0, 1_200)
    whole, kept = portrait_of_people(), read_back(saved())
    told = [
        [(finding.check, finding.columns, finding.severity) for finding in drift(known, portrait(now)).findings]
        for known in (whole, kept)
    ]
    assert told[0] == told[1]
    assert ("wasserstein_norm", ("salary",), "medium") in told[0]


def test_of_sensitive_columns_no_value_is_in_the_file_and_of_numbers_only_quantiles() -> None:
    written = to_json(saved("email", "age")).decode()
    assert "@example.org" not in written
    columns = {column["name"]: column for column in json.loads(written)["columns"]}
    for name in ("email", "age"):
        assert columns[name]["is_withheld"]
        assert [columns[name][part] for part in ("spread", "shares", "mean")] == [None, None, None]
        assert columns[name]["rows"] == ROWS
    assert len(columns["salary"]["spread"]["values"]) <= MOST_QUANTILES
    assert columns["ward"]["shares"]["counts"][0][0].startswith("ward")


def test_how_sensitive_columns_go_together_with_others_is_not_kept() -> None:
    known = portrait_of_people().correlations
    kept = read_back(saved("age")).correlations
    assert known is not None
    assert kept is not None
    assert np.isfinite(known.values).all()
    place, others = kept.columns.index("age"), [each for each, name in enumerate(kept.columns) if name != "age"]
    assert np.isnan(kept.values[place]).all()
    assert np.isnan(kept.values[:, place]).all()
    assert np.isfinite(kept.values[np.ix_(others, others)]).all()


def test_a_frame_of_thousands_of_columns_has_all_its_columns_when_it_is_read_back() -> None:
    most = MOST_COLUMNS + 100
    one = quick_portrait(pa.table({"c": [1.5, 2.5, None, 4.0]}))
    known = replace(one, columns=tuple(replace(one.columns[0], name=f"c{place}") for place in range(most)))
    back = read_back(SavedPortrait("wide", 0.0, without_values(known, [])))
    assert len(back.columns) == most
    assert drift(back, known).findings == ()
    assert (back.columns[-1].type, back.columns[-1].missing, back.columns[-1].spread) == ("number", 1, None)
    assert back.columns[0].spread is not None


def test_words_about_sensitive_columns_and_what_looks_like_a_secret_are_not_kept() -> None:
    key = "sk-proj-" + "a1B2" * 8
    table = pa.table({"token": [key, "none"] * 20, "city": [" Rome", "Rome"] * 20})
    written = to_json(saved(known=portrait(table))).decode()
    assert key not in written
    assert '"Rome"' in written


@pytest.mark.parametrize("name", sorted(odd_frames()))
def test_odd_frames_are_saved_and_read_back(name: str) -> None:
    if "without its file" in name:
        return
    known = portrait(odd_frames()[name])
    kept = without_values(known, [])
    back = read_back(SavedPortrait("odd", 0.0, kept))
    assert [column.name for column in back.columns] == [column.name for column in known.columns]
    assert drift(back, known).findings == ()


def test_a_file_is_its_owners_alone_and_is_read_by_another_kernel(tmp_path: Path) -> None:
    FileBaselines(tmp_path / "baselines").save(saved())
    path = tmp_path / "baselines" / "march.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (listed,) = FileBaselines(tmp_path / "baselines").listed()
    assert (listed.name, listed.about) == ("march", "people: 3,000 rows, 4 columns")
    assert FileBaselines(tmp_path / "baselines").load("march").portrait.rows == ROWS
    FileBaselines(tmp_path / "baselines").forget("march")
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{", '{"version": 2}', "[]", '{"version":1,"name":"x"}', "null", "\x00" * 40, '{"a":' * 5_000]
)
def test_a_damaged_file_is_kept_aside_and_said_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "march.json").write_text(text)
    with pytest.raises(SessionError, match=r"kept aside as march\.damaged-1"):
        FileBaselines(tmp_path).load("march")
    assert (tmp_path / "march.damaged-1").read_text() == text
    FileBaselines(tmp_path).save(saved())
    assert FileBaselines(tmp_path).load("march").portrait.rows == ROWS


@pytest.mark.parametrize(
    ("where", "value"),
    [("values", [3.0, 1.0]), ("counts", [1.0, -1.0]), ("counts", [1.0]), ("values", []), ("values", [0.0, 1e999])],
)
def test_numbers_that_can_not_be_are_damage(tmp_path: Path, where: str, value: list[float]) -> None:
    known = json.loads(to_json(saved()))
    known["columns"][2]["spread"] = {"values": [1.0, 2.0], "counts": [1.0, 1.0], where: value}
    (tmp_path / "march.json").write_text(json.dumps(known))
    with pytest.raises(SessionError, match="kept aside"):
        FileBaselines(tmp_path).load("march")


def test_no_link_is_followed_and_nothing_large_or_odd_is_read(tmp_path: Path) -> None:
    baselines = FileBaselines(tmp_path / "baselines")
    baselines.save(saved())
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_bytes((tmp_path / "baselines" / "march.json").read_bytes())
    (tmp_path / "baselines" / "link.json").symlink_to(elsewhere)
    os.mkfifo(tmp_path / "baselines" / "pipe.json")
    with (tmp_path / "baselines" / "large.json").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for name in ("link", "pipe", "large"):
        with pytest.raises(SessionError):
            baselines.load(name)
    assert [each.name for each in baselines.listed() if each.at is not None] == ["march"]
    baselines.save(saved(name="link"))
    assert elsewhere.read_bytes() != b""
    assert not (tmp_path / "baselines" / "link.json").is_symlink()


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 200, "a b", "\x00", "-x"])
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    for use in (FileBaselines(tmp_path).load, FileBaselines(tmp_path).forget):
        with pytest.raises(UserError):
            use(name)


def test_a_name_that_was_never_saved_lists_what_was(tmp_path: Path) -> None:
    FileBaselines(tmp_path).save(saved())
    with pytest.raises(UserError, match="Did you mean 'march'"):
        FileBaselines(tmp_path).load("mrch")


@given(st.binary(max_size=300))
def test_no_bytes_whatever_raise_anything_but_our_own_error(data: bytes) -> None:
    with pytest.raises(DpaError):
        from_json(data)


def test_a_folder_that_came_with_the_notebook_as_a_link_leads_nowhere(tmp_path: Path) -> None:
    project, own = tmp_path / "project", tmp_path / ".dpa" / "notebook"
    project.mkdir()
    (project / "package.json").write_text("{}")
    own.mkdir(parents=True)
    (own / "baselines").symlink_to(project)
    baselines = FileBaselines(own / "baselines")
    assert baselines.listed() == []
    with pytest.raises(SessionError, match="a folder on the way is a link"):
        baselines.save(saved())
    with pytest.raises(SessionError, match="a folder on the way is a link"):
        baselines.load("package")
    assert [path.name for path in project.iterdir()] == ["package.json"]


def test_a_list_moves_nothing_and_what_is_damaged_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "march.json").write_text("{")
    (listed,) = FileBaselines(tmp_path).listed()
    assert "march.json is" in listed.about
    assert [path.name for path in tmp_path.iterdir()] == ["march.json"]
    FileBaselines(tmp_path).save(saved())
    assert (tmp_path / "march.damaged-1").read_text() == "{"
    assert FileBaselines(tmp_path).load("march").portrait.rows == ROWS
