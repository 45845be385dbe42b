"""A frame whose parts are the same ones is the same; whoever writes into it replaces one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.sandbox.frame_parts import is_untouched, parts_of


@pytest.fixture(autouse=True)
def copies_on_write() -> Iterator[None]:
    """Turn on what pandas has as an option before version 3: a shallow copy tells nothing without it."""
    if int(pd.__version__.partition(".")[0]) >= 3:
        yield
        return
    with pd.option_context("mode.copy_on_write", True):
        yield


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "i": range(6),
            "j": range(6),
            "x": np.linspace(0, 1, 6),
            "s": pd.array(list("aabbcc"), dtype="string[pyarrow]"),
            "c": pd.Categorical(list("aabbcc")),
            "t": pd.date_range("2024-01-01", periods=6),
            "z": pd.date_range("2024-01-01", periods=6, tz="UTC"),
        }
    )


WRITES: dict[str, Callable[[pd.DataFrame], object]] = {
    "a cell": lambda df: df.__setitem__("i", df["i"].where(df["i"] > 0, 9)),
    "a cell by label": lambda df: df.loc.__setitem__((0, "x"), 5.0),
    "a cell by position": lambda df: df.iloc.__setitem__((0, 1), 5),
    "a text": lambda df: df.loc.__setitem__((0, "s"), "new"),
    "a text of the array": lambda df: df["s"].array.__setitem__(0, "new"),
    "a category": lambda df: df.loc.__setitem__((0, "c"), "b"),
    "a time": lambda df: df.at.__setitem__((0, "t"), pd.Timestamp("2020-01-01")),
    "a time of a zone": lambda df: df.loc.__setitem__((0, "z"), pd.Timestamp("2020-01-01", tz="UTC")),
    "a column": lambda df: df.__setitem__("j", df["j"] + 1),
    "a new column": lambda df: df.insert(0, "new", 1),
    "no column": lambda df: df.__delitem__("x"),
    "all of it": lambda df: df.iloc.__setitem__((slice(None), slice(0, 3)), 0),
    "a row": lambda df: df.loc.__setitem__(99, df.iloc[0]),
    "an order": lambda df: df.sort_values("x", ascending=False, inplace=True),
    "a name": lambda df: df.rename(columns={"x": "y"}, inplace=True),
    "a name of the index": lambda df: setattr(df.index, "name", "new"),
    "a name of the columns": lambda df: setattr(df.columns, "name", "new"),
    "an index": lambda df: setattr(df, "index", pd.RangeIndex(6, 12)),
    "values by a mask": lambda df: df.mask(df["i"] > 2, inplace=True),
    "a calculation": lambda df: df.eval("x = x + 1", inplace=True),
}


@pytest.mark.filterwarnings("ignore:The inplace keyword")
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_replaces_a_part(write: Callable[[pd.DataFrame], object]) -> None:
    changed = frame()
    copy, parts = changed.copy(deep=False), parts_of(changed)
    assert is_untouched(changed, parts)
    write(changed)
    assert not is_untouched(changed, parts)
    assert copy is not changed  # it lived until here, which is what makes pandas write into new memory


def test_to_read_replaces_none() -> None:
    read = frame()
    copy, parts = read.copy(deep=False), parts_of(read)
    assert read.groupby("s")["x"].mean().notna().all()
    assert len(read.merge(read, on="i")) == len(read.sort_values("x")) == len(copy)
    assert len(read.describe(include="all").columns) == read.to_numpy().shape[1]
    assert is_untouched(read, parts)


def test_of_what_can_change_from_within_no_part_tells() -> None:
    masked = pd.DataFrame({"x": pd.array([1, None], dtype="Int64")})
    assert not is_untouched(masked, parts_of(masked))
    polars = pl.DataFrame({"x": [1]})
    assert not is_untouched(polars, parts_of(polars))
    empty = pd.DataFrame()
    assert not is_untouched(empty, parts_of(empty))


def test_an_arrow_table_never_changes() -> None:
    table = pa.table({"x": [1]})
    assert is_untouched(table, parts_of(table))
    assert not is_untouched(pa.table({"x": [1]}), parts_of(table))
