"""What a run in the background works on, whatever the user does to their frames meanwhile."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.frames.recognition import frames_in
from dpa_jupyter.frames.snapshot import snapshot


def pandas_frame() -> pd.DataFrame:
    return pd.DataFrame({"x": [1, 2, 3], "y": ["a", None, "c"]}, index=pd.Index([5, 6, 7], name="key"))


def change_a_cell(frame: pd.DataFrame) -> None:
    frame.loc[5, "x"] = 100


def change_through_a_view(frame: pd.DataFrame) -> None:
    column = frame["x"]
    column.iloc[0] = 100


def change_in_place(frame: pd.DataFrame) -> None:
    frame.insert(0, "w", 0)
    frame.iloc[:, 1] *= 2
    frame.at[6, "y"] = "b"


def change_its_shape(frame: pd.DataFrame) -> None:
    frame["z"] = 1
    del frame["y"]
    frame.loc[8] = [0, 0]
    frame.columns = ["p", "q"]
    frame.index.name = "other"


CHANGES = [change_a_cell, change_through_a_view, change_in_place, change_its_shape]


@pytest.mark.filterwarnings("ignore::Warning")  # of pandas 2, that such changes will not reach the frame any more
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_no_change_of_a_pandas_frame_reaches_its_snapshot(change: object) -> None:
    frame = pandas_frame()
    taken = snapshot(frames_in({"df": frame}))
    assert callable(change)
    change(frame)
    value = taken["df"].value
    assert isinstance(value, pd.DataFrame)
    pd.testing.assert_frame_equal(value, pandas_frame())


def test_no_change_of_a_polars_frame_reaches_its_snapshot() -> None:
    frame = pl.DataFrame({"x": [1, 2, 3]})
    taken = snapshot(frames_in({"df": frame}))
    frame[0, "x"] = 100
    frame.insert_column(1, pl.Series("z", [1, 2, 3]))
    assert taken["df"].value.to_dict(as_series=False) == {"x": [1, 2, 3]}  # type: ignore[attr-defined]  # Polars


def test_a_snapshot_copies_no_data_where_the_library_shares_safely() -> None:
    table = pa.table({"x": [1, 2, 3]})
    frame = pl.from_arrow(table)
    taken = snapshot(frames_in({"table": table, "frame": frame}))
    assert taken["table"].value is table


def test_two_names_of_one_frame_stay_two_names_of_one() -> None:
    frame = pandas_frame()
    taken = snapshot(frames_in({"a": frame, "b": frame, "c": frame.copy()}))
    assert taken["a"].value is taken["b"].value
    assert taken["c"].value is not taken["a"].value
