"""What is said to differ is what differs: every count is checked against a slow and simple way."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.displays import ColumnDifference, DifferenceDisplay
from dpa_jupyter.errors import ColumnNotFoundError, ToolError
from dpa_jupyter.frames.differences.difference import difference, is_nothing
from dpa_jupyter.frames.differences.wording import difference_text, summary
from dpa_jupyter.frames.recognition import recognise
from tests.frames.odd_frames import odd_frames


def compared(before: object, after: object, key: list[str] | None = None) -> DifferenceDisplay:
    first, second = recognise("df", before), recognise("df", after)
    assert first is not None
    assert second is not None
    return difference(first, second, key=key)


def counts(shown: DifferenceDisplay) -> tuple[int | None, int | None, int | None, int | None]:
    return shown.rows_added, shown.rows_removed, shown.rows_changed, shown.cells_changed


def column(shown: DifferenceDisplay, name: str) -> ColumnDifference:
    return next(each for each in shown.columns if name in (each.name_after, each.name_before))


def people() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [f"p{number}" for number in range(50)],
            "age": range(20, 70),
            "town": ["Ulm", "Bern", None, "Graz", "Ulm"] * 10,
            "pay": [1.5, 2.25, float("nan"), 4.0, 4.0] * 10,
        }
    )


def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sample(frac=1, random_state=1).reset_index(drop=True)


LIBRARIES: dict[str, Callable[[pd.DataFrame], object]] = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "arrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
}


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> Callable[[pd.DataFrame], object]:
    return LIBRARIES[request.param]


Library = Callable[[pd.DataFrame], object]


def test_a_copy_differs_in_nothing(library: Library) -> None:
    shown = compared(library(people()), library(people()))
    assert is_nothing(shown)
    assert summary(shown) == "50 rows; 4 columns"


@pytest.mark.parametrize("name", odd_frames())
def test_an_odd_frame_does_not_differ_from_itself_made_anew(name: str) -> None:
    if name in ("polars lazy that fails", "polars lazy without its file"):
        return
    shown = compared(odd_frames()[name], odd_frames()[name])
    assert shown.columns == ()
    assert "objects" in name or shown.cells_changed in (0, None)


def test_changed_cells_are_counted_by_column_and_shown(library: Library) -> None:
    after = people()
    after.loc[[3, 7], "town"] = "Wien"
    after.loc[7, "age"] = 0
    shown = compared(library(people()), library(after))
    assert counts(shown) == (0, 0, 2, 3)
    assert column(shown, "town").cells == 2
    assert column(shown, "town").examples == (("Graz", "Wien"), (None, "Wien"))
    assert column(shown, "age").examples == ((27, 0),)
    marked = [row for row in shown.sample_rows if row.label == "7"]
    assert [dict(zip(shown.sample_columns, row.changed, strict=True)) for row in marked] == [
        {"town": True, "age": True, "id": False, "pay": False}
    ]


def test_however_many_columns_change_those_that_go_are_counted_and_listed_first(library: Library) -> None:
    wide = pd.DataFrame({f"c{number}": range(5) for number in range(70)})
    before, after = wide.assign(precious=1.5), wide.astype("float64").assign(extra=True)
    shown = compared(library(before), library(after))
    assert summary(shown) == "5 rows; 71 columns (1 added, 1 removed, 70 retyped)"
    assert [(each.name_before, each.name_after) for each in shown.columns[:2]] == [("precious", None), (None, "extra")]


LABELLED = pd.DataFrame({("a", "x"): [1, 2], ("a", "y"): [3, 4]})
UNSEEN = {
    "labels that become text": (pd.DataFrame({0: [1], 1: [2]}), pd.DataFrame({"0": [1], "1": [2]}), "labels"),
    "levels of labels that are joined": (LABELLED, LABELLED.set_axis(["a_x", "a_y"], axis=1), "levels"),
    "a name over the columns that goes": (people().rename_axis(columns="what"), people(), "name over the columns"),
    "categories in another order": (
        pd.DataFrame({"size": pd.Categorical(["S", "L"], ["S", "L"], ordered=True)}),
        pd.DataFrame({"size": pd.Categorical(["S", "L"], ["L", "S"], ordered=True)}),
        "categories",
    ),
    "categories that lose their order": (
        pd.DataFrame({"size": pd.Categorical(["S", "L"], ["S", "L"], ordered=True)}),
        pd.DataFrame({"size": pd.Categorical(["S", "L"], ["S", "L"])}),
        "categories",
    ),
    "decimals that become floats": (
        pd.DataFrame({"pay": pd.Series([Decimal("1.50")], dtype=object)}),
        pd.DataFrame({"pay": pd.Series([1.5], dtype=object)}),
        "values",
    ),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_no_cell_shows_is_said(name: str) -> None:
    before, after, word = UNSEEN[name]
    assert is_nothing(compared(before, before.copy()))
    shown = compared(before, after)
    assert not is_nothing(shown)
    assert word in "\n".join(shown.notes)


def test_rows_are_matched_by_a_key_wherever_they_stand(library: Library) -> None:
    after = people().drop(index=[1, 2])
    after.loc[5, "pay"] = 9.0
    extra = pd.DataFrame({"id": ["new"], "age": [1], "town": ["Ulm"], "pay": [1.0]})
    after = shuffled(pd.concat([after, extra], ignore_index=True))
    shown = compared(library(people()), library(after))
    assert shown.matched_by in ("key id", "key age")
    assert counts(shown) == (1, 2, 1, 1)
    assert shown.rows_moved


def test_a_filtered_frame_is_matched_by_its_index() -> None:
    after = people().query("age > 30")
    shown = compared(people(), after)
    assert shown.matched_by == "index"
    assert counts(shown) == (0, 11, 0, 0)


def test_rows_without_a_key_are_matched_whole_as_often_as_they_are_there(library: Library) -> None:
    towns = people()[["town", "pay"]]
    after = pd.concat([towns.iloc[7:], towns.iloc[:1]], ignore_index=True)
    shown = compared(library(towns), library(after))
    assert shown.matched_by == "whole rows"
    before_counter, after_counter = (Counter(map(repr, frame.to_numpy().tolist())) for frame in (towns, after))
    assert shown.rows_removed == (before_counter - after_counter).total()
    assert shown.rows_added == (after_counter - before_counter).total()
    assert shown.rows_changed == 0


def test_rows_that_only_moved_are_said_to_have_moved(library: Library) -> None:
    towns = people()[["town", "pay"]]
    shown = compared(library(towns), library(shuffled(towns)))
    assert counts(shown) == (0, 0, 0, 0)
    assert shown.rows_moved
    assert not is_nothing(shown)


def test_a_row_taken_out_and_a_column_changed_as_a_whole_are_told_apart(library: Library) -> None:
    frame = people().drop(columns=["id", "age"]).assign(score=np.random.default_rng(0).normal(size=50))
    after = frame.iloc[3:].reset_index(drop=True)
    after["town"] = after["town"].str.upper()
    shown = compared(library(frame), library(after))
    assert counts(shown)[:2] == (0, 3)
    assert column(shown, "town").cells == after["town"].notna().sum()


def test_columns_added_removed_renamed_retyped_and_moved_are_named(library: Library) -> None:
    after = people().rename(columns={"town": "city"}).drop(columns="pay").assign(half=0.5)
    after["age"] = after["age"].astype(float)
    shown = compared(library(people()), library(after[["half", "city", "age", "id"]]))
    assert column(shown, "city").name_before == "town"
    assert column(shown, "pay").name_after is None
    assert column(shown, "half").name_before is None
    assert column(shown, "age").cells == 0
    assert column(shown, "age").type_before != column(shown, "age").type_after
    assert shown.columns_moved
    assert counts(shown) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("before", "after", "cells"),
    [
        ([1, 2, 3], [1.0, 2.0, 3.5], 1),
        ([2**53 + 1, 1], [2.0**53, 1.0], 1),
        (["7", "007", "x"], [7, 7, 7], 2),
        (["7.5", "1e3"], [7.5, 1000.0], 1),
        ([True, False], [1, 1], 1),
        (pd.array([1, None, 3], "Int64"), [1.0, float("nan"), 3.0], 0),
        (pd.Categorical(["a", None, "b"]), ["a", None, "c"], 1),
        (pd.Series([None, "x"], dtype=object), pd.Series([float("nan"), "x"], dtype=object), 0),
        ([[1, 2], [3]], [[1, 2], [4]], 1),
        ([{"a": 1}, {"a": 2}], [{"a": 1}, {"a": 3}], 1),
        (pd.Series([1, "1", "x"], dtype=object), pd.Series(["1", "1", "x"], dtype=object), 1),
        (pd.date_range("2024", periods=2), pd.date_range("2024", periods=2, tz="Asia/Tokyo"), 0),
        (
            pd.date_range("2024", periods=2, tz="UTC"),
            pd.date_range("2024", periods=2, tz="UTC").tz_convert("Asia/Tokyo"),
            0,
        ),
        (pd.date_range("2024", periods=2, tz="UTC"), pd.date_range("2024", periods=2, tz="Asia/Tokyo"), 2),
        (pd.to_datetime([1, 2], unit="ns"), pd.to_datetime([1, 3], unit="ns"), 1),
        ([0.0, float("inf")], [-0.0, float("-inf")], 1),
    ],
)
def test_cells_are_the_same_if_their_values_are(before: object, after: object, cells: int) -> None:
    shown = compared(pd.DataFrame({"x": before}), pd.DataFrame({"x": after}))
    assert shown.cells_changed == cells


def test_a_nan_is_a_value_of_its_own_outside_of_pandas() -> None:
    before, after = pl.DataFrame({"x": [float("nan"), 1.0]}), pl.DataFrame({"x": [None, 1.0]})
    assert compared(before, after).cells_changed == 1
    assert is_nothing(compared(before, before.clone()))


def test_columns_of_one_name_are_told_apart() -> None:
    before = pd.DataFrame([[1, "a"], [2, "b"]], columns=["x", "x"])
    after = pd.DataFrame([[1, "a"], [2, "c"]], columns=["x", "x"])
    shown = compared(before, after)
    assert [(each.name_after, each.cells) for each in shown.columns] == [("x_2", 1)]


def test_a_key_that_is_given_is_used_and_one_that_does_not_tell_rows_apart_refused() -> None:
    after = people().assign(age=lambda frame: frame.age + 1)
    assert compared(people(), after, ["id"]).matched_by == "key id"
    with pytest.raises(ToolError, match="town does not tell rows apart"):
        compared(people(), after, ["town"])
    with pytest.raises(ColumnNotFoundError, match="Did you mean 'town'"):
        compared(people(), after, ["twn"])


def test_a_lazy_frame_is_not_run_and_that_is_said() -> None:
    ran: list[int] = []

    def spy(frame: pl.DataFrame) -> pl.DataFrame:
        ran.append(frame.height)
        return frame

    lazy = pl.from_pandas(people()).lazy().map_batches(spy)
    shown = compared(lazy, pl.from_pandas(people()).drop("pay").lazy())
    assert ran == []
    assert (shown.rows_changed, shown.cells_changed) == (None, None)
    assert "was not run for this" in difference_text(shown)
    assert column(shown, "pay").name_after is None


def test_frames_without_rows_or_columns_can_be_compared() -> None:
    assert counts(compared(people(), people().head(0)))[1] == 50
    assert counts(compared(people().head(0), people()))[0] == 50
    assert compared(pd.DataFrame(), people()).columns_after == 4
    assert is_nothing(compared(pd.DataFrame(), pd.DataFrame()))


CELLS = {
    "whole": st.none() | st.integers(-3, 3),
    "broken": st.none() | st.sampled_from([0.0, -0.5, 1e300, math.inf, math.nan]),
    "text": st.none() | st.sampled_from(["", "a", "A", "7", "NA"]),
}


@st.composite
def _edits(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A frame with a key, and the same after rows were dropped, added, moved, and cells were set."""
    rows = draw(st.integers(0, 12))
    made = {name: draw(st.lists(cells, min_size=rows, max_size=rows)) for name, cells in CELLS.items()}
    before = pd.DataFrame(
        {"key": range(rows), **{name: pd.Series(cells, dtype=object) for name, cells in made.items()}}
    )
    after = before.copy()
    for _ in range(draw(st.integers(0, 6)) if rows else 0):
        name = draw(st.sampled_from(list(CELLS)))
        after.at[draw(st.integers(0, rows - 1)), name] = draw(CELLS[name])
    kept = draw(st.permutations(range(rows)))[: draw(st.integers(0, rows))]
    added = pd.DataFrame([{"key": 100 + number, "text": "new"} for number in range(draw(st.integers(0, 3)))])
    return before, pd.concat([after.iloc[kept], added], ignore_index=True) if len(added) else after.iloc[kept]


@settings(max_examples=150, deadline=None)
@given(edit=_edits())
def test_every_count_is_that_of_a_slow_comparison(edit: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    before, after = edit
    shown = compared(before, after, ["key"])
    old, new = ({row["key"]: row for row in frame.to_dict("records")} for frame in (before, after))

    def differs(first: object, second: object) -> bool:
        if pd.isna(first) or pd.isna(second):  # type: ignore[call-overload]  # a cell
            return not (pd.isna(first) and pd.isna(second))  # type: ignore[call-overload]  # a cell
        return first != second

    common = [name for name in before.columns if name in after.columns]
    cells = {name: sum(differs(old[key][name], new[key][name]) for key in old.keys() & new) for name in common}
    rows = sum(any(differs(old[key][name], new[key][name]) for name in common) for key in old.keys() & new)
    assert counts(shown) == (len(new.keys() - old), len(old.keys() - new), rows, sum(cells.values()))
    assert {each.name_after: each.cells for each in shown.columns if each.cells} == {
        k: v for k, v in cells.items() if v
    }
