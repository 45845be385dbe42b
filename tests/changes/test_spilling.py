"""A frame that went to disk comes back as it was, to the bit; what can't go stays in memory."""

from __future__ import annotations

import datetime as dt
import gc
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.changes.kept import Kept
from tests.frames.odd_frames import odd_frames
from tests.support.same_frames import assert_same

START = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
STAY = {
    "pandas empty",
    "pandas no columns",
    "polars empty",
    "polars no rows",  # has a column of objects
    "polars types",
    "polars lazy",
    "polars lazy plan",
    "polars lazy empty",
    "polars lazy that fails",
    "polars lazy without its file",
    "arrow empty",
}


def there_and_back(name: str) -> tuple[object, bool]:
    """Store an odd frame that nobody else holds, and return what comes back."""
    kept = Kept(odd_frames()[name])
    stored = kept.store()
    gc.collect()
    return kept.value(), stored


@pytest.mark.parametrize("name", sorted(odd_frames()))
def test_an_odd_frame_comes_back_as_it_was(name: str) -> None:
    again, stored = there_and_back(name)
    assert stored is (name not in STAY)
    if name == "pandas mixed cells":  # holds objects that equal nothing
        assert isinstance(again, pd.DataFrame)
        again, expected = again.drop(columns="objects"), odd_frames()[name].drop(columns="objects")  # type: ignore[attr-defined]  # a pandas frame
        assert_same(again, expected)
    elif stored:
        assert_same(again, odd_frames()[name])


def test_what_somebody_still_holds_comes_back_as_the_very_same_object() -> None:
    for frame in (pd.DataFrame({"x": [1]}), pl.DataFrame({"x": [1]}), pa.table({"x": [1]})):
        kept = Kept(frame)
        assert kept.store()
        assert kept.value() is frame


def test_polars_columns_of_all_types_that_arrow_has_come_back() -> None:
    def frame() -> pl.DataFrame:
        return pl.DataFrame(
            {
                "broken": [1.5, float("nan"), None],
                "lists": [[1], None, []],
                "structs": [{"a": 1}, None, {"a": None}],
                "categories": pl.Series(["x", None, "y"], dtype=pl.Categorical),
                "enum": pl.Series(["x", None, "y"], dtype=pl.Enum(["x", "y", "z"])),
                "decimal": pl.Series(["1.50", None, "2"]).cast(pl.Decimal(20, 2)),
                "zoned": pl.Series([START, None, None]).dt.convert_time_zone("Asia/Tokyo"),
                "times": [dt.time(1, 2), None, dt.time(3)],
                "bytes": [b"\x00", None, b""],
                "nothing": pl.Series([None] * 3),
                "arrays": pl.Series([[1, 2], None, [3, 4]], dtype=pl.Array(pl.Int64, 2)),
                "small": pl.Series([1, 2, None], dtype=pl.UInt8),
            }
        )

    kept = Kept(frame())
    assert kept.store()
    assert_same(kept.value(), frame())


def test_attributes_flags_names_and_the_frequency_of_the_index_come_back() -> None:
    def frame() -> pd.DataFrame:
        made = pd.DataFrame({"x": [1, 2, 3]}, index=pd.date_range("2024", periods=3, freq="D", name="day"))
        made.columns.name = "what"
        made.attrs = {"source": ["a", {"b": 1}]}
        return made.set_flags(allows_duplicate_labels=False)

    kept = Kept(frame())
    assert kept.store()
    assert_same(kept.value(), frame())


def test_a_class_of_somebodys_own_stays_in_memory() -> None:
    class Own(pd.DataFrame):
        pass

    assert not Kept(Own({"x": [1]})).store()


def test_what_comes_back_can_be_written_to() -> None:
    kept = Kept(pd.DataFrame({"i": [1, 2], "s": ["a", "b"], "c": pd.Categorical(["x", "y"])}))
    kept.store()
    frame = kept.value()
    assert isinstance(frame, pd.DataFrame)
    for name, cell in (("i", 5), ("s", "z"), ("c", "y")):
        frame.loc[0, name] = cell
    assert frame.iloc[0].tolist() == [5, "z", "y"]


def test_a_file_of_what_was_stored_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = Kept(pd.DataFrame({"x": range(1000)}))
    assert kept.store()
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_it_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    kept = Kept(pd.DataFrame({"x": [1]}))
    assert not kept.store()
    assert kept.is_in_memory


CELLS = st.none() | st.just(float("nan")) | st.just(pd.NA) | st.just(pd.NaT) | st.text(max_size=3)


@settings(max_examples=100, deadline=None)
@given(
    texts=st.lists(CELLS, min_size=1, max_size=6),
    bits=st.integers(0, 2**64 - 1),
    dtype=st.sampled_from(["float64", "float32", "complex128", "int8", "uint64", "datetime64[ns]", "timedelta64[s]"]),
)
def test_texts_with_any_missing_value_and_numbers_of_any_bits_come_back(
    texts: list[object], bits: int, dtype: str
) -> None:
    def frame() -> pd.DataFrame:
        width = np.dtype(dtype).itemsize
        numbers = np.frombuffer(bits.to_bytes(8, "little") * (2 * len(texts)), dtype, len(texts)) if width else None
        return pd.DataFrame({"texts": pd.Series(texts, dtype=object), "numbers": numbers})

    kept = Kept(frame())
    kept.store()
    again = kept.value()
    assert isinstance(again, pd.DataFrame)
    assert again["numbers"].to_numpy().tobytes() == frame()["numbers"].to_numpy().tobytes()
    assert [(type(cell), str(cell)) for cell in again["texts"]] == [(type(cell), str(cell)) for cell in texts]
