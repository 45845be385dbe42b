"""Changed frames are told from unchanged ones, whatever is changed, and wherever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pandas as pd
import polars as pl
import pytest

from dpa_jupyter.sandbox.worker.frame_ledger import FrameLedger


@pytest.fixture(autouse=True)
def copy_on_write() -> Iterator[None]:
    """Have pandas 2 copy on write, as the worker makes it; pandas 3 always does."""
    with pd.option_context("mode.copy_on_write", True) if pd.__version__ < "3" else nullcontext():
        yield


def pandas_frame() -> pd.DataFrame:
    frame = pd.DataFrame({"i": [1, 2, 3], "f": [1.0, None, 2.0], "s": ["a", None, "b"], "o": [(1,), (2,), (3,)]})
    frame["z"] = pd.date_range("2020-01-01", periods=3, tz="Asia/Tokyo")
    frame["c"] = pd.Categorical(["x", "y", "x"])
    frame["n"] = pd.array([1, None, 3], dtype="Int64")
    frame["a"] = pd.array([1, None, 3], dtype="int64[pyarrow]")
    return frame


def polars_frame() -> pl.DataFrame:
    return pl.from_pandas(pandas_frame().drop(columns="o")).with_columns(
        many=pl.Series([[1], [], None]), wide=pl.Series([1, None, 2], dtype=pl.Int128)
    )


def is_found(frame: object, change: Callable[[], object]) -> bool:
    ledger = FrameLedger()
    ledger.note("frame", frame)
    assert not ledger.changes({"frame": frame})
    change()
    found = bool(ledger.changes({"frame": frame}))
    assert not ledger.changes({"frame": frame})
    return found


@pytest.mark.parametrize("name", pandas_frame().columns)
def test_a_new_value_in_a_pandas_column_is_found(name: str) -> None:
    frame = pandas_frame()
    position = frame.columns.get_loc(name)
    assert isinstance(position, int)

    def change() -> None:
        frame.iat[1, position] = frame.iat[0, position]  # type: ignore[assignment]  # any cell fits its own column

    assert is_found(frame, change)


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.insert(0, "new", 1),
        lambda frame: frame.pop("i"),
        lambda frame: setattr(frame, "columns", list("abcdefgh")),
        lambda frame: setattr(frame, "index", [3, 1, 2]),
        lambda frame: frame.__setitem__("i", frame["i"].astype("int8")),
        lambda frame: frame.__setitem__("c", frame["c"].cat.rename_categories(["p", "q"])),
    ],
)
def test_a_change_of_labels_or_types_of_a_pandas_frame_is_found(change: Callable[[pd.DataFrame], object]) -> None:
    frame = pandas_frame()
    assert is_found(frame, lambda: change(frame))


@pytest.mark.parametrize("name", polars_frame().columns)
def test_a_new_value_in_a_polars_column_is_found(name: str) -> None:
    frame = polars_frame()

    def change() -> None:
        frame.replace_column(frame.columns.index(name), frame[name].reverse().shift(1))

    assert is_found(frame, change)


def test_a_change_of_cells_or_rows_of_a_polars_frame_is_found() -> None:
    frame = polars_frame()

    def set_cell() -> None:
        frame[0, "i"] = 99

    assert is_found(frame, set_cell)
    assert is_found(frame, lambda: frame.extend(frame))


def test_reading_a_frame_is_no_change() -> None:
    frame, lazy = pandas_frame(), polars_frame()
    assert not is_found(frame, lambda: [frame.describe(), frame.sort_values("i"), frame.memory_usage(deep=True)])
    assert not is_found(lazy, lambda: [lazy.describe(), lazy.sort("i"), lazy.rechunk()])
