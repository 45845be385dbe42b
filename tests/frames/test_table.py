from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.errors import ColumnNotFoundError
from dpa_jupyter.frames.columns import find_column
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.positions import even_positions
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.frames.table import count_rows, read_columns

ROWS = 300_000
DATA = pl.DataFrame({"place": np.arange(ROWS), "half": np.where(np.arange(ROWS) % 2, 1.0, np.nan)})
KINDS = {
    "pandas": DATA.to_pandas(),
    "polars": DATA,
    "lazy": DATA.lazy(),
    "plan": DATA.lazy().filter(pl.col("place") >= 0),
    "arrow": DATA.to_arrow(),
}


def frame_of(value: object) -> Frame:
    frame = recognise("df", value)
    assert frame is not None
    return frame


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_frame_is_read_whole_and_nan_is_missing(kind: str) -> None:
    read = read_columns(frame_of(KINDS[kind]), ["half", "place"], ROWS)

    assert (read.table.column_names, read.rows_total, read.precision) == (["half", "place"], ROWS, "exact")
    assert read.table["half"].null_count == ROWS // 2
    assert read.table["place"].to_pylist() == list(range(ROWS))


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_large_frame_the_same_even_sample_is_read_from_every_kind(kind: str) -> None:
    read = read_columns(frame_of(KINDS[kind]), ["place"], 1000)

    assert (read.rows_total, read.precision) == (ROWS, "sampled")
    assert read.table["place"].to_pylist() == even_positions(ROWS, 1000).tolist()


@given(total=st.integers(0, 10**12), wanted=st.integers(1, 1000))
def test_a_sample_takes_one_row_of_each_stretch(total: int, wanted: int) -> None:
    if total <= wanted:
        assert even_positions(total, wanted).tolist() == list(range(total))
        return
    edges = [place * total // wanted for place in range(wanted + 1)]

    positions = even_positions(total, wanted).tolist()

    assert len(positions) == wanted
    assert all(low <= at < high for low, at, high in zip(edges, positions, edges[1:], strict=False))


def test_rows_of_a_plan_are_counted() -> None:
    assert count_rows(frame_of(pl.LazyFrame({"a": [1, 2, 3]}).filter(pl.col("a") > 1))) == 2


def test_a_column_is_found_whatever_its_case() -> None:
    assert find_column(["Age", "sex"], "age") == "Age"
    assert find_column(["age", "Age"], "Age") == "Age"


@pytest.mark.parametrize("name", ["agee", "AGE", ""])
def test_an_unknown_or_unclear_column_is_refused(name: str) -> None:
    with pytest.raises(ColumnNotFoundError):
        find_column(["age", "Age"], name)


def test_an_unknown_column_gets_a_suggestion() -> None:
    with pytest.raises(ColumnNotFoundError, match=r"there is no column 'tenur'\. Did you mean 'tenure'\?"):
        read_columns(frame_of(pd.DataFrame({"tenure": [1]})), ["tenur"], 10)
