"""The tool join_check, against the joins themselves."""

from __future__ import annotations

import datetime as dt
import random

import pandas as pd
import pytest

from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import JoinCheck
from dpa_jupyter.json_types import Json
from dpa_jupyter.models.offline.shapes import shaped
from dpa_jupyter.tools.join_check import join_check
from tests.tools.contexts import context_of
from tests.tools.kinds import every_kind, frame_as, frame_of


async def checked(left: object, right: object, **arguments: Json) -> JoinCheck:
    context = context_of([frame_of(left, "left"), frame_of(right, "right")])
    seen = await join_check.call({"left": "left", "right": "right", **arguments}, context)
    found = shaped(seen.content, JoinCheck)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(6))
async def test_the_rows_of_each_join_are_those_that_pandas_gives(seed: int) -> None:
    draw = random.Random(seed)
    left, right = (
        pd.DataFrame(
            {
                "a": [draw.choice(["x", "y", "z", "é", " x"]) for _ in range(rows)],
                "b": [draw.randrange(4) for _ in range(rows)],
            }
        )
        for rows in (draw.randrange(1, 40), draw.randrange(1, 40))
    )
    joined = (await checked(left, right, on=["a", "b"]))["other"]["joined"]
    for how in ("inner", "left", "right", "outer"):
        expected = len(left.merge(right, on=["a", "b"], how=how))
        assert joined[f"{'full' if how == 'outer' else how}_rows"] == expected  # type: ignore[literal-required]


@every_kind
async def test_repeats_orphans_and_missing_keys_are_counted_on_both_sides(kind: str) -> None:
    customers = frame_as(kind, {"customer_id": [1, 2, 2, 3, None], "name": ["a", "b", "c", "d", "e"]}, "customers")
    orders = frame_as(kind, {"customer": [2, 2, 3, 9, 9], "name": ["v", "w", "x", "y", "z"]}, "orders")
    arguments: dict[str, Json] = {"on": ["customer_id"], "right_on": ["customer"]}
    seen = await join_check.call({"left": "customers", "right": "orders", **arguments}, context_of([customers, orders]))
    found = shaped(seen.content, JoinCheck)
    assert found is not None
    left, right, joined = found["side"], found["other"]["side"], found["other"]["joined"]
    assert (left["rows"], left["missing"], left["distinct"], left["repeated"], left["orphans"]) == (5, 1, 3, 1, 1)
    assert (right["missing"], right["most_rows"], right["orphans"], right["orphan_examples"]) == (0, 2, 2, [9])
    assert (joined["relation"], joined["inner_rows"], joined["fan_out"]) == ("many to many", 5, 1.6667)
    assert "customers has no key in 1 of 5 rows (20 %)." in seen.quality


async def test_numbers_kept_as_text_are_matched_and_the_difference_of_types_is_said() -> None:
    left, right = pd.DataFrame({"id": [1.0, 2.0, 3.5]}), pd.DataFrame({"id": ["1", "2", "3.5", "x"]})
    found = await checked(left, right)
    assert found["other"]["joined"]["compared_as"] == "text"
    assert found["other"]["joined"]["common_keys"] == 3
    assert found["other"]["joined"]["relation"] == "one to one"


async def test_dates_and_times_join_as_values() -> None:
    day = dt.date(2024, 5, 1)
    left, right = pd.DataFrame({"day": pd.to_datetime([day])}), pd.DataFrame({"day": [day]})
    joined = (await checked(left, right))["other"]["joined"]
    assert (joined["compared_as"], joined["common_keys"]) == ("values", 1)


async def test_where_no_key_suggests_itself_it_is_asked_for() -> None:
    frame = pd.DataFrame({"a": [1], "b": [2]})
    with pytest.raises(ToolError, match="give 'on'"):
        await checked(frame, frame)
    with pytest.raises(ToolError, match="as many columns"):
        await checked(frame, frame, on=["a"], right_on=["a", "b"])
    empty = await checked(frame.iloc[:0], frame, on=["a"])
    assert empty["other"]["joined"]["relation"] == "no match"
