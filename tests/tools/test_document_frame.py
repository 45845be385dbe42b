"""A data dictionary: roles, guessed meanings, values, gaps and keys."""

from __future__ import annotations

from typing import cast

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.findings import FrameDocument
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.tools.document_frame import document_frame
from tests.tools.contexts import context_of
from tests.tools.kinds import DATA, churn, every_kind, frame_as, frame_of


async def document(frame: Frame) -> FrameDocument:
    seen = await document_frame.call({"frame": frame.name}, context_of([frame]))
    return cast("FrameDocument", seen.content)


@every_kind
async def test_every_kind_of_frame_gets_the_same_dictionary(kind: str) -> None:
    told = await document(frame_as(kind, churn()))
    columns = {column["name"]: column for column in told["columns"]}
    assert (told["rows"], told["column_count"], told["keys"], told["grain"]) == (7043, 20, [], None)
    assert {name: column["role"] for name, column in columns.items()} == {
        **dict.fromkeys(("churn", "female", "senior_citizen", "partner", "dependents", "phone_service"), "flag"),
        "paperless_billing": "flag",
        **dict.fromkeys(("tenure", "monthly_charges", "total_charges"), "measure"),
        **dict.fromkeys(("multiple_lines", "internet_service", "online_security", "online_backup"), "category"),
        **dict.fromkeys(("device_protection", "tech_support", "streaming_tv", "streaming_movies"), "category"),
        **dict.fromkeys(("contract", "payment_method"), "category"),
    }
    assert columns["total_charges"]["missing"] == "11 of 7,043 rows (0.2 %)"
    assert columns["tenure"]["values"] == "0 to 72, median 29"
    assert columns["churn"]["values"] == "No (73.5 %), Yes (26.5 %)"
    assert columns["monthly_charges"]["meaning"] == (
        "Probably an amount of money: monthly charges (a guess from the name)."
    )


async def test_a_column_that_tells_all_rows_apart_is_the_key() -> None:
    planes = await document(frame_of(pl.read_csv(DATA / "planes.csv"), "planes"))
    assert planes["keys"] == [["tailnum"]]
    assert planes["grain"] == "one row for each tailnum, as far as these 3,322 rows tell"


async def test_a_pair_of_columns_is_the_key_where_no_single_one_is() -> None:
    shop, day = [1, 1, 2, 2], ["mon", "tue", "mon", "tue"]
    told = await document(frame_of(pl.DataFrame({"shop": shop, "day": day, "sold": [5, 5, 5, 5], "x": [0.1, 2, 3, 4]})))
    assert told["keys"] == [["shop", "day"]]
    assert told["grain"] is not None
    assert "each shop and day" in told["grain"]


async def test_where_rows_repeat_no_key_is_claimed() -> None:
    told = await document(frame_of(pl.DataFrame({"a": [1, 1, 2], "b": [1, 1, 2]})))
    assert (told["keys"], told["grain"]) == ([], None)
    assert told["notes"] == ["1 of 3 rows (33.3 %) repeat another row."]


async def test_a_column_with_gaps_is_no_key() -> None:
    assert (await document(frame_of(pl.DataFrame({"a": [1, 2, None], "b": [1, 1, 1]}))))["keys"] == []


@pytest.mark.parametrize(
    ("name", "values", "role"),
    [
        ("customer_id", [1, 1, 2], "identifier"),
        ("customerID", ["a", "a", "b"], "identifier"),
        ("zip", [10115, 10117, 10115], "category"),
        ("price", [1.5, 2.5, 2.5], "measure"),
        ("price", ["1.5", "2.5", "2.5"], "measure"),
        ("when", ["2020-01-01", "2020-01-02", "2020-01-02"], "date"),
        ("ok", ["Yes", "No", "No"], "flag"),
        ("ok", [True, None, False], "flag"),
        ("x", [7, 7, 7], "constant"),
        ("remark", [f"text {i}" for i in range(60)] + ["text 0"] * 2, "text"),
        ("nested", [[1], [2], [3]], "text"),
    ],
)
async def test_the_role_of_a_column_follows_from_name_type_and_values(
    name: str, values: list[object], role: str
) -> None:
    (column,) = (await document(frame_as("arrow", {name: values})))["columns"]
    assert column["role"] == role


async def test_every_meaning_is_said_to_be_a_guess() -> None:
    told = await document(frame_as("polars", churn()))
    assert all("guess from the name" in column["meaning"] for column in told["columns"])


async def test_a_person_sees_a_bounded_table() -> None:
    frame = frame_of(pl.DataFrame(np.arange(15_000).reshape(3, 5000)))
    seen = await document_frame.call({"frame": "df"}, context_of([frame]))
    (display,) = seen.displays
    assert isinstance(display, TableDisplay)
    assert (len(display.rows), display.total_rows) == (20, 5000)
    told = cast("FrameDocument", seen.content)
    assert (len(told["columns"]), len(told["keys"])) == (60, 5)
    assert told["notes"] == ["4,940 more columns are not listed.", "55 more candidate keys are not listed."]


@pytest.mark.parametrize(
    "table",
    [
        pa.table({}),
        pa.table({"a": pa.array([], pa.int64())}),
        pa.table({"a": [1]}),
        pa.table({"a": pa.nulls(3), '"': [None, 1.0, float("inf")], "": [{"x": 1}, None, None]}),
    ],
    ids=["nothing", "no rows", "one row", "odd"],
)
async def test_no_frame_is_too_odd(table: pa.Table) -> None:
    told = await document(frame_as("arrow", table))
    assert (told["rows"], len(told["columns"])) == (table.num_rows, table.num_columns)
