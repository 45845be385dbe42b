from __future__ import annotations

import json

import pyarrow as pa
import pytest

from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.database import open_database, quote
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.frames.table import read_columns
from tests.frames.odd_frames import odd_frames

NAMES = sorted(odd_frames())
READABLE = [name for name in NAMES if name not in {"polars lazy that fails", "polars lazy without its file"}]


def odd_frame(name: str) -> Frame:
    frame = recognise(name, odd_frames()[name])
    assert frame is not None
    return frame


@pytest.mark.parametrize("name", NAMES)
def test_a_card_of_any_frame_is_json(name: str) -> None:
    described = card(odd_frame(name))

    json.dumps(described, allow_nan=False)


@pytest.mark.parametrize("name", READABLE)
def test_every_column_of_an_odd_frame_is_described(name: str) -> None:
    frame = odd_frame(name)

    described = card(frame)

    names = [column.name for column in frame.adapter.columns(frame.value)]
    assert [column["name"] for column in described["columns"]] == names
    assert len({name.casefold() for name in names}) == len(names)
    assert not [column for column in described["columns"] if "could not" in column.get("about", "")]


@pytest.mark.parametrize("name", READABLE)
def test_batches_have_the_columns_that_are_listed(name: str) -> None:
    frame = odd_frame(name)
    columns = frame.adapter.columns(frame.value)

    table = frame.adapter.batches(frame.value, None, None).read_all()
    table.validate(full=True)

    assert table.column_names == [column.name for column in columns]
    if columns:
        assert frame.adapter.batches(frame.value, None, 1).read_all().num_rows == min(1, table.num_rows)
        assert frame.adapter.row_count(frame.value) in {table.num_rows, None}
        assert frame.adapter.batches(frame.value, [columns[-1].name], None).read_all().column_names == [
            columns[-1].name
        ]


@pytest.mark.parametrize("name", READABLE)
def test_a_fingerprint_stays_the_same(name: str) -> None:
    first, second = odd_frame(name), odd_frame(name)

    assert first.adapter.fingerprint(first.value) == first.adapter.fingerprint(first.value)
    assert first.adapter.fingerprint(first.value) == second.adapter.fingerprint(second.value)


@pytest.mark.parametrize("name", [name for name in READABLE if "empty" not in name and "no columns" not in name])
def test_odd_frames_can_be_queried_and_read(name: str) -> None:
    frame = odd_frame(name)
    last = frame.adapter.columns(frame.value)[-1].name
    rows = len(read_columns(frame, [last], 1_000_000).table)

    with open_database([frame]) as database:
        found = database.execute(f"SELECT count(*), count({quote(last)}) FROM {quote(name)}").fetchone()

    assert found is not None
    assert found[0] == rows


def test_one_column_that_cannot_be_read_does_not_spoil_the_card() -> None:
    described = card(odd_frame("polars lazy that fails"))

    bad, good = described["columns"]
    assert bad["about"].startswith("could not be read: ")
    assert good["range"] == (1, 1)


def test_a_frame_that_cannot_be_read_has_a_card_that_says_why() -> None:
    described = card(odd_frame("polars lazy without its file"))

    assert described["columns"] == []
    assert described["notes"][0].startswith("could not be read: ")


def test_what_had_to_be_done_to_a_column_is_told() -> None:
    described = card(odd_frame("pandas mixed cells"))

    told = {column["name"]: column.get("about") for column in described["columns"]}
    assert told["mixed"] == "mixed values, read as text"
    assert told["huge"] is None
    assert told["dates"] is None


def test_an_index_that_says_something_is_a_column() -> None:
    def names(name: str) -> list[str]:
        frame = odd_frame(name)
        return [column.name for column in frame.adapter.columns(frame.value)]

    assert names("pandas index of times") == ["index", "x"]
    assert names("pandas levels of index") == ["key", "level_1", "x"]
    assert names("pandas index named like a column") == ["x", "x_2"]
    assert names("pandas levels of columns") == ["fare_mean", "fare_max"]


def test_the_text_of_odd_cells_is_bounded_and_plain() -> None:
    table = pa.table({"note": ["long " * 100, "<script>alert(1)</script>"]})
    frame = recognise("notes", table)
    assert frame is not None

    values = [str(top["value"]) for top in card(frame)["columns"][0]["top"]]

    assert all(len(value) <= 40 for value in values)
