"""Dask frames are told from their plan, and read partition by partition."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from dpa_jupyter.errors import UserError
from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.database import open_database
from dpa_jupyter.frames.differences.difference import difference
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.frames.snapshot import snapshot
from tests.support.dask_frames import Watched, as_it_is, in_partitions

pytest.importorskip("dask.dataframe", reason="the oldest versions are tested without Dask")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with as_it_is():
        yield


def known(value: object, name: str = "df") -> Frame:
    frame = recognise(name, value)
    assert frame is not None
    return frame


def numbered(number: int) -> pd.DataFrame:
    return pd.DataFrame({"x": np.arange(10) + 10 * number, "y": pd.Series(["a"] * 10, dtype="string")})


def odd_frame(rows: int = 12) -> pd.DataFrame:
    places = range(rows)
    return pd.DataFrame(
        {
            "day": pd.Series([date(2024, 1, 1 + place) for place in places], dtype=object),
            "price": pd.Series([Decimal(10**place) / 4 for place in places], dtype=object),
            "late": pd.Series([None] * (rows - 1) + ["text"], dtype=object),
            "none": pd.Series([None] * rows, dtype=object),
            "kind": pd.Categorical(["a", "b", None] * (rows // 3)),
            "at": pd.date_range("2024-01-01", periods=rows, tz="Europe/Berlin"),
            "few": pd.array([1, None, 3] * (rows // 3), dtype="Int64"),
        }
    )


def test_recognising_a_frame_does_not_import_dask() -> None:
    code = (
        "import sys; from dpa_jupyter.frames import recognition as r; r.recognise('x', 1); print('dask' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_columns_and_fingerprint_are_told_without_computing_anything() -> None:
    watched = Watched(numbered)
    frame = watched.frame(range(5))

    adapter = known(frame).adapter

    assert adapter.type_name == "Dask DataFrame"
    assert [(column.name, column.type) for column in adapter.columns(frame)] == [("x", "integer"), ("y", "text")]
    assert adapter.row_count(frame) is None
    assert adapter.fingerprint(frame) == adapter.fingerprint(frame.copy())
    assert adapter.fingerprint(frame) != adapter.fingerprint(frame[frame.x > 3])
    assert watched.made == 0


def test_only_as_many_partitions_are_computed_as_rows_are_asked_for_and_never_two_held() -> None:
    watched = Watched(numbered)
    frame = watched.frame(range(20))
    adapter = known(frame).adapter

    first = adapter.batches(frame, ["x"], 15).read_all()
    assert first.to_pydict() == {"x": list(range(15))}
    assert watched.made == 2

    rows = sum(batch.num_rows for batch in adapter.batches(frame, None, None))
    assert (rows, watched.made) == (200, 22)
    assert watched.most <= 2


def test_partitions_come_in_one_schema_whatever_each_of_them_holds() -> None:
    frame = odd_frame()
    expected = known(frame)

    made = in_partitions(frame, 4)
    read = known(made).adapter.batches(made, None, None).read_all()

    whole = expected.adapter.batches(frame, None, None).read_all()
    assert read.column("price").to_pylist() == [float(price) for price in whole.column("price").to_pylist()]
    assert read.drop_columns(["price"]).to_pylist() == whole.drop_columns(["price"]).to_pylist()
    assert str(read.schema.field("none").type) == "null"


def test_a_column_of_different_types_in_two_partitions_is_refused_in_a_line_that_says_what_to_do() -> None:
    frame = in_partitions(pd.DataFrame({"x": pd.Series([1, 2, "a", "b"], dtype=object)}), 2)

    with pytest.raises(UserError) as error:
        known(frame).adapter.batches(frame, None, None).read_all()

    assert str(error.value) == (
        "column 'x' holds int64 in one partition and string in another: give it one type with astype first"
    )


def test_an_index_that_says_something_is_offered_as_pandas_would() -> None:
    frame = pd.DataFrame({"x": [1, 2, 3]}, index=pd.Index(["a", "b", "c"], name="key"))
    made = in_partitions(frame, 2)

    adapter = known(made).adapter

    assert [column.name for column in adapter.columns(made)] == ["key", "x"]
    assert adapter.batches(made, ["key"], None).read_all().to_pydict() == {"key": ["a", "b", "c"]}


@pytest.mark.parametrize("wide", [False, True])
def test_sql_streams_a_frame_for_each_mention(wide: bool) -> None:
    frame = pd.DataFrame({"x": range(100), "y": [1.5, np.nan] * 50, "z": ["a", "b"] * 50})
    if wide:
        frame = frame.assign(**{f"more {place}": place for place in range(60)})

    with open_database([known(in_partitions(frame))]) as connection:
        grouped = connection.sql("SELECT z, count(*), count(y) FROM df WHERE x > 1 GROUP BY z ORDER BY z").fetchall()
        joined = connection.sql("SELECT count(*) FROM df a JOIN df b USING (x)").fetchall()

    assert grouped == [("a", 49, 49), ("b", 49, 0)]
    assert joined == [(100,)]


def test_a_card_of_a_long_frame_rests_on_its_first_partitions() -> None:
    def many(number: int) -> pd.DataFrame:
        return pd.DataFrame({"x": np.arange(60_000) + number})

    watched = Watched(many)

    told = card(known(watched.frame(range(10))))

    assert (told["rows"], told["precision"], told["rows_used"]) == (None, "sampled", 100_000)
    assert watched.made == 2


def test_a_snapshot_does_not_follow_assignments_to_the_frame() -> None:
    frame = in_partitions(pd.DataFrame({"x": [1, 2, 3]}))
    before = snapshot(FrameCatalog([known(frame)]))

    frame["x"] = frame["x"] + 1

    kept = before["df"]
    assert kept.adapter.batches(kept.value, None, None).read_all().to_pydict() == {"x": [1, 2, 3]}


def test_a_difference_of_plans_computes_nothing() -> None:
    watched = Watched(numbered)
    frame = watched.frame(range(3))

    told = difference(known(frame), known(frame.rename(columns={"y": "z"})))

    assert [(column.name_before, column.name_after) for column in told.columns] == [("y", None), (None, "z")]
    assert watched.made == 0
