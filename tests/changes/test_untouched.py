"""What code left alone comes back as it was, whatever kind it is of; what code changed is as code left it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import cast

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.frames.likeness import in_likeness_of
from dpa_jupyter.frames.pandas_form import formed
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.sandbox.hand_over import polars_table
from dpa_jupyter.sandbox.pandas_table import pandas_table
from dpa_jupyter.sandbox.worker.frames_out import flat_table
from dpa_jupyter.tools.result_frames import in_library_of
from dpa_jupyter.tools.untouched import with_untouched
from tests.changes.kinds import columns, frames
from tests.support.same_frames import assert_same

KINDS = frames()
EDITS = [
    "df[('new', 'n') if df.columns.nlevels == 2 else 'new'] = 7",
    "df = df.iloc[1:]",
    "df = df.iloc[[3, 1, 0]]",
    "df = df.iloc[::-1].iloc[:, ::-1]",
    "df = pd.concat([df, df.iloc[:2]])",
    "df = df.reset_index(drop=True).iloc[2:].reset_index(drop=True)",
    "df.isetitem(1, 5)",
]


def edited(code: str, frame: pd.DataFrame) -> pd.DataFrame | None:
    """Do it to a copy; None where pandas itself can't."""
    space: dict[str, object] = {"df": frame.copy(), "pd": pd}
    try:
        exec(code, space)
    except (IndexError, pd.errors.DuplicateLabelError):
        return None
    return cast("pd.DataFrame", space["df"])


def through_the_sandbox(parent: pd.DataFrame, code: str) -> object:
    """Let code do it to what it is given of a frame, and return what would be put in the frame's place."""
    met = pandas_table(parent)[0].to_pandas(split_blocks=True)
    made = edited(code, met)
    assert made is not None
    back = recognise("made", formed(flat_table("made", made)[0]))
    assert back is not None
    return with_untouched(parent, in_likeness_of(parent, replace(back, is_faithful=True)))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("code", EDITS)
def test_what_code_left_alone_is_as_it_was(name: str, code: str) -> None:
    parent, untouched = deepcopy(KINDS[name]), deepcopy(KINDS[name])
    expected = edited(code, deepcopy(KINDS[name]))
    if expected is None or (name == "repeated labels" and "reset_index" in code):
        pytest.skip("pandas can't do this, or does it otherwise, where labels repeat")
    assert_same(through_the_sandbox(parent, code), expected)
    assert_same(parent, untouched)


@pytest.mark.parametrize(
    ("name", "code", "dtype"),
    [
        ("object texts", "df['c'] = df['c'].astype('string')", "string"),
        ("object integers", "df['c'] = df['c'].astype('Int64')", "Int64"),
        ("dates", "df['c'] = pd.to_datetime(df['c'])", "datetime64"),
        ("interval", "df['c'] = 1", "int64"),
        ("zoned", "df['c'] = df['c'].dt.tz_convert('Asia/Tokyo')", "Asia/Tokyo"),
    ],
)
def test_a_type_that_code_gave_stays(name: str, code: str, dtype: str) -> None:
    made = through_the_sandbox(deepcopy(KINDS[name]), code)
    assert dtype in str(cast("pd.DataFrame", made)["c"].dtype)


@pytest.mark.parametrize("name", ["mixed", "dicts", "lists", "tuples", "object texts"])
def test_of_a_column_of_objects_only_the_cells_are_new_that_code_changed(name: str) -> None:
    made = cast("pd.DataFrame", through_the_sandbox(deepcopy(KINDS[name]), "df.loc[0, 'c'] = 'changed'"))
    assert made["c"].tolist() == ["changed", *columns()[name].tolist()[1:]]
    assert list(map(type, made["c"])) == [str, *map(type, columns()[name].tolist()[1:])]


def test_rows_that_can_not_be_known_again_are_taken_as_they_come() -> None:
    parent = pd.DataFrame({"c": pd.Series([1, "1", 2, "2"], dtype=object), "k": [0, 0, 1, 1]})
    made = through_the_sandbox(parent, "df = df.iloc[2:].reset_index(drop=True)")
    assert cast("pd.DataFrame", made)["c"].tolist() == ["2", "2"]


def polars_columns() -> dict[str, pl.Series]:
    enum = pl.Enum(["x", "y"])
    return {
        "struct": pl.Series([{"a": 1}, None, {"a": None}, {"a": 2}]),
        "nested": pl.Series([[{"a": [1]}], None, [], [{"a": None}]]),
        "array": pl.Series([[1, 2]] * 4, dtype=pl.Array(pl.Int64, 2)),
        "huge": pl.Series([2**100, None, 1, 2], dtype=pl.Int128),
        "lists of an enum": pl.Series([["x"], None, [], ["y"]], dtype=pl.List(enum)),
        "nothing": pl.Series([None] * 4),
        "not a number": pl.Series([float("nan"), None, -0.0, 1.5]),
        "enum": pl.Series(["x", None, "y", "x"], dtype=enum),
    }


def arrow_columns() -> dict[str, pa.Array]:
    return {
        "struct": pa.array([{"a": 1}, None, {"a": 2}, {"a": 3}]),
        "map": pa.array([[("k", 1)], None, [], []], pa.map_(pa.string(), pa.int64())),
        "fixed list": pa.array([[1, 2]] * 4, pa.list_(pa.int64(), 2)),
        "fixed bytes": pa.array([b"aa", None, b"bb", b"cc"], pa.binary(2)),
        "nothing": pa.array([None] * 4),
        "dictionary": pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 0]), ["b", "a"]),
    }


def through(parent: object, made: object) -> object:
    """Send what was made back from the sandbox, and return what would be put in the parent's place."""
    own = recognise("parent", parent)
    back = recognise("made", in_library_of([own] if own else [], flat_table("made", made)[0]))
    assert back is not None
    return with_untouched(parent, in_likeness_of(parent, replace(back, is_faithful=True)))


@pytest.mark.parametrize("name", polars_columns())
def test_a_polars_column_that_code_left_alone_is_as_it_was(name: str) -> None:
    own = pl.DataFrame({"c": polars_columns()[name], "key": [3, 1, 2, 0]})
    met = pl.DataFrame(pl.from_arrow(polars_table(own)[0]))
    assert_same(through(own, met.with_columns(new=1).reverse()), own.with_columns(new=1).reverse())
    assert_same(through(own, met.slice(1)), own.slice(1))


@pytest.mark.parametrize("name", arrow_columns())
def test_an_arrow_column_that_code_left_alone_is_as_it_was(name: str) -> None:
    own = pa.table({"c": arrow_columns()[name], "key": [3, 1, 2, 0]})
    made = own.slice(1).append_column("new", pa.array([1, 1, 1]))
    assert_same(through(own, made), made)
