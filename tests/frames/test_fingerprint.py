from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.frames.recognition import recognise

CELLS = st.lists(
    st.tuples(
        st.none() | st.integers(-5, 5), st.none() | st.text("ab", max_size=2), st.none() | st.lists(st.integers(0, 2))
    ),
    max_size=6,
)


def fingerprint(value: object) -> str:
    frame = recognise("df", value)
    assert frame is not None
    return frame.adapter.fingerprint(value)


def table_of(rows: list[tuple[object, ...]]) -> pa.Table:
    columns = [pa.int64(), pa.string(), pa.list_(pa.int64())]
    arrays = [pa.array([row[place] for row in rows], kind) for place, kind in enumerate(columns)]
    return pa.table(arrays, names=["i", "t", "l"])


@given(first=CELLS, second=CELLS)
def test_fingerprints_are_equal_exactly_where_contents_are(
    first: list[tuple[object, ...]], second: list[tuple[object, ...]]
) -> None:
    for make in (lambda table: table, pl.from_arrow, lambda table: table.to_pandas(types_mapper=pd.ArrowDtype)):
        one, other = fingerprint(make(table_of(first))), fingerprint(make(table_of(second)))
        assert (one == other) == (first == second)


@given(rows=CELLS, cut=st.integers(0, 6))
def test_the_way_a_table_is_cut_into_chunks_does_not_matter(rows: list[tuple[object, ...]], cut: int) -> None:
    whole = table_of(rows)
    pieces = pa.concat_tables([whole.slice(0, cut), whole.slice(cut)])

    assert fingerprint(pieces) == fingerprint(whole)


def test_pieces_of_categories_count_as_their_values() -> None:
    one = pa.chunked_array([pa.array(["x", "y"]).dictionary_encode(), pa.array(["y"]).dictionary_encode()])
    other = pa.chunked_array([pa.array(["x", "y", "y"]).dictionary_encode()])

    assert fingerprint(pa.table({"c": one})) == fingerprint(pa.table({"c": other}))


def test_changes_in_place_are_noticed() -> None:
    cells: list[object] = [1, "1", None, [1], {"a": 1}]
    frame = pd.DataFrame({"number": np.arange(5.0), "mixed": pd.Series(cells, dtype=object)})
    seen = [fingerprint(frame)]

    frame.loc[3, "number"] = 9.0
    seen.append(fingerprint(frame))
    frame.loc[0, "mixed"] = "1"
    seen.append(fingerprint(frame))
    frame["mixed"].iloc[3].append(2)
    seen.append(fingerprint(frame))
    frame.columns = pd.Index(["number", "other"])
    seen.append(fingerprint(frame))
    frame.index = pd.Index([*"vwxyz"])
    seen.append(fingerprint(frame))

    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1.0]})),
        (pd.DataFrame({1: [1]}), pd.DataFrame({"1": [1]})),
        (pd.DataFrame({"a": [1], "b": [2]}), pd.DataFrame({"b": [2], "a": [1]})),
        (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [2, 1]})),
        (pd.DataFrame({"a": ["x"]}), pd.DataFrame({"a": pd.Categorical(["x"])})),
        (pd.DataFrame({"a": ["ab", "c"]}), pd.DataFrame({"a": ["a", "bc"]})),
        (pd.DataFrame(index=range(2)), pd.DataFrame(index=range(3))),
    ],
)
def test_values_names_types_and_order_all_count(one: pd.DataFrame, other: pd.DataFrame) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_a_plan_is_told_apart_without_being_run(tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    pl.DataFrame({"a": [1, 2]}).write_parquet(path)
    plan = pl.scan_parquet(path)
    never = plan.map_batches(lambda _: pytest.fail("the plan was run"), schema={"a": pl.Int64})

    before = fingerprint(plan)

    assert fingerprint(never) == fingerprint(never)
    assert len({before, fingerprint(plan.head(1)), fingerprint(never)}) == 3
    os.utime(path, ns=(1, 1))
    assert fingerprint(plan) != before


def test_a_frame_made_lazy_is_known_by_its_content() -> None:
    assert fingerprint(pl.LazyFrame({"a": [1]})) == fingerprint(pl.DataFrame({"a": [1]}).lazy())
    assert fingerprint(pl.LazyFrame({"a": [1]})) != fingerprint(pl.LazyFrame({"a": [2]}))
