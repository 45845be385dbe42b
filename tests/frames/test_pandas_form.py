"""A pandas frame that goes through a flat Arrow table and back, with its form beside it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.frames.pandas_form import KEY, formed
from dpa_jupyter.sandbox.received_arrow import read_table
from dpa_jupyter.sandbox.worker.frames_out import flat_table
from tests.frames.odd_frames import odd_frames
from tests.frames.test_likeness import typed_frame
from tests.support.same_frames import assert_same


def sales() -> pd.DataFrame:
    return pd.DataFrame({"a": [1, 1, 2], "b": ["x", "y", "x"], "v": [1.0, 2, 3]})


FRAMES: dict[str, Callable[[], pd.DataFrame]] = {
    "typed": typed_frame,
    "pivoted": lambda: sales().pivot_table(index="a", columns="b", values="v"),
    "grouped": lambda: sales().groupby(["a", "b"]).agg(["mean", "max"]),
    "filtered": lambda: sales().query("v > 1"),
    "named by numbers": lambda: pd.DataFrame([[1, 2], [3, 4]]),
    "monthly": lambda: pd.DataFrame({"x": range(3)}, index=pd.date_range("2024", periods=3, freq="MS", name="month")),
    "named range": lambda: pd.DataFrame({"x": range(3)}, index=pd.RangeIndex(0, 6, 2, name="row")),
}
ODD = [
    f"pandas {kind}" for kind in ("no rows", "repeated names", "levels of columns", "levels of index", "index of times")
]


def there_and_back(frame: object) -> pa.Table:
    table, _ = flat_table("frame", frame)
    stream = io.BytesIO()
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    return read_table(stream.getvalue())


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_comes_back_as_it_was(name: str) -> None:
    assert_same(formed(there_and_back(FRAMES[name]())), FRAMES[name]())


@pytest.mark.parametrize("name", ODD)
def test_an_odd_frame_comes_back_as_it_was(name: str) -> None:
    assert_same(formed(there_and_back(odd_frames()[name])), odd_frames()[name])


def test_labels_that_are_no_plain_values_come_back_as_text() -> None:
    table = there_and_back(odd_frames()["pandas odd names"])
    assert formed(table) is None
    assert table.num_columns == 9


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["index", "range", "int8"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_forged_form_gives_a_frame_of_these_columns_or_none(data: st.DataObject) -> None:
    table = there_and_back(sales().query("v > 1"))
    form = json.loads(table.schema.metadata[KEY])
    form[data.draw(st.sampled_from([*form, "range", "other"]))] = data.draw(JSON)
    forged = formed(table.replace_schema_metadata({KEY: json.dumps(form).encode()}))
    assert forged is None or len(forged) == table.num_rows


def test_a_form_can_name_no_type_of_its_own() -> None:
    table = there_and_back(sales())
    form = json.loads(table.schema.metadata[KEY])
    for kind in ("datetime64[ns, ../../etc/passwd]", "period[" + "A" * 10_000 + "]", "Sparse[int]", "json", "interval"):
        form["types"][0] = kind
        again = formed(table.replace_schema_metadata({KEY: json.dumps(form).encode()}))
        assert again is None or str(again.dtypes.iloc[0]) == "int64"
